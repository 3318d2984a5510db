using System.Runtime.CompilerServices;
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

    private const int TrainsAtOnce = 64;

    private TrainRows<AverageFigures>? _averages;
    private AverageFigures[] _figures = [];
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
        CollectEarlierReports();
        OnlineReport? evidence = online?.Report();
        _averages = Averages(input);
        PermutationTest[]? oneLook = input.Surrogates > 0 ? OneLooks(input) : null;
        OnlineEstimate[]? sta = _sta is null ? null : Estimates(input, oneLook);
        _reportBytes += _averages.OwnBytes + (evidence?.OwnBytes ?? 0) + ((long)Unsafe.SizeOf<PermutationTest>() * (oneLook?.Length ?? 0)) + ((long)OnlineEstimate.Bytes * (sta?.Length ?? 0));
        output.Write(new EstimateReport(
            input.Frame, info.FrameClock.TimeSeconds(input.Frame), input.IsFinal, new EstimateTable(input.Sources, _averages, oneLook, evidence, sta)));
    }

    /// <inheritdoc/>
    public void Complete(IOutput<EstimateReport> output, EndOfStream end)
    {
    }

    // Memory that is there already costs less than fresh memory, which the system has to clear page by page. The collector sees few objects
    // here, and they stay where they are.
    private void CollectEarlierReports()
    {
        if (_reportBytes < ReportBytesToCollect)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        _reportBytes = 0;
    }

    // Statistics lie target by target and figures train by train: some trains at a time, so that what is fetched is used while it is there.
    private TrainRows<AverageFigures> Averages(AveragedBatch input)
    {
        var averages = new TrainRows<AverageFigures>(input.Sources, input.Targets);
        int room = Math.Min(TrainsAtOnce, input.Sources) * input.Targets;
        if (_figures.Length < room)
            _figures = new AverageFigures[room];
        for (int first = 0; first < input.Sources; first += TrainsAtOnce)
        {
            int trains = Math.Min(TrainsAtOnce, input.Sources - first);
            for (int target = 0; target < input.Targets; target++)
            {
                for (int train = 0; train < trains; train++)
                    _figures[train * input.Targets + target] = Figures(input, first + train, target);
            }
            for (int train = 0; train < trains; train++)
                averages.Set(first + train, _figures.AsSpan(train * input.Targets, input.Targets), _averages);
        }
        return averages;
    }

    private static PermutationTest[] OneLooks(AveragedBatch input)
    {
        var tests = new PermutationTest[input.Sources * input.Targets];
        for (int pair = 0; pair < tests.Length; pair++)
            tests[pair] = OneLook(input.Heights(pair % input.Sources, pair / input.Sources));
        return tests;
    }

    private OnlineEstimate[] Estimates(AveragedBatch input, PermutationTest[]? oneLook)
    {
        var estimates = new OnlineEstimate[input.Sources * input.Targets];
        for (int pair = 0; pair < estimates.Length; pair++)
        {
            (int target, int source) = Math.DivRem(pair, input.Sources);
            PermutationTest? test = oneLook?[pair] is { Surrogates: > 0 } tested ? tested : null;
            estimates[pair] = _sta!.Estimate(input, source, target, test, online!.WarningsOf(source, target));
        }
        return estimates;
    }

    private static AverageFigures Figures(AveragedBatch report, int source, int target)
    {
        PairCounts pair = report.Pair(source, target);
        return new AverageFigures(
            report.Heights(source, target)[0], pair.Level - pair.SurrogateLevel, pair.SpikesUsed, (int)pair.SpikesInGap, (int)pair.SpikesPending);
    }

    // Without surrogates where some train has no usable spike yet.
    private static PermutationTest OneLook(ReadOnlySpan<double> heights)
        => heights.Contains(double.NaN) ? default : PermutationTest.Rank(heights[0], heights[1..]);
}
