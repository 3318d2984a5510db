using System.Text.Json;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>How scores, states and warnings are written in files and shown.</summary>
public static class OnlineNames
{
    /// <summary>joint, pairwise or sta.</summary>
    /// <param name="score">The score.</param>
    public static string Of(ConnectionScore score) => Kebab(score);

    /// <summary>insufficient, undecided, excitatory, inhibitory or absent.</summary>
    /// <param name="state">The state.</param>
    public static string Of(ConnectionState state) => Kebab(state);

    /// <summary>blocks or jitter.</summary>
    /// <param name="scheme">The scheme.</param>
    public static string Of(SurrogateScheme scheme) => Kebab(scheme);

    /// <summary>Each warning by itself, such as below-minimum.</summary>
    /// <param name="warnings">The warnings.</param>
    public static IReadOnlyList<string> Of(ConnectionWarnings warnings)
        => [.. Enum.GetValues<ConnectionWarnings>().Where(one => one != ConnectionWarnings.None && warnings.HasFlag(one)).Select(one => Kebab(one))];

    private static string Kebab<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
