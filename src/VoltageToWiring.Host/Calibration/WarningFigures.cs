using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>What unconnected pairs were warned of, at any report.</summary>
/// <param name="Shares">Fraction of the unconnected pairs with each warning, by its name in snake_case.</param>
/// <param name="FalsePositiveWithoutWarning">
/// Fraction declared connected of the unconnected pairs whose data were never warned of. The warning below-minimum, which comes with a
/// decision, does not count here.
/// </param>
public sealed record WarningFigures(IReadOnlyDictionary<string, ClusteredRate> Shares, ClusteredRate FalsePositiveWithoutWarning)
{
    /// <summary>Gathers them.</summary>
    /// <param name="recordings">The pairs of each recording, by one score.</param>
    public static WarningFigures Of(IReadOnlyList<IReadOnlyList<PairOutcome>> recordings)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        static bool IsNull(PairOutcome pair) => pair.Truth == TrueConnection.None;
        ConnectionWarnings[] warnings = [.. Enum.GetValues<ConnectionWarnings>().Where(warning => warning != ConnectionWarnings.None)];
        return new WarningFigures(
            warnings.ToDictionary(
                warning => KeyInfo.NameOf(warning.ToString()),
                warning => ClusteredRate.Of(recordings, IsNull, pair => (pair.Warnings & warning) != 0)),
            ClusteredRate.Of(recordings, pair => IsNull(pair) && !pair.WasWarned, pair => pair.WasDeclared));
    }
}
