using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>One train that is drawn as the recording goes, one spike ahead.</summary>
internal sealed class DrawnTrain
{
    private readonly IIntervalProcess _process;
    private readonly RandomStream _random;
    private double _next;

    /// <summary>A train at its first spike.</summary>
    /// <param name="process">Its intervals.</param>
    /// <param name="random">Its random numbers.</param>
    public DrawnTrain(IIntervalProcess process, RandomStream random)
    {
        _process = process;
        _random = random;
        _next = process.NextSeconds(random);
    }

    /// <summary>Appends the times of the spikes before a step that were not taken yet, s, ascending.</summary>
    /// <param name="clock">The operational clock; null where time runs as it is.</param>
    /// <param name="limits">Where trains are cut.</param>
    /// <param name="endStep">The step to stop before.</param>
    /// <param name="times">Receives them.</param>
    /// <returns>A step before which no further spike comes.</returns>
    public long Take(OperationalClock? clock, TrainLimits limits, long endStep, List<double> times)
    {
        while (true)
        {
            double seconds = clock is null ? _next : clock.ToSeconds(_next);
            // The rate 0 may give intervals that are not numbers.
            if (!(seconds < limits.DurationSeconds))
                return clock is null ? long.MaxValue : endStep;
            long step = limits.StepOf(seconds);
            if (step >= endStep)
                return step;
            times.Add(seconds);
            _next += _process.NextSeconds(_random);
        }
    }
}
