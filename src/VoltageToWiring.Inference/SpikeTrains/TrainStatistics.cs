using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>What a train's past spikes say of how its surrogates must be made: coefficient of variation, bursts, drift of the rate.</summary>
internal sealed class TrainStatistics(double tickSeconds)
{
    // Fewer say nothing yet.
    private const int MinIntervals = 30;
    private const double BinSeconds = 0.5;
    private const int MinBins = 20;

    // A train whose intervals are all alike may fire fast, and yet it has no bursts. Alternating 5 and 35 ms give 0.75.
    private const double MinBurstingVariation = 0.7;

    private long _intervals;
    private double _sumSeconds;
    private double _sumSquares;
    private long _inBursts;

    private long _bin;
    private long _inBin;
    private bool _isPartOfBin = true;
    private long _bins;
    private double _countSum;
    private double _countSquares;

    /// <summary>What to be careful about.</summary>
    public ConnectionWarnings Warnings
        => (IsBursting ? ConnectionWarnings.Bursting : 0) | (IsIrregular ? ConnectionWarnings.IrregularRate : 0);

    /// <summary>The scheme that is safe for such a train.</summary>
    public SurrogateScheme Advised => IsBursting || IsIrregular ? SurrogateScheme.Jitter : SurrogateScheme.Blocks;

    /// <summary>Standard deviation over mean of the intervals: 1 for a Poisson train.</summary>
    public double CoefficientOfVariation
    {
        get
        {
            double mean = _sumSeconds / _intervals;
            return Math.Sqrt(Math.Max(0, _sumSquares / _intervals - mean * mean)) / mean;
        }
    }

    /// <summary>Fraction of the intervals that are shorter than a burst's gap.</summary>
    public double BurstFraction => (double)_inBursts / _intervals;

    /// <summary>Variance over mean of the number of spikes in half a second: 1 for a Poisson train of constant rate.</summary>
    public double FanoFactor
    {
        get
        {
            double mean = _countSum / _bins;
            return (_countSquares / _bins - mean * mean) / mean;
        }
    }

    // Limits that a Poisson train of as many intervals passes about once in a thousand.
    private bool IsBursting
        => _intervals >= MinIntervals
            && (CoefficientOfVariation > 1.15 + 4 / Math.Sqrt(_intervals)
                || CoefficientOfVariation > MinBurstingVariation
                && BurstFraction > PoissonBurstFraction + 0.05 + 3.5 * Math.Sqrt(PoissonBurstFraction * (1 - PoissonBurstFraction) / _intervals));

    private bool IsIrregular
        => _bins >= MinBins && _countSum > 2 * _bins && FanoFactor > ExplainedFanoFactor * (1.1 + 3.5 * Math.Sqrt(2.0 / _bins));

    // Counts of bursts vary with the square of the intervals' coefficient of variation; a rate that drifts adds to that.
    private double ExplainedFanoFactor => IsBursting ? CoefficientOfVariation * CoefficientOfVariation : 1;

    private double PoissonBurstFraction => 1 - Math.Exp(-IntervalJitter.BurstGapSeconds * _intervals / _sumSeconds);

    /// <summary>A spike, and the one before it.</summary>
    public void Add(long previousTick, long tick)
    {
        double seconds = (tick - previousTick) * tickSeconds;
        _intervals++;
        _sumSeconds += seconds;
        _sumSquares += seconds * seconds;
        if (seconds < IntervalJitter.BurstGapSeconds)
            _inBursts++;
        CountUntil(tick);
        _inBin++;
    }

    /// <summary>What was before is unknown: the trace has a gap, or the train is new or was silent for long.</summary>
    /// <param name="tick">The next spike.</param>
    public void BeginAnew(long tick)
    {
        _bin = BinOf(tick);
        _inBin = 0;
        _isPartOfBin = true;
    }

    private void CountUntil(long tick)
    {
        for (long bin = BinOf(tick); _bin < bin; _bin++)
        {
            if (!_isPartOfBin)
            {
                _bins++;
                _countSum += _inBin;
                _countSquares += (double)_inBin * _inBin;
            }
            _isPartOfBin = false;
            _inBin = 0;
        }
    }

    private long BinOf(long tick) => (long)(tick * tickSeconds / BinSeconds);
}
