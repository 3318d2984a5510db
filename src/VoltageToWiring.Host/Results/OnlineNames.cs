using System.Text.Json;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>How scores, states and warnings are written in files and shown.</summary>
public static class OnlineNames
{
    // Every name is needed for every pair: they are made once.
    private static readonly string[] Scores = NamesOf<ConnectionScore>();
    private static readonly string[] States = NamesOf<ConnectionState>();
    private static readonly string[] Schemes = NamesOf<SurrogateScheme>();
    private static readonly IReadOnlyList<string>[] Warnings = [.. Sets().Select(Each)];
    private static readonly string[] WarningTexts = [.. Warnings.Select(each => string.Join(' ', each))];

    /// <summary>joint, pairwise or sta.</summary>
    /// <param name="score">The score.</param>
    public static string Of(ConnectionScore score) => Scores[(int)score];

    /// <summary>insufficient, undecided, excitatory, inhibitory or absent.</summary>
    /// <param name="state">The state.</param>
    public static string Of(ConnectionState state) => States[(int)state];

    /// <summary>blocks or jitter.</summary>
    /// <param name="scheme">The scheme.</param>
    public static string Of(SurrogateScheme scheme) => Schemes[(int)scheme];

    /// <summary>Each warning by itself, such as below-minimum.</summary>
    /// <param name="warnings">The warnings.</param>
    public static IReadOnlyList<string> Of(ConnectionWarnings warnings) => Warnings[(int)warnings];

    /// <summary>All warnings in a text, with spaces between them.</summary>
    /// <param name="warnings">The warnings.</param>
    public static string TextOf(ConnectionWarnings warnings) => WarningTexts[(int)warnings];

    private static string[] NamesOf<T>()
        where T : struct, Enum
        => [.. Enum.GetValues<T>().Select(Kebab)];

    // Every set of warnings there can be, by its number.
    private static IEnumerable<ConnectionWarnings> Sets()
        => Enumerable.Range(0, 2 * (int)Enum.GetValues<ConnectionWarnings>().Max()).Select(set => (ConnectionWarnings)set);

    private static IReadOnlyList<string> Each(ConnectionWarnings warnings)
        => [.. Enum.GetValues<ConnectionWarnings>().Where(one => one != ConnectionWarnings.None && warnings.HasFlag(one)).Select(Kebab)];

    private static string Kebab<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
