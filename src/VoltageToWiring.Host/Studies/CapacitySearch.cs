using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>Finds the largest value of a key with which a deadline is kept, by bisection, and lets it prove itself.</summary>
/// <param name="search">What is searched.</param>
/// <param name="tryAsync">Runs a trial of a value; gives where it was run and what was measured.</param>
internal sealed class CapacitySearch(CapacitySection search, Func<int, Task<(string Folder, StudyCell Cell, CellTimes Times)>> tryAsync)
{
    // Who falls behind by more than this does not keep up.
    private const double KeepsUp = 0.995;

    private readonly List<CapacityTrial> _trials = [];
    private readonly Dictionary<int, string> _whatFailed = [];
    private double? _deadlineSeconds;

    /// <summary>Runs the search.</summary>
    public async Task<FoundCapacity> FindAsync()
    {
        IReadOnlyList<int> ladder = CapacityKeys.Ladder(search.Largest, search.From, search.To);
        int low = -1, high = ladder.Count;
        // The whole ladder first: where its end is kept nothing needs to be searched.
        if (await KeepsAsync(ladder[^1]).ConfigureAwait(false))
            low = ladder.Count - 1;
        else
            high = ladder.Count - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (await KeepsAsync(ladder[middle]).ConfigureAwait(false))
                low = middle;
            else
                high = middle;
        }
        while (low >= 0 && !await IsConfirmedAsync(ladder[low]).ConfigureAwait(false))
            low--;
        int? found = low >= 0 ? ladder[low] : null;
        string bottleneck = low < ladder.Count - 1 ? _whatFailed.Where(failed => failed.Key > (found ?? 0)).OrderBy(failed => failed.Key).FirstOrDefault().Value ?? "" : "";
        return new FoundCapacity(
            search.Largest, CapacityKeys.UnitOf(search.Largest), search.Deadline.Text, _deadlineSeconds, search.Percentile, found, low == ladder.Count - 1,
            bottleneck, _trials);
    }

    private async Task<bool> IsConfirmedAsync(int value)
    {
        // The trial that found it was the first.
        for (int run = 1; run < search.Confirmations; run++)
        {
            if (!await KeepsAsync(value).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    private async Task<bool> KeepsAsync(int value)
    {
        try
        {
            (string folder, StudyCell cell, CellTimes times) = await tryAsync(value).ConfigureAwait(false);
            double deadline = DeadlineOf(cell);
            double latency = times.Published.At(search.Percentile);
            bool keeps = latency <= deadline && times.FramesDropped == 0 && times.RealTimeFactor >= KeepsUp;
            _deadlineSeconds = search.Deadline.Unit == "one frame" && search.Largest.EndsWith("frame_rate", StringComparison.Ordinal) ? null : deadline;
            _trials.Add(new CapacityTrial(value, keeps, latency, times.RealTimeFactor, folder, null));
            if (!keeps)
                _whatFailed[value] = Bottleneck.Of(times, deadline);
            return keeps;
        }
        catch (PipelineException problem)
        {
            // Most often more memory than there is.
            _trials.Add(new CapacityTrial(value, false, 0, 0, null, problem.Message));
            _whatFailed[value] = problem.Message.Contains("memory", StringComparison.Ordinal) ? $"memory: {problem.Message}" : problem.Message;
            return false;
        }
    }

    private double DeadlineOf(StudyCell cell) => search.Deadline.Unit switch
    {
        "one frame" => cell.Pipeline.Resolved.Simulation.FrameClock.PeriodSeconds,
        "one batch" => cell.Pipeline.Resolved.Simulated.BatchSteps * cell.Pipeline.Resolved.Simulation.StepClock.PeriodSeconds,
        _ => search.Deadline.Time!.Value.Si,
    };
}
