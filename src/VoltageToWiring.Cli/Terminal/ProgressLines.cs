namespace VoltageToWiring.Cli.Terminal;

/// <summary>How far something is, as a line.</summary>
internal static class ProgressLines
{
    private const int Cells = 40;

    /// <summary>The line, as markup.</summary>
    /// <param name="fraction">How far, 0 to 1; beyond that it is cut.</param>
    public static string Markup(double fraction)
    {
        int filled = (int)(Cells * Math.Clamp(fraction, 0, 1));
        return $"[green]{new string('━', filled)}[/][grey]{new string('─', Cells - filled)}[/]";
    }
}
