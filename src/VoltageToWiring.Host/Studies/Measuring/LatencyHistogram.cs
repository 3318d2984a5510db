using HdrHistogram;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>Durations from a nanosecond to an hour, to three digits. Recording allocates nothing. One thread records at a time.</summary>
internal sealed class LatencyHistogram : IDurations
{
    private const int Digits = 3;
    private const double NanosecondsPerSecond = 1e9;
    private const long Longest = 3_600_000_000_000;

    private readonly LongHistogram _counts = new(1, Longest, Digits);
    private readonly double _nanosecondsPerTick;
    private volatile bool _hears;

    /// <summary>An empty histogram, which hears nothing before it is told to.</summary>
    /// <param name="time">The clock whose ticks it is given.</param>
    public LatencyHistogram(TimeProvider time)
    {
        _nanosecondsPerTick = NanosecondsPerSecond / time.TimestampFrequency;
    }

    /// <summary>Whether it counts what it is given: not while a run warms up.</summary>
    public bool Hears
    {
        get => _hears;
        set => _hears = value;
    }

    /// <summary>What was counted, ns.</summary>
    public HistogramBase Counts => _counts;

    /// <inheritdoc/>
    public void Add(long ticks)
    {
        if (_hears)
            _counts.RecordValue(Math.Clamp((long)(ticks * _nanosecondsPerTick), 1, Longest));
    }
}
