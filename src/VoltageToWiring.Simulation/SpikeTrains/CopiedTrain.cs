using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>One train that copies some spikes of another and has some of its own.</summary>
/// <param name="own">Its own spikes.</param>
/// <param name="fraction">Probability that a spike is copied.</param>
/// <param name="choice">Says which: one number for each spike of the original.</param>
internal sealed class CopiedTrain(DrawnTrain own, double fraction, RandomStream choice)
{
    private readonly List<double> _own = [];

    /// <summary>Appends the times of the spikes before a step that were not taken yet, s, ascending.</summary>
    /// <param name="original">The original's spikes of the same steps, s, ascending.</param>
    /// <param name="clock">The operational clock; null where time runs as it is.</param>
    /// <param name="limits">Where trains are cut.</param>
    /// <param name="endStep">The step to stop before.</param>
    /// <param name="times">Receives them.</param>
    public void Take(List<double> original, OperationalClock? clock, TrainLimits limits, long endStep, List<double> times)
    {
        _own.Clear();
        own.Take(clock, limits, endStep, _own);
        int next = 0;
        foreach (double copied in original)
        {
            if (choice.NextDouble() >= fraction)
                continue;
            long step = limits.StepOf(copied);
            while (next < _own.Count && limits.StepOf(_own[next]) < step)
                times.Add(_own[next++]);
            // A spike that stands on the step of a copied one is the same spike.
            while (next < _own.Count && limits.StepOf(_own[next]) == step)
                next++;
            times.Add(copied);
        }
        while (next < _own.Count)
            times.Add(_own[next++]);
    }
}
