using System.Text.Json.Serialization;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>How soon the connections of one kind were found, each with its sign. Infinite times are null.</summary>
/// <param name="Connections">How many there are, over all recordings.</param>
/// <param name="P10S">Time by which 10 % were found, s.</param>
/// <param name="P25S">Time by which 25 % were found, s.</param>
/// <param name="MedianS">Time by which 50 % were found, s.</param>
/// <param name="P75S">Time by which 75 % were found, s.</param>
/// <param name="P90S">Time by which 90 % were found, s.</param>
/// <param name="MedianStandardErrorS">Standard error of the median, by bootstrap over recordings, s.</param>
/// <param name="FoundBy60S">Fraction found by 60 s; null where recordings are shorter.</param>
/// <param name="FoundBy300S">Fraction found by 300 s; null where recordings are shorter.</param>
/// <param name="FoundByEnd">Fraction found at all.</param>
/// <param name="WrongSign">Of those declared, the fraction that was first declared with the wrong sign.</param>
/// <param name="DeclaredAbsent">Fraction that was declared absent at any report, which is right where the connection is weaker than minimum_amplitude.</param>
public sealed record DetectionFigures(
    int Connections, double? P10S, double? P25S, double? MedianS, double? P75S, double? P90S, double? MedianStandardErrorS,
    [property: JsonPropertyName("found_by_60_s")] ClusteredRate? FoundBy60S, [property: JsonPropertyName("found_by_300_s")] ClusteredRate? FoundBy300S,
    ClusteredRate FoundByEnd, ClusteredRate WrongSign, ClusteredRate DeclaredAbsent)
{
    /// <summary>Gathers them.</summary>
    /// <param name="recordings">The pairs of each recording, by one score.</param>
    /// <param name="kind">The kind of connection.</param>
    /// <param name="recordedSeconds">Length of the recordings, s.</param>
    public static DetectionFigures Of(IReadOnlyList<IReadOnlyList<PairOutcome>> recordings, TrueConnection kind, double recordedSeconds)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        double[][] times = [.. recordings.Select(pairs => pairs.Where(pair => pair.Truth == kind).Select(pair => pair.DetectedAtSeconds).ToArray())];
        double[] ascending = [.. times.SelectMany(own => own).Order()];
        double? At(int percent) => DetectionTimes.Quantile(ascending, percent) is var seconds && double.IsFinite(seconds) ? seconds : null;
        ClusteredRate Rate(Func<PairOutcome, bool?> holds) => ClusteredRate.Of(recordings, pair => pair.Truth == kind, holds);
        ClusteredRate? FoundBy(double seconds) => recordedSeconds < seconds ? null : Rate(pair => pair.DetectedAtSeconds <= seconds);
        return new DetectionFigures(
            ascending.Length, At(10), At(25), At(50), At(75), At(90), MedianBootstrap.StandardError(times),
            FoundBy(60), FoundBy(300), Rate(pair => double.IsFinite(pair.DetectedAtSeconds)),
            Rate(pair => !pair.IsSignRight), Rate(pair => pair.WasAbsent));
    }
}
