using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Where the time went, and where batches waited.</summary>
internal static class TimingParts
{
    public static IEnumerable<ReportFigure> Of(RunFolder folder)
    {
        // A cell of a sweep has its timing elsewhere.
        if (folder.Results.Timing is not { } timing)
            yield break;
        if (timing.Stages.Count > 0)
        {
            (string, double)[] perSecond = [.. timing.Stages.Select(stage => (stage.Name, Busy(stage, folder.Results.DurationS)))];
            yield return new ReportFigure(
                "Work of each stage",
                "Time that each stage worked for every second of recording. Stages behind a link work at the same time; the busiest one limits the throughput.",
                BeamsFigure.Of("stages", "Processing time of each stage.", "busy (ms per s of recording)", perSecond), DependsOnTheClock: true);
        }
        if (timing.Links.Count > 0)
        {
            (string, double)[] filled = [.. timing.Links.Select(link => (link.Name, 100.0 * link.HighWater / link.Capacity))];
            yield return new ReportFigure(
                "Queues between stages", "The most batches that waited in each link: a full link shows that the stage behind it is the slower one.",
                BeamsFigure.Of("links", "Largest filling of each link.", "largest filling (% of the capacity)", filled, 100, Tone.Fourth), DependsOnTheClock: true);
        }
    }

    private static double Busy(StageCounters stage, double recordedSeconds) => recordedSeconds > 0 ? 1e3 * stage.BusySeconds / recordedSeconds : 0;
}
