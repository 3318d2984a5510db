using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>Where trains end, and the steps on which spikes fall.</summary>
/// <param name="DurationSeconds">Only spikes before this time occur, s.</param>
/// <param name="TimestepSeconds">The step, s.</param>
internal readonly record struct TrainLimits(double DurationSeconds, double TimestepSeconds)
{
    /// <summary>The step nearest to a time.</summary>
    /// <param name="seconds">The time, s.</param>
    public long StepOf(double seconds) => SpikeClock.ToTick(seconds, TimestepSeconds);
}
