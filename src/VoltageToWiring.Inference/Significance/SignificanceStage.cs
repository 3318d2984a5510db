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
        OnlineReport? evidence = online?.Report();
        var averages = new AverageFigures[input.Sources * input.Targets];
        OnlineEstimate[]? sta = _sta is null ? null : new OnlineEstimate[averages.Length];
        for (int target = 0; target < input.Targets; target++)
        {
            for (int source = 0; source < input.Sources; source++)
            {
                int pair = target * input.Sources + source;
                averages[pair] = Figures(input, source, target);
                if (sta is not null)
                {
                    PermutationTest? test = averages[pair].IsTested ? averages[pair].OneLook : null;
                    sta[pair] = _sta!.Estimate(input, source, target, test, online!.WarningsOf(source, target));
                }
            }
        }
        output.Write(new EstimateReport(
            input.Frame, info.FrameClock.TimeSeconds(input.Frame), input.IsFinal, new EstimateTable(input.Sources, averages, evidence, sta)));
    }

    /// <inheritdoc/>
    public void Complete(IOutput<EstimateReport> output, EndOfStream end)
    {
    }

    private static AverageFigures Figures(AveragedBatch report, int source, int target)
    {
        ReadOnlySpan<double> heights = report.Heights(source, target);
        PairCounts pair = report.Pair(source, target);
        bool testable = heights.Length > 1 && !heights.Contains(double.NaN);
        return new AverageFigures
        {
            SpikesUsed = pair.SpikesUsed,
            SpikesInGap = pair.SpikesInGap,
            SpikesPending = pair.SpikesPending,
            Height = heights[0],
            LevelAboveSurrogates = pair.Level - pair.SurrogateLevel,
            IsTested = testable,
            OneLook = testable ? PermutationTest.Rank(heights[0], heights[1..]) : default,
        };
    }
}
