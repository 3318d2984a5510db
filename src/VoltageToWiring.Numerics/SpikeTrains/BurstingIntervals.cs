using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// Bursts of 2 to 5 spikes, all sizes equally likely, 4 to 8 ms apart, uniformly; between the end of a burst and the next one an exponential
/// pause whose mean makes the long-run rate what was asked for.
/// </summary>
/// <remarks>
/// A cycle holds 3.5 spikes and lasts 2.5 intervals of 6 ms and a pause, in the mean, so the mean pause is 3.5/rate − 15 ms. Bursts shorten
/// the pause instead of overlapping, and a rate that leaves no pause cannot be had.
/// </remarks>
public sealed class BurstingIntervals : IIntervalProcess
{
    private const int FewestSpikes = 2;
    private const int MostSpikes = 5;
    private const double ShortestIntervalSeconds = 4e-3;
    private const double LongestIntervalSeconds = 8e-3;
    private const double MeanSpikes = (FewestSpikes + MostSpikes) / 2.0;
    private const double MeanBurstSeconds = (MeanSpikes - 1) * (ShortestIntervalSeconds + LongestIntervalSeconds) / 2;

    private readonly double _meanPauseSeconds;
    private int _spikesLeft;

    /// <summary>A train before its first burst.</summary>
    /// <param name="rateHz">Mean rate, Hz, at least 0 and below <see cref="LimitHz"/>.</param>
    public BurstingIntervals(double rateHz)
    {
        if (!CanReach(rateHz))
            throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, $"Bursts leave pauses only below {LimitHz} Hz.");
        _meanPauseSeconds = MeanSpikes / rateHz - MeanBurstSeconds;
    }

    /// <summary>The rate at which burst would follow burst without a pause, Hz.</summary>
    public static double LimitHz => MeanSpikes / MeanBurstSeconds;

    /// <summary>Whether bursts and pauses can have a mean rate.</summary>
    /// <param name="rateHz">The rate, Hz.</param>
    public static bool CanReach(double rateHz) => rateHz >= 0 && MeanSpikes / rateHz > MeanBurstSeconds;

    /// <inheritdoc/>
    public double NextSeconds(IRandomSource random)
    {
        if (_spikesLeft == 0)
        {
            _spikesLeft = FewestSpikes + (int)random.NextAtMost(MostSpikes - FewestSpikes) - 1;
            return random.NextExponential(_meanPauseSeconds);
        }
        _spikesLeft--;
        return ShortestIntervalSeconds + (LongestIntervalSeconds - ShortestIntervalSeconds) * random.NextDouble();
    }
}
