using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;

namespace VoltageToWiring.Host.Studies;

/// <summary>What keeps a run from being faster, in words.</summary>
internal static class Bottleneck
{
    // A task that works this share of the time has no room for anything to come late.
    private const double Busy = 0.9;

    /// <summary>What gave way first in a run that missed its deadline.</summary>
    /// <param name="times">What was measured.</param>
    /// <param name="deadlineS">The deadline, s.</param>
    public static string Of(CellTimes times, double deadlineS)
    {
        StageTimes busiest = times.Stages.MaxBy(stage => stage.BusyFraction)!;
        if (times.FramesDropped > 0)
            return Invariant($"link: {times.FramesDropped} frames were dropped, because the stage {busiest.Name} was busy {Percent(busiest)} of the time");
        if (TaskOf(times).Sum(stage => stage.BusyFraction) >= Busy)
            return Invariant($"stage {busiest.Name}: busy {Percent(busiest)} of the time");
        if (times.Published.Count == 0)
            return "reports: none came while it counted";
        (double pause, double within) = LongestPauses(times);
        if (pause >= deadlineS / 2)
            return Invariant($"garbage collection: pauses of {Time(pause)} within {Time(within)}, with {times.Gen0} collections in {times.RecordedS:0.#} s");
        StageTimes slowest = times.Stages.MaxBy(stage => stage.Service.P999S)!;
        if (slowest.Service.P999S >= deadlineS / 2)
            return Invariant($"stage {slowest.Name}: one of 1,000 of its items takes {Time(slowest.Service.P999S)}, the longest {Time(slowest.Service.MaxS)}");
        if (times.Links.MaxBy(link => link.Queueing.P999S) is { } link && link.Queueing.P999S >= deadlineS / 2)
            return Invariant($"link {link.Name}: one of 1,000 items waits {Time(link.Queueing.P999S)}, up to {link.HighWater} at once");
        return times.Idle is { } idle && idle.P999S >= deadlineS / 4
            ? Invariant($"the machine: an idle loop woke {Time(idle.P999S)} late one time in 1,000")
            : Invariant($"stage {slowest.Name}: its longest item took {Time(slowest.Service.MaxS)}");
    }

    /// <summary>A duration for a reader.</summary>
    /// <param name="seconds">The duration, s.</param>
    public static string Time(double seconds) => seconds switch
    {
        < 1e-3 => Invariant($"{1e6 * seconds:0} µs"),
        < 0.01 => Invariant($"{1e3 * seconds:0.00} ms"),
        < 0.1 => Invariant($"{1e3 * seconds:0.0} ms"),
        < 1 => Invariant($"{1e3 * seconds:0} ms"),
        _ => Invariant($"{seconds:0.00} s"),
    };

    // What is known of pauses is how long they were in all from one look to the next.
    private static (double PauseS, double WithinS) LongestPauses(CellTimes times)
    {
        RunMoment[] moments = [.. times.Moments.Where(moment => moment.TimeS >= 0)];
        return moments.Zip(moments.Skip(1), (before, after) => (after.PauseS - before.PauseS, after.TimeS - before.TimeS)).DefaultIfEmpty().Max();
    }

    // The stages of the task that works most: those between two links share one.
    private static IReadOnlyList<StageTimes> TaskOf(CellTimes times)
    {
        var tasks = new List<List<StageTimes>> { new() };
        foreach (StageTimes stage in times.Stages)
        {
            if (times.Links.Any(link => link.Name.EndsWith(" → " + stage.Name, StringComparison.Ordinal)) && tasks[^1].Count > 0)
                tasks.Add([]);
            tasks[^1].Add(stage);
        }
        return tasks.MaxBy(task => task.Sum(stage => stage.BusyFraction))!;
    }

    private static string Percent(StageTimes stage) => Invariant($"{100 * stage.BusyFraction:0} %");
}
