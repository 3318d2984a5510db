using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class ImperfectImagingTests
{
    // At the start, two that touch, one shorter than most batches, one at the end.
    private static readonly FrameGap[] Gaps = [new(0, 5), new(50, 30), new(80, 20), new(170, 1), new(250, 50)];

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Record_Gaps_MissTheirFramesAndNothingElse(int stepsPerFrame)
    {
        SimulationOptions options = Options(300 * stepsPerFrame, targets: 2, stepsPerFrame: stepsPerFrame);
        SimulationOptions gappy = options with { Camera = options.Camera with { Gaps = Gaps } };
        SeenFrames whole = await SeenFrames.OfAsync(options, 300 * stepsPerFrame);
        long[] visible = [.. Enumerable.Range(0, 300).Select(frame => (long)frame).Where(frame => !Gaps.Any(gap => frame >= gap.FirstFrame && frame < gap.EndFrame))];
        Assert.Equal(194, visible.Length);
        foreach (int batch in new[] { 1, 7, 73, 400, 3000 })
        {
            SeenFrames seen = await SeenFrames.OfAsync(gappy, batch, links: batch == 7);
            Assert.Equal(visible, seen.Frames.Keys);
            Assert.All(visible, frame => Assert.Equal(whole.Frames[frame], seen.Frames[frame]));
            Assert.Equal(whole.Spikes, seen.Spikes);
            // No batch straddles a gap, none goes back, and the last one reaches the end, where there are no frames any more.
            Assert.All(seen.Batches, b => Assert.DoesNotContain(Gaps, gap => b.FirstFrame < gap.FirstFrame && b.FirstFrame + b.FrameCount > gap.FirstFrame));
            Assert.Equal(seen.Batches.OrderBy(b => b.FirstFrame).ThenBy(b => b.CompleteThrough), seen.Batches);
            Assert.Equal(new SeenBatch(300, 0, 0, 300), seen.Batches[^1]);
        }
    }

    [Fact]
    public async Task Record_InTheMiddleOfAGap_SpikesGoOnComing()
    {
        SimulationOptions options = Options(20_000, stepsPerFrame: 10);
        SeenFrames seen = await SeenFrames.OfAsync(options with { Camera = options.Camera with { Gaps = [new FrameGap(500, 1000)] } }, 100);
        SeenBatch[] inside = [.. seen.Batches.Where(batch => batch.FrameCount == 0 && batch.CompleteThrough is > 500 and < 1500)];
        Assert.True(inside.Length > 90);
        Assert.True(inside.Sum(batch => batch.Spikes) > 100);
        Assert.Equal(inside.Select(batch => batch.CompleteThrough).Distinct(), inside.Select(batch => batch.CompleteThrough));
        // Each says how far the gap goes by now; the newest frame waits for the integrator's newest sample.
        Assert.All(inside, batch => Assert.Equal(batch.CompleteThrough - 1, batch.FirstFrame));
    }

    [Fact]
    public async Task Record_NothingButAGap_HasSpikesAlone()
    {
        SimulationOptions options = Options(2000);
        SeenFrames seen = await SeenFrames.OfAsync(options with { Camera = options.Camera with { Gaps = [new FrameGap(0, 2000)] } }, 100);
        Assert.Empty(seen.Frames);
        Assert.NotEmpty(seen.Spikes);
        Assert.Equal(2000, seen.Batches[^1].CompleteThrough);
    }

    [Fact]
    public async Task Record_InvalidSamples_AreTheSameInAnyBatchAndLeaveTheOthersAlone()
    {
        SimulationOptions options = Options(40_000, targets: 2);
        SimulationOptions failing = options with { Camera = options.Camera with { InvalidFraction = 0.1 } };
        float[] whole = Samples(await SeenFrames.OfAsync(options, 40_000));
        float[] struck = Samples(await SeenFrames.OfAsync(failing, 40_000));
        Assert.InRange(struck.Count(float.IsNaN), 8000 - 5 * Math.Sqrt(7200), 8000 + 5 * Math.Sqrt(7200));
        Assert.All(struck.Zip(whole).Where(pair => !float.IsNaN(pair.First)), pair => Assert.Equal(pair.Second, pair.First));
        foreach (int batch in new[] { 7, 1001 })
            Assert.Equal(struck, Samples(await SeenFrames.OfAsync(failing, batch, links: true)));

        static float[] Samples(SeenFrames seen) => [.. seen.Frames.Values.SelectMany(frame => frame)];
    }

    [Fact]
    public async Task Record_EverythingAtOnce_IsTheSameInAnyBatchWithAndWithoutLinks()
    {
        SimulationOptions options = Options(6000, trains: 6, targets: 2, stepsPerFrame: 10);
        options = options with
        {
            Process = new GammaProcess(4),
            Modulation = new RateModulation(0.5, 0.05),
            Copies = new TrainCopies(2, 0.3, 2),
            Wiring = options.Wiring.WithUnconnectedCopies(2, 2),
            Recorded = RecordedTrains.Draw(8, 0.25, new RandomStreams(3).Stream("unrecorded")),
            Camera = options.Camera with { InvalidFraction = 0.01, Gaps = [new FrameGap(100, 50), new FrameGap(590, 10)] },
        };
        SeenFrames whole = await SeenFrames.OfAsync(options, 6000);
        Assert.Equal(540, whole.Frames.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5], whole.Spikes.Select(spike => spike.Source).Distinct().Order());
        foreach (int batch in new[] { 1, 7, 73, 1000 })
        {
            SeenFrames cut = await SeenFrames.OfAsync(options, batch, links: batch != 1000);
            Assert.Equal(whole.Frames.AsEnumerable(), cut.Frames);
            Assert.Equal(whole.Spikes, cut.Spikes);
        }
    }

    [Fact]
    public async Task Record_GapsThatOverlap_AreRefused()
    {
        SimulationOptions options = Options();
        options = options with { Camera = options.Camera with { Gaps = [new FrameGap(0, 5), new FrameGap(4, 1)] } };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => SeenFrames.OfAsync(options, 100));
        Assert.Contains("A gap begins at frame 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numpy_AnythingBeyondTheReference_IsRefused()
    {
        SimulationOptions options = Options();
        SimulationOptions[] all =
        [
            options with { Process = new BurstingProcess() }, options with { Modulation = new RateModulation(0.4, 0.3) },
            options with { Copies = new TrainCopies(0, 1, 1), Wiring = options.Wiring.WithUnconnectedCopies(0, 1) },
            options with { Camera = options.Camera with { InvalidFraction = 0.1 } }, options with { Camera = options.Camera with { Gaps = Gaps } },
        ];
        Assert.All(all, bad => Assert.Throws<ArgumentException>(() => new SimulatedRecording(bad, SimulationRandomness.Numpy(0)).Prepare(TestContext.Current.CancellationToken)));
        new SimulatedRecording(options, SimulationRandomness.Numpy(0)).Prepare(TestContext.Current.CancellationToken);
    }
}
