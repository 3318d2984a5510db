using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Links;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>What was rehearsed, scaled to more targets and a longer recording.</summary>
/// <param name="one">With one tile of targets.</param>
/// <param name="several">With several; the same where there is one.</param>
internal sealed class ScaledWork(Rehearsal one, Rehearsal several)
{
    private static readonly string[] Stages = ["spikes", "synapses", "neurons", "imaging", "sta", "significance"];
    private static readonly WorkPart[] OfLastStage = [WorkPart.Scores, WorkPart.Regression, WorkPart.Fits, WorkPart.Evidence, WorkPart.Reports];

    // Tasks that run beside each other wait for each other now and then.
    private readonly double _waiting = several.WallSeconds / SlowestTask(several.Pipeline.Links, part => several[part]);

    /// <summary>What each part of a pipeline's work takes, s.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public double[] SecondsOf(ResolvedPipeline pipeline)
    {
        var amounts = new WorkAmounts(pipeline);
        int tiles = Tile.Count(pipeline.Simulation.Wiring.Targets);
        return [.. Enum.GetValues<WorkPart>().Select(part => SecondsOf(part, amounts, tiles))];
    }

    /// <summary>Wall time from the first frame to the last estimate, s.</summary>
    /// <param name="links">Where tasks begin.</param>
    /// <param name="parts">What each part takes, s.</param>
    public double WallSeconds(LinkPlan links, double[] parts) => _waiting * SlowestTask(links, part => parts[(int)part]);

    // What a part takes for all targets together, and for each tile of them.
    private double SecondsOf(WorkPart part, WorkAmounts amounts, int tiles)
    {
        double ofTile = Ratio(amounts.OfTile(part), one.Amounts.OfTile(part));
        if (several == one)
            return one[part] * ofTile;
        int tilesOfOne = TilesOf(one);
        double tileSeconds = Math.Max(0, several[part] - one[part]) / (TilesOf(several) - tilesOfOne);
        double sharedSeconds = Math.Max(0, one[part] - tilesOfOne * tileSeconds);
        return sharedSeconds * Ratio(amounts.Shared(part), one.Amounts.Shared(part)) + tiles * tileSeconds * ofTile;
    }

    private static double Ratio(double amount, double rehearsed) => rehearsed > 0 ? amount / rehearsed : 0;

    private static int TilesOf(Rehearsal rehearsal) => Tile.Count(rehearsal.Pipeline.Simulation.Wiring.Targets);

    // Stages without a link between them share a task; tasks run beside each other, so the slowest counts.
    private static double SlowestTask(LinkPlan links, Func<WorkPart, double> secondsOf)
    {
        double slowest = 0, task = 0;
        foreach (string stage in Stages)
        {
            if (links.HasLinkBefore(stage))
                task = 0;
            WorkPart part = Rehearsal.PartOf(stage);
            task += part == WorkPart.Reports ? OfLastStage.Sum(secondsOf) : secondsOf(part);
            slowest = Math.Max(slowest, task);
        }
        return slowest;
    }
}
