using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>A point process as its inter-spike intervals, one after the other; the whole state of one train, its random numbers apart.</summary>
public interface IIntervalProcess
{
    /// <summary>The time from one spike to the next, s; the first call gives the time from the start to the first spike.</summary>
    /// <param name="random">The train's own random numbers, the same at every call.</param>
    /// <returns>At least 0; infinite, or not a number, where the rate is 0 and no spike comes any more.</returns>
    double NextSeconds(IRandomSource random);
}
