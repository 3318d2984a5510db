namespace VoltageToWiring.Figures.Style;

/// <summary>The colours of a figure, on light or on dark paper.</summary>
/// <remarks>
/// Kinds of connections and series have colours of Okabe &amp; Ito 2008, which the colour-blind tell apart; lines and marks differ as well. No
/// two tones share a colour, so that a colour in a finished figure can be named again. On every step of the diverging scale marks in ink are
/// read.
/// </remarks>
public sealed class FigureTheme
{
    private static readonly Tone[] Tones = Enum.GetValues<Tone>();

    private readonly string[] _colours;
    private readonly DivergingScale _diverging;

    private FigureTheme(string name, string[] colours, DivergingScale diverging)
    {
        Name = name;
        _colours = colours;
        _diverging = diverging;
    }

    /// <summary>Dark ink on white.</summary>
    public static FigureTheme Light { get; } = new(
        "light",
        ["#FFFFFE", "#1B1E21", "#6A7178", "#E3E6E9", "#D55E00", "#0072B2", "#85898D", "#7A5195", "#009E73", "#CC79A7", "#B58900", "#3A86C8"],
        new DivergingScale(["#1478B5", "#8CC1DF", "#F3F3F1", "#F4B78E", "#D9661A"]));

    /// <summary>Light ink on near black.</summary>
    public static FigureTheme Dark { get; } = new(
        "dark",
        ["#15181B", "#E6E8EA", "#9BA3AA", "#30363B", "#E69F00", "#56B4E9", "#8E949A", "#C39BD3", "#2DC79A", "#E091BD", "#F0E442", "#7FB7EA"],
        new DivergingScale(["#1F7BB0", "#21506F", "#262B30", "#6B4A12", "#B87700"]));

    /// <summary>light or dark.</summary>
    public string Name { get; }

    /// <summary>The name by which a page knows a tone, a CSS variable.</summary>
    /// <param name="tone">The tone.</param>
    public static string VariableOf(Tone tone) => "--fig-" + tone.ToString().ToLowerInvariant();

    /// <summary>The colour of a tone, #RRGGBB.</summary>
    /// <param name="tone">The tone.</param>
    public string this[Tone tone] => _colours[(int)tone];

    /// <summary>The colour of a signed value, #RRGGBB: inhibitory, neutral, excitatory.</summary>
    /// <param name="level">−<see cref="DivergingScale.Levels"/> … <see cref="DivergingScale.Levels"/>.</param>
    public string Diverging(int level) => _diverging[level];

    /// <summary>Every colour under the name by which a page knows it.</summary>
    public IEnumerable<(string Variable, string Colour)> Variables()
    {
        foreach (Tone tone in Tones)
            yield return (VariableOf(tone), this[tone]);
        for (int level = -DivergingScale.Levels; level <= DivergingScale.Levels; level++)
            yield return (DivergingScale.VariableOf(level), Diverging(level));
    }
}
