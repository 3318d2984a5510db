using System.Reactive;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Simulation;

/// <summary>One batch as it left the camera.</summary>
internal sealed record SeenBatch(long FirstFrame, int FrameCount, int Spikes, long CompleteThrough);

/// <summary>A recording by frame, in which frames may be missing.</summary>
internal sealed class SeenFrames(int targets) : IStage<RecordingBatch, int>
{
    public SortedDictionary<long, float[]> Frames { get; } = [];

    public List<SpikeEvent> Spikes { get; } = [];

    public List<SeenBatch> Batches { get; } = [];

    public string Name => "seen";

    public long Position => Batches.Count;

    public static async Task<SeenFrames> OfAsync(SimulationOptions options, int batchSteps, bool links = false)
    {
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(7));
        recording.Prepare(TestContext.Current.CancellationToken);
        var seen = new SeenFrames(recording.Info.Targets);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, TimeProvider.System);
        Pipeline pipeline = recording.Start(clock, links ? LinkPlan.All(new LinkOptions { Capacity = 2 }) : LinkPlan.None, TimeProvider.System)
            .Through(seen)
            .Into(Observer.Create<int>(_ => { }));
        RunOutcome outcome = await pipeline.RunAsync(recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        return seen;
    }

    public void Process(RecordingBatch input, IOutput<int> output)
    {
        Batches.Add(new SeenBatch(input.FirstFrame, input.FrameCount, input.Spikes.Count, input.SpikesCompleteThroughFrame));
        for (int i = 0; i < input.FrameCount; i++)
            Frames.Add(input.FirstFrame + i, input.Float32.Slice(i * targets, targets).ToArray());
        Spikes.AddRange(input.Spikes.Spikes);
    }

    public void Complete(IOutput<int> output, EndOfStream end)
    {
    }
}
