namespace VoltageToWiring.Cli.Terminal;

/// <summary>Fractions drawn with block characters, in eighths of a cell.</summary>
internal static class BlockBar
{
    private const string Widths = " ▏▎▍▌▋▊▉";
    private const string Heights = " ▁▂▃▄▅▆▇█";

    /// <summary>A bar from the left.</summary>
    /// <param name="fraction">Its length, 0 to 1; beyond that it is cut.</param>
    /// <param name="cells">Cells of a full bar; shorter ones are filled up with blanks.</param>
    public static string Lying(double fraction, int cells)
    {
        int eighths = Eighths(fraction, cells);
        string bar = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Widths[eighths % 8]);
        return bar.PadRight(cells);
    }

    /// <summary>A bar of one cell from the bottom.</summary>
    /// <param name="fraction">Its height, 0 to 1; beyond that it is cut.</param>
    public static char Standing(double fraction) => Heights[Eighths(fraction, 1)];

    private static int Eighths(double fraction, int cells)
        => double.IsNaN(fraction) ? 0 : (int)Math.Clamp(fraction * cells * 8, 0, cells * 8);
}
