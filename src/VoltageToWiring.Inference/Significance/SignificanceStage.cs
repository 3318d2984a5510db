using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// The sixth stage: the evidence for every connection, brought up to date with every frame, and how each average stands among those of its
/// surrogates, at every report.
/// </summary>
/// <param name="info">The recording.</param>
/// <param name="online">Evidence that may be watched; null where none is asked for.</param>
public sealed class SignificanceStage(RecordingInfo info, OnlineInference? online = null) : IStage<AveragedBatch, EstimateReport>
{
    // From here on the figures of a report are worth collecting before those of the next are made, a hundred bytes for each pair.
    private const int ManyPairs = 100_000;

    private readonly StaEvidence? _sta = online?.Options.Scores.Contains(ConnectionScore.Sta) == true
        ? new StaEvidence(info, online.Options)
        : null;

    /// <inheritdoc/>
    public string Name => "significance";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(AveragedBatch input, IOutput<EstimateReport> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        online?.Add(input.AnalysisSamples, input.AnalysisSpikes.Spikes);
        Position = input.Frame;
        if (!input.IsReport)
            return;
        if (input.IsFinal)
            online?.Complete();
        if (input.Sources * input.Targets >= ManyPairs)
            CollectEarlierReports();
        OnlineReport? evidence = online?.Report();
        var averages = new AverageFigures[input.Sources * input.Targets];
        PermutationTest[]? oneLook = input.Surrogates > 0 ? new PermutationTest[averages.Length] : null;
        OnlineEstimate[]? sta = _sta is null ? null : new OnlineEstimate[averages.Length];
        for (int target = 0; target < input.Targets; target++)
        {
            for (int source = 0; source < input.Sources; source++)
            {
                int pair = target * input.Sources + source;
                averages[pair] = Figures(input, source, target);
                if (oneLook is not null)
                    oneLook[pair] = OneLook(input.Heights(source, target));
                if (sta is not null)
                {
                    PermutationTest? test = oneLook?[pair] is { Surrogates: > 0 } tested ? tested : null;
                    sta[pair] = _sta!.Estimate(input, source, target, test, online!.WarningsOf(source, target));
                }
            }
        }
        output.Write(new EstimateReport(
            input.Frame, info.FrameClock.TimeSeconds(input.Frame), input.IsFinal, new EstimateTable(input.Sources, averages, oneLook, evidence, sta)));
    }

    /// <inheritdoc/>
    public void Complete(IOutput<EstimateReport> output, EndOfStream end)
    {
    }

    // Memory that is there already costs less than fresh memory, which the system has to clear page by page. The collector sees few objects
    // here, and they stay where they are.
    private static void CollectEarlierReports() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);

    private static AverageFigures Figures(AveragedBatch report, int source, int target)
    {
        PairCounts pair = report.Pair(source, target);
        return new AverageFigures(
            report.Heights(source, target)[0], pair.Level - pair.SurrogateLevel, (int)pair.SpikesUsed, (int)pair.SpikesInGap, (int)pair.SpikesPending);
    }

    // Without surrogates where some train has no usable spike yet.
    private static PermutationTest OneLook(ReadOnlySpan<double> heights)
        => heights.Contains(double.NaN) ? default : PermutationTest.Rank(heights[0], heights[1..]);
}
