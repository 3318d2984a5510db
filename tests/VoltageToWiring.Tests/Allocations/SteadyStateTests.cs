using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Tests.Simulation;

namespace VoltageToWiring.Tests.Allocations;

/// <summary>
/// After warm-up nothing is allocated for a batch, a block or a fit. Batches are ten times as many, or the recording twice as long; reports are
/// equally many. A batch that allocated the smallest object there is would make 24 bytes of it. Links are short, so that all batches that can be
/// under way at once have been made soon.
/// </summary>
[Collection(nameof(AllocationMeter))]
public class SteadyStateTests
{
    private const double SlackBytesPerBatch = 1;

    // A recording that goes on meets, now and then, more spikes at once than ever before: rooms for them grow.
    private const double SlackBytesOfTwiceTheRecording = 32_768;

    private const string Reference = """
        name: reference
        random: numpy
        source:
          simulate:
            duration: 40 s
            trains: { count: 30 }
            wiring: first
        workers: 2
        links: { capacity: 4 }
        inference:
          sta: { surrogates: 20, scheme: whole-train, report_every: 5 s }
        """;

    private const string Online = """
        name: online
        source:
          simulate:
            duration: 80 s
            timestep: 0.5 ms
            trains: { count: 30 }
            wiring: first
            imaging: { frame_rate: 1 kHz }
        workers: 2
        links: { capacity: 4 }
        inference:
          sta: { scheme: none }
          online: { surrogates: 99, report_every: 10 s }
        """;

    [Theory]
    [InlineData("reference")]
    [InlineData("reference", "links.between=none")]
    [InlineData("online", "inference.online.score=joint")]
    [InlineData("online", "inference.online.score=joint", "links.between=none")]
    [InlineData("online", "inference.online.score=joint", "source.simulate.targets=20", "source.simulate.imaging.nan=0.01")]
    [InlineData("online", "inference.online.score=pairwise")]
    [InlineData("online", "inference.online.score=both", "inference.online.scheme=jitter", "source.simulate.trains.process=bursting")]
    [InlineData("online", "inference.online.score=sta", "inference.sta.scheme=blocks", "inference.sta.surrogates=10")]
    public async Task Run_TenTimesTheBatches_AllocatesTheSame(string pipeline, params string[] settings)
        => await AssertSameAsync(pipeline == "reference" ? Reference : Online, settings);

    [Fact]
    public async Task Run_TrainsOfAFile_TenTimesTheBatchesAllocateTheSame()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("spikes.csv");
        RandomStream random = new RandomStreams(1).Stream("trains");
        await File.WriteAllLinesAsync(
            file,
            ["train,time_s", .. Enumerable.Range(0, 1600 * 30)
                .Select(at => string.Create(CultureInfo.InvariantCulture, $"{at / 1600},{(at % 1600 + random.NextDouble()) * 0.05:0.######}"))],
            TestContext.Current.CancellationToken);
        await AssertSameAsync(Online, [$"source.simulate.trains={{ file: {file} }}"]);
    }

    [Theory]
    [InlineData("reference", "40 s", "60 s", "10 s")]
    [InlineData("online", "80 s", "120 s", "20 s")]
    public async Task Run_TwiceTheRecordingAfterWarmUp_AllocatesTheSame(string pipeline, string once, string twice, string rarer)
    {
        string text = pipeline == "reference" ? Reference : Online;
        string reports = pipeline == "reference" ? "inference.sta.report_every=" : "inference.online.report_every=";
        await AllocationMeter.AtReportsAsync(text);
        long[] few = await AllocationMeter.AtReportsAsync(text, Batch(2), "source.simulate.duration=" + once);
        long[] many = await AllocationMeter.AtReportsAsync(text, Batch(2), "source.simulate.duration=" + twice, reports + rarer);
        // The warm-up is the first 20 or 40 s. What is looked at ends a report before the recording does: behind a link a stage may conclude, and make
        // heights exact, before the last report but one has arrived.
        Assert.Equal((8 + 1, 6 + 1), (few.Length, many.Length));
        Assert.InRange(Math.Abs((many[4] - many[1]) - (few[6] - few[3])), 0, SlackBytesOfTwiceTheRecording);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Simulation_TenTimesTheBatches_AllocatesTheSameUnlessAStageTakesAByte(bool links, bool takesAByte)
    {
        await SimulateAsync(20, links, takesAByte);
        double few = await SimulateAsync(20, links, takesAByte), many = await SimulateAsync(2, links, takesAByte);
        double extraBatches = SimulatedSteps / 2.0 / 2 - SimulatedSteps / 2.0 / 20;
        double more = (many - few) / extraBatches;
        if (takesAByte)
            Assert.InRange(more, 24, 40);
        else
            Assert.InRange(Math.Abs(more), 0, SlackBytesPerBatch);
    }

    private const int SimulatedSteps = 300_000;

    private static async Task AssertSameAsync(string pipeline, string[] settings)
    {
        // The first run is the compiler's.
        (double seconds, double batchMs) = pipeline == Reference ? (15, 2) : (30, 5.0);
        string[] longer = [.. settings, Batch(batchMs)], shorter = [.. settings, Batch(batchMs / 10)];
        await AllocationMeter.AtReportsAsync(pipeline, longer);
        long few = Second(await AllocationMeter.AtReportsAsync(pipeline, longer));
        long many = Second(await AllocationMeter.AtReportsAsync(pipeline, shorter));
        double extraBatches = 1e3 * seconds / batchMs * (10 - 1);
        Assert.InRange(Math.Abs(many - few), 0, SlackBytesPerBatch * extraBatches);
    }

    private static string Batch(double ms) => string.Create(CultureInfo.InvariantCulture, $"batch={ms} ms");

    // From the middle of the recording to a report before its end: fits are rare by then, and every room has been made.
    private static long Second(long[] bytes)
    {
        Assert.Equal(8 + 1, bytes.Length);
        return bytes[6] - bytes[3];
    }

    // Bytes that the second half of a simulation takes.
    private static async Task<long> SimulateAsync(int batchSteps, bool links, bool takesAByte)
    {
        SimulationOptions options = SimulatedRecordings.Options(steps: SimulatedSteps, targets: 3, stepsPerFrame: 10);
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(1));
        recording.Prepare(TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();
        var end = new End(options.TotalFrames, takesAByte);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, time);
        Pipeline pipeline = recording.Start(clock, links ? LinkPlan.All(new LinkOptions { Capacity = 4 }) : LinkPlan.None, time)
            .Through(end)
            .Into(System.Reactive.Observer.Create<int>(_ => { }));
        RunOutcome outcome = await pipeline.RunAsync(recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Fault);
        return end.Marks.Bytes[^1] - end.Marks.Bytes[0];
    }

    // Reads a recording, and notes what has been allocated at its middle and near its end.
    private sealed class End(long frames, bool takesAByte) : IStage<RecordingBatch, int>
    {
        public AllocationMeter.Marks Marks { get; } = new(3);

        public string Name => "end";

        public long Position { get; private set; }

        // What is stored is not optimised away.
        public byte[] Taken { get; private set; } = [];

        public void Process(RecordingBatch input, IOutput<int> output)
        {
            long before = Position;
            Position = input.FirstFrame + input.FrameCount;
            if (takesAByte)
                Taken = new byte[1];
            if (before < frames / 2 && Position >= frames / 2 || before < frames - 100 && Position >= frames - 100)
                Marks.Mark();
        }

        public void Complete(IOutput<int> output, EndOfStream end)
        {
        }
    }
}
