using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>A figure over the repeats of a cell.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public sealed record Repeated(double Median, double Least, double Most);

/// <summary>What the repeats of a cell say together.</summary>
/// <param name="cell">A cell with at least one run.</param>
public sealed class CellSummary(MeasuredCell cell)
{
    /// <summary>The cell.</summary>
    public MeasuredCell Cell { get; } = cell;

    /// <summary>Its runs.</summary>
    public IEnumerable<CellTimes> Runs => Cell.Runs.Select(run => run.Times);

    /// <summary>Frames that were dropped in all runs together.</summary>
    public long Dropped => Runs.Sum(times => times.FramesDropped);

    /// <summary>Whether every run used every frame as fast as frames came, its last batch before another one would have been due.</summary>
    public bool KeepsUp => Runs.All(times => times.KeepsUp(times.Delay.BatchS));

    /// <summary>Whether every run published estimates; where one did not its latencies say nothing.</summary>
    public bool HasEstimates => Runs.All(times => times.Published.Count > 0);

    /// <summary>The stage that worked most in the first run.</summary>
    public StageTimes Busiest => Cell.Runs[0].Times.Stages.MaxBy(stage => stage.BusyFraction)!;

    /// <summary>A figure over the repeats.</summary>
    /// <param name="figure">The figure of a run.</param>
    public Repeated Of(Func<CellTimes, double> figure)
    {
        double[] all = [.. Runs.Select(figure)];
        return new Repeated(Median.Of(all)!.Value, all.Min(), all.Max());
    }
}
