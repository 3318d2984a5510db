using System.Net;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Tests.Wire;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.OpenEphys;
using VoltageToWiring.Wire.Sending;
using static VoltageToWiring.Tests.Host.Sources.LiveRuns;

namespace VoltageToWiring.Tests.Host.Sources;

/// <summary>Runs of recordings that are published in the way of Open Ephys.</summary>
public class OpenEphysRunTests
{
    private const string Subscribing = """
        name: rig
        seed: 3
        report: none
        source: { listen: { open_ephys: "tcp://127.0.0.1:5556", unit: V, silence: 2 s } }
        spikes: detect
        inference: { sta: { window: 60 ms, scheme: none }, online: { score: joint, report_every: 500 ms } }
        """;

    private const string Units = "source.listen.spike_sources=\"Electrode 1, Electrode 2/1, Electrode 3/1, Electrode 4, Electrode 5, Electrode 6/1\"";

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public async Task Run_OfAPublisher_CountsWhatIsLostToTheFrame(double drop)
    {
        using var folder = new TemporaryFolder();
        RandomStream dice = new RandomStreams(5).Stream("faults");
        var faults = new Faults(new FaultOptions { Drop = drop }, dice.NextDouble, TimeProvider.System);
        (RunResult result, SenderOutcome sent) = await PublishAsync(folder.File("live"), faults, "spikes=from-source", Units);
        Assert.Equal((RunEnding.Completed, true), (result.Outcome.Ending, result.Outcome.Progress.Ledger.Balances));
        Assert.Equal((6, 2), (result.Info.Sources, result.Info.Targets));
        StreamBooks books = result.Stream!;
        Assert.Equal(faults.Dropped, books.LostMessages);
        Assert.Equal(sent.Counters.Messages, books.Messages + books.LostMessages);
        // A frame that came is in the books, one that did not is in a gap: nothing is in neither. Two targets, so that incomplete means half.
        Assert.Equal(sent.Counters.Sent.Frames + sent.Counters.Sent.GapFrames, result.Outcome.Progress.Ledger.FramesIn + books.GapFrames);
        if (drop > 0)
            Assert.True(books is { LostMessages: > 10, IncompleteFrames: > 0 } && books.MissingSamples == books.IncompleteFrames, books.ToString());
        else
            Assert.Equal((sent.Counters.Sent.Spikes, 60L, 0L), (result.Outcome.Progress.Ledger.SpikesIn, books.GapFrames, books.IncompleteFrames));
    }

    [Fact]
    public async Task Run_WithoutSortedUnits_DetectsSpikes()
    {
        using var folder = new TemporaryFolder();
        var faults = new Faults(new FaultOptions(), () => 0, TimeProvider.System);
        (RunResult result, _) = await PublishAsync(folder.File("live"), faults);
        Assert.Equal((2, 2), (result.Info.Sources, result.Info.Targets));
        Assert.True(result.Outcome.Progress.Ledger.SpikesIn > 0);
    }

    [Fact]
    public async Task Receiver_MistakeBeforeTheRecording_EndsTheWait()
    {
        var at = new OpenEphysPublisherOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) };
        await using OpenEphysPublisher publisher = OpenEphysPublisher.Start(at, WireFixture.Info, TimeProvider.System);
        var options = new OpenEphysOptions { Port = publisher.EndPoint.Port, WhyNot = _ => throw new InvalidOperationException("a mistake") };
        await using OpenEphysReceiver receiver = OpenEphysReceiver.Start(options, TimeProvider.System);
        var batch = new RecordingBatch();
        for (int index = 0; index < 5; index++)
        {
            WireFixture.Fill(batch, index);
            await publisher.SendAsync(batch);
        }
        Task waiting = receiver.WaitForRecordingAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal("a mistake", (await Assert.ThrowsAsync<InvalidOperationException>(() => waiting)).Message);
    }

    [Fact]
    public void Publisher_OfAMovie_IsOneSentence()
    {
        RecordingInfo movie = WireFixture.Info with { Pixels = new FrameSize(4, 2), Targets = 8, SampleType = SampleType.UInt16 };
        WireException problem = Assert.Throws<WireException>(() => OpenEphysPublisher.Start(new OpenEphysPublisherOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, movie, TimeProvider.System));
        Assert.Equal("A movie of 4 × 2 pixels cannot be published as channels of Open Ephys; allowed are traces, or tcp:// and zmq:// for pixels.", problem.Message);
    }

    [Theory]
    [InlineData("source.listen.open_ephys=127.0.0.1:5556", "source.listen.open_ephys is '127.0.0.1:5556'; allowed is tcp://HOST:PORT, such as tcp://127.0.0.1:5556")]
    [InlineData("spikes=from-source", "source.listen.open_ephys comes without spike trains; allowed is spikes: detect, or source.listen.spike_sources")]
    [InlineData("source.listen.channels=0-3,2", "source.listen.channels is '0-3,2'; allowed is all, or numbers and ranges such as 0-15, 20, 22, each channel once")]
    [InlineData("source.listen.spike_sources=\"a, a\"", "source.listen.spike_sources is 'a, a'")]
    [InlineData("source.listen.spike_wait=2 s", "source.listen.spike_wait is 2 s; allowed is at most source.listen.max_spike_delay, 1 s")]
    [InlineData("source.listen.silence=0 s", "source.listen.silence is '0 s'")]
    [InlineData("source.listen.timeout=30 s", "source.listen.timeout is 30 s, but source.listen.silence says when a recording of Open Ephys is over; allowed is no timeout with open_ephys")]
    [InlineData("source.listen.token=env:HOME", "but Open Ephys asks for none")]
    [InlineData("source.listen.tcp=127.0.0.1:5800", "source.listen.open_ephys stands beside tcp; allowed is one of tcp, zeromq, open_ephys")]
    [InlineData("publish={ zeromq: \"0.0.0.0:5803\" }", "publish.zeromq is 0.0.0.0:5803, which lets other machines read; allowed is an address of this machine only")]
    [InlineData("publish={ format: json }", "publish.zeromq")]
    public void Pipeline_Wrong_IsOneSentence(string setting, string expected)
        => Assert.Contains(expected, Assert.Throws<PipelineException>(() => Load(Subscribing, setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pipeline_Resolved_ReadsAsItself()
    {
        LoadedPipeline pipeline = Load(Subscribing, "source.listen.channels=\"4, 0-2\"", Units, "publish={ zeromq: \"tcp://127.0.0.1:5803\", format: message-pack }");
        Assert.Equal(pipeline.ToYaml(), Load(pipeline.ToYaml()).ToYaml());
        OpenEphysOptions options = Assert.IsType<OpenEphysSource>(pipeline.Source).Options;
        Assert.Equal([4, 0, 1, 2], options.Channels!);
        Assert.Equal(new OpenEphysUnit("Electrode 2", 1), options.Units[1]);
        Assert.Equal(new OpenEphysUnit("Electrode 4", null), options.Units[3]);
    }

    private static async Task<(RunResult, SenderOutcome)> PublishAsync(string folder, Faults faults, params string[] settings)
    {
        OpenPipeline rig = await Sent("source.simulate.imaging.nan=0").OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        // The beginning and the end are whole: what is lost there nobody can know of.
        var options = new OpenEphysPublisherOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Wrap = inner => new InTheMiddle(inner, faults.Wrap(inner)) };
        await using OpenEphysPublisher publisher = OpenEphysPublisher.Start(options, rig.Recording.Info, TimeProvider.System);
        LoadedPipeline listening = Load(Subscribing, [$"source.listen.open_ephys=\"tcp://127.0.0.1:{publisher.EndPoint.Port}\"", .. settings]);
        Task<RunResult> running = Task.Run(() => SubscribeAsync(listening, folder));
        rig.Recording.Prepare(TestContext.Current.CancellationToken);
        RunOutcome outcome = await rig.Recording.Start(new RecordingStart(null, null, rig.Resolved.Pace, LinkPlan.None, TimeProvider.System))
            .Into(new SendingSink(publisher, new Ledger())).RunAsync(rig.Recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Fault);
        SenderOutcome sent = await publisher.CompleteAsync(TestContext.Current.CancellationToken);
        return (await running, sent);
    }

    private static async Task<RunResult> SubscribeAsync(LoadedPipeline pipeline, string folder)
    {
        OpenPipeline open = await pipeline.OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var run = new RecordingRun(open.Resolved, open.Recording, TimeProvider.System);
        return await WriteAsync(run, folder, TestContext.Current.CancellationToken);
    }

    /// <summary>Disturbs all messages but the first and the last ones.</summary>
    private sealed class InTheMiddle(IMessageWriter plain, IMessageWriter disturbed) : IMessageWriter
    {
        public void Put(long sequence, ReadOnlySpan<byte> frame) => (sequence is > 50 and < 1500 ? disturbed : plain).Put(sequence, frame);

        public ValueTask FlushAsync() => plain.FlushAsync();
    }
}
