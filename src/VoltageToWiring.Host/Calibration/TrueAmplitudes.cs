using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Calibration;

/// <summary>
/// What an amplitude estimates: the mean score at a train's spikes in a very long recording. For an unconnected pair it need not be 0, because
/// what other trains do around those spikes is scored as well.
/// </summary>
public sealed class TrueAmplitudes
{
    private readonly Dictionary<(int Source, int Target, ConnectionScore Score), double> _amplitudes;

    /// <summary>Takes them from the last report of the long recording.</summary>
    /// <param name="report">The report.</param>
    /// <param name="seed">Seed of that recording.</param>
    public TrueAmplitudes(EstimateReport report, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(report);
        Seed = seed;
        RecordedSeconds = report.TimeSeconds;
        _amplitudes = report.Connections
            .SelectMany(pair => pair.Online, (pair, online) => (pair.Source, pair.Target, online.Score, online.Amplitude))
            .Where(one => one.Amplitude is { } amplitude && double.IsFinite(amplitude))
            .ToDictionary(one => (one.Source, one.Target, one.Score), one => one.Amplitude!.Value);
    }

    /// <summary>Seed of the long recording.</summary>
    public ulong Seed { get; }

    /// <summary>Its length, s.</summary>
    public double RecordedSeconds { get; }

    /// <summary>The true amplitude of a pair by one score; null where the long recording gave none.</summary>
    /// <param name="pair">The pair.</param>
    public double? this[PairOutcome pair]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(pair);
            return _amplitudes.TryGetValue((pair.Source, pair.Target, pair.Score), out double amplitude) ? amplitude : null;
        }
    }
}
