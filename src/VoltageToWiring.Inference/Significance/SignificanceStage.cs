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
    // What earlier reports have left is collected when it is as much as this.
    private const long ReportBytesToCollect = 16 << 20;

    // Smaller ones the collector finds by itself, while they are young.
    private const double YoungBytes = 1 << 20;

    private readonly StaEvidence? _sta = online?.Options.Scores.Contains(ConnectionScore.Sta) == true
        ? new StaEvidence(info, online.Options)
        : null;

    private long _reportBytes;

    /// <summary>Bytes that a report keeps of each pair.</summary>
    /// <param name="surrogates">Surrogates of its average.</param>
    /// <param name="online">Online inference; null where there is none.</param>
    public static int ReportBytesOfPair(int surrogates, OnlineOptions? online) => EstimateTable.BytesOfPair(surrogates, online);

    /// <summary>Bytes of earlier reports that nobody holds and that are not collected yet, at most.</summary>
    /// <param name="reportBytes">Bytes of one report.</param>
    public static double UncollectedBytes(double reportBytes) => reportBytes < YoungBytes ? 0 : Math.Max(0, ReportBytesToCollect - reportBytes);

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
        CollectEarlierReports((long)ReportBytesOfPair(input.Surrogates, online?.Options) * input.Sources * input.Targets);
        OnlineReport? evidence = online?.Report();
        PairLayout pairs = info.Pairs;
        var averages = new AverageFigures[pairs.Count];
        PermutationTest[]? oneLook = input.Surrogates > 0 ? new PermutationTest[averages.Length] : null;
        OnlineEstimate[]? sta = _sta is null ? null : new OnlineEstimate[averages.Length];
        for (int pair = 0; pair < averages.Length; pair++)
        {
            (int source, int target) = pairs.Of(pair);
            averages[pair] = Figures(input, source, target);
            if (oneLook is not null)
                oneLook[pair] = OneLook(input.Heights(source, target));
            if (sta is not null)
            {
                PermutationTest? test = oneLook?[pair] is { Surrogates: > 0 } tested ? tested : null;
                sta[pair] = _sta!.Estimate(input, source, target, test, online!.WarningsOf(source, target));
            }
        }
        output.Write(new EstimateReport(
            input.Frame, info.FrameClock.TimeSeconds(input.Frame), input.IsFinal, new EstimateTable(pairs, averages, oneLook, evidence, sta)));
    }

    /// <inheritdoc/>
    public void Complete(IOutput<EstimateReport> output, EndOfStream end)
    {
    }

    // Memory that is there already costs less than fresh memory, which the system has to clear page by page. The collector sees few objects
    // here, and they stay where they are.
    private void CollectEarlierReports(long nextBytes)
    {
        if (_reportBytes >= ReportBytesToCollect)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            _reportBytes = 0;
        }
        _reportBytes += nextBytes;
    }

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
