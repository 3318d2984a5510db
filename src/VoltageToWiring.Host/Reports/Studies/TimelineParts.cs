using VoltageToWiring.Figures;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>One run from moment to moment: that with the longest latency.</summary>
internal static class TimelineParts
{
    private const int Bins = 100;

    public static IEnumerable<ReportFigure> Of(StudyFolder folder)
    {
        (CellSummary Cell, MeasuredRun Run)[] runs = [.. folder.Cells.SelectMany(cell => cell.Cell.Runs.Select(run => (cell, run)))];
        if (runs.Length == 0)
            yield break;
        (CellSummary cell, MeasuredRun worst) = runs.MaxBy(pair => pair.Run.Times.Published.MaxS);
        IReadOnlyList<RunMoment> moments = folder.Moments(worst);
        string title = "The run with the longest latency";
        if (moments.Count < 2 || moments.All(moment => moment.LatencyS <= 0))
        {
            yield return ReportFigure.LeftOut(title, "What it looked like from moment to moment is not kept.");
            yield break;
        }
        RunTimeline timeline = TimelineOf(moments);
        yield return new ReportFigure(
            title,
            Invariant($"{folder.NameOf(cell)}; looked at every {StudyWords.Time(timeline.PeriodSeconds)}. Before 0 the run warmed up, which counts in no other figure. ")
            + "A latency that falls in a slope is a backlog that is worked off after everything stood still.",
            RunTimelineFigure.Of("timeline", "Latency, batches that wait, and pauses of the garbage collector over the time of one run.", timeline),
            DependsOnTheClock: true);
    }

    private static RunTimeline TimelineOf(IReadOnlyList<RunMoment> moments)
    {
        double first = moments[0].TimeS, last = moments[^1].TimeS;
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(edge => first + (last - first) * edge / Bins)];
        var pauses = new double[Bins];
        for (int i = 1; i < moments.Count; i++)
            pauses[Math.Min(Bins - 1, (int)(Bins * (moments[i].TimeS - first) / (last - first)))] += 1e3 * (moments[i].PauseS - moments[i - 1].PauseS);
        return new RunTimeline
        {
            TimesSeconds = [.. moments.Select(moment => moment.TimeS)],
            PeriodSeconds = (last - first) / (moments.Count - 1),
            LatencyMilliseconds = [.. moments.Select(moment => moment.LatencyS > 0 ? 1e3 * moment.LatencyS : double.NaN)],
            Waiting = [.. moments.Select(moment => (double)moment.Waiting)],
            PauseEdges = edges,
            PauseMilliseconds = pauses,
        };
    }
}
