using System.Reactive;
using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Tests.Simulation;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Detection;

public class SpikeDetectionStageTests
{
    private static readonly SimulationOptions Recording = Options(60_000, trains: 10, targets: 3, stepsPerFrame: 10);

    [Fact]
    public async Task Detect_HoweverBatchesAreCut_IsTheSame()
    {
        SimulationOptions gappy = Recording with { Camera = Recording.Camera with { Gaps = [new FrameGap(2500, 400)], InvalidFraction = 0.01 } };
        SeenFrames whole = await DetectAsync(gappy, 60_000, new TraceOptions { DetrendSeconds = 2 });
        Assert.True(whole.Spikes.Count > 20);
        foreach (int batch in new[] { 10, 73, 999 })
        {
            SeenFrames cut = await DetectAsync(gappy, batch, new TraceOptions { DetrendSeconds = 2 });
            Assert.Equal(whole.Frames.Keys, cut.Frames.Keys);
            Assert.All(whole.Frames, frame => Assert.Equal(frame.Value, cut.Frames[frame.Key]));
            Assert.Equal(whole.Spikes, cut.Spikes);
            Assert.Equal(6000, cut.Batches[^1].CompleteThrough);
            Assert.All(cut.Batches, seen => Assert.True(seen.CompleteThrough <= seen.FirstFrame + seen.FrameCount));
        }
    }

    [Fact]
    public async Task Detect_TracesUpsideDown_TurnedOver_AreTheSame()
    {
        SimulationOptions down = Recording with { Camera = Recording.Camera with { Sensor = new SensorOptions { Negative = true, Contrast = 1e9 } } };
        SimulationOptions up = Recording with { Camera = Recording.Camera with { Sensor = new SensorOptions { Contrast = 1e9 } } };
        SeenFrames seenUp = await DetectAsync(up, 500, new TraceOptions());
        SeenFrames seenDown = await DetectAsync(down, 500, new TraceOptions { Negative = true });
        Assert.NotEmpty(seenUp.Spikes);
        Assert.Equal(seenUp.Spikes, seenDown.Spikes);
        Assert.All(seenUp.Frames, frame => Assert.Equal(frame.Value, seenDown.Frames[frame.Key]));
    }

    [Fact]
    public async Task Detect_SpikesComeInTheOrderOfAStream_AfterTheirWatermark()
    {
        SeenFrames seen = await DetectAsync(Recording, 50, new TraceOptions());
        Assert.Equal(seen.Spikes.OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source), seen.Spikes);
        Assert.True(seen.Batches.Sum(batch => batch.Spikes) == seen.Spikes.Count);
    }

    [Fact]
    public void Info_OfDetectedSpikes_HasAsManySourcesAsTargets()
    {
        RecordingInfo info = SimulatedRecording.InfoOf(Recording, SimulationRandomness.Streams(0));
        RecordingInfo detected = new SpikeDetectionStage(info, new TraceOptions(), new DetectionOptions()).Info;
        Assert.Equal((3, 3, true, false), (detected.Sources, detected.Targets, detected.SourcesAreTargets, detected.TrainsKnownBeforehand));
        Assert.Equal(detected.FrameClock, detected.SpikeClock);
        Assert.Equal(info, new SpikeDetectionStage(info, new TraceOptions { DetrendSeconds = 1 }, null).Info);
    }

    private static async Task<SeenFrames> DetectAsync(SimulationOptions options, int batchSteps, TraceOptions traces)
    {
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(7));
        recording.Prepare(TestContext.Current.CancellationToken);
        var stage = new SpikeDetectionStage(recording.Info, traces, new DetectionOptions());
        var seen = new SeenFrames(recording.Info.Targets);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, TimeProvider.System);
        Pipeline pipeline = recording.Start(clock, LinkPlan.None, TimeProvider.System).Detect(stage, LinkPlan.None).Through(seen).Into(Observer.Create<int>(_ => { }));
        RunOutcome outcome = await pipeline.RunAsync(stage.Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        return seen;
    }
}
