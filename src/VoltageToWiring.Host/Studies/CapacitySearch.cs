using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>Finds the largest value of a key with which a deadline is kept, by bisection, and lets it prove itself.</summary>
/// <param name="search">What is searched.</param>
/// <param name="tryAsync">Runs a trial of a value; gives where it was run and what was measured.</param>
internal sealed class CapacitySearch(CapacitySection search, Func<int, Task<(string Folder, StudyCell Cell, CellTimes Times)>> tryAsync)
{
    // What the machine did to a thread that had nothing to do says nothing about the value: such a trial is run again, this often.
    private const int MostRepeats = 2;
    private const double DisturbedShare = 0.5;

    private readonly IReadOnlyList<int> _ladder = CapacityKeys.Ladder(search.Largest, search.From, search.To);
    private readonly List<CapacityTrial> _trials = [];
    private readonly Dictionary<int, string> _whatFailed = [];
    private double? _deadlineSeconds;

    /// <summary>What was found so far, where the search does not come to its end.</summary>
    public FoundCapacity SoFar => Found(null) with { IsAtEnd = false, IsComplete = false };

    /// <summary>Runs the search.</summary>
    public async Task<FoundCapacity> FindAsync()
    {
        int low = -1, high = _ladder.Count - 1;
        // The whole ladder first: where its end is kept nothing needs to be searched.
        if (await KeepsAsync(_ladder[high]).ConfigureAwait(false))
            low = high++;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (await KeepsAsync(_ladder[middle]).ConfigureAwait(false))
                low = middle;
            else
                high = middle;
        }
        while (low >= 0 && !await IsConfirmedAsync(_ladder[low]).ConfigureAwait(false))
            low--;
        return Found(low >= 0 ? _ladder[low] : null);
    }

    private FoundCapacity Found(int? value)
    {
        string bottleneck = _whatFailed.Where(failed => failed.Key > (value ?? 0)).OrderBy(failed => failed.Key).FirstOrDefault().Value ?? "";
        return new FoundCapacity(
            search.Largest, CapacityKeys.UnitOf(search.Largest), search.Deadline.Text, _deadlineSeconds, search.Percentile, value, value == _ladder[^1],
            bottleneck, [.. _trials]);
    }

    // Runs that kept the deadline while it was searched count.
    private async Task<bool> IsConfirmedAsync(int value)
    {
        for (int kept = _trials.Count(trial => trial.Value == value && trial.Keeps); kept < search.Confirmations; kept++)
        {
            if (!await KeepsAsync(value).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    private async Task<bool> KeepsAsync(int value)
    {
        for (int repeat = 0; ; repeat++)
        {
            (bool keeps, bool isDisturbed) = await TrialAsync(value).ConfigureAwait(false);
            if (keeps || !isDisturbed || repeat == MostRepeats)
                return keeps;
        }
    }

    private async Task<(bool Keeps, bool IsDisturbed)> TrialAsync(int value)
    {
        try
        {
            (string folder, StudyCell cell, CellTimes times) = await tryAsync(value).ConfigureAwait(false);
            double deadline = DeadlineOf(cell);
            double latency = times.Published.At(search.Percentile);
            bool keepsUp = times.KeepsUp(deadline);
            // No estimate is never on time.
            bool keeps = keepsUp && times.Published.Count > 0 && latency <= deadline;
            bool isDisturbed = keepsUp && !keeps && times.Idle?.At(search.Percentile) > DisturbedShare * deadline;
            _deadlineSeconds = search.Deadline.Unit is not null && search.Largest.EndsWith("frame_rate", StringComparison.Ordinal) ? null : deadline;
            _trials.Add(new CapacityTrial(value, keeps, latency, deadline, times.RealTimeFactor, folder, null) { IsDisturbed = isDisturbed });
            if (!keeps)
                _whatFailed[value] = Bottleneck.Of(times, deadline);
            return (keeps, isDisturbed);
        }
        catch (PipelineException problem)
        {
            // Most often more memory than there is.
            _trials.Add(new CapacityTrial(value, false, 0, 0, 0, null, problem.Message));
            _whatFailed[value] = problem.Message.Contains("memory", StringComparison.Ordinal) ? $"memory: {problem.Message}" : problem.Message;
            return (false, false);
        }
    }

    private double DeadlineOf(StudyCell cell) => search.Deadline.Unit switch
    {
        "one frame" => cell.Pipeline.Resolved.Simulation.FrameClock.PeriodSeconds,
        "one batch" => cell.Pipeline.Resolved.Simulated.BatchSteps * cell.Pipeline.Resolved.Simulation.StepClock.PeriodSeconds,
        _ => search.Deadline.Time!.Value.Si,
    };
}
