using System.Threading.Channels;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.PlugIn;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using static VoltageToWiring.Tests.Host.Sources.LiveRuns;

namespace VoltageToWiring.Tests.Host.Sources;

/// <summary>Runs of recordings that somebody's code brings.</summary>
public class PlugInRunTests
{
    private static readonly string Plugged = Listening.Replace("{ listen: { tcp: 127.0.0.1:0 } }", "{ plug_in: {} }", StringComparison.Ordinal);

    [Theory]
    [InlineData("10 ms")]
    [InlineData("0.7 s")]
    public async Task Run_ChannelAndObservable_GiveTheEstimatesOfTheDirectRun(string batch)
    {
        using var folder = new TemporaryFolder();
        await LiveRuns.RunAsync(Direct(), folder.File("direct"));
        OpenPipeline channel = await OpenAsync(batch), observable = await OpenAsync(batch);
        var through = Channel.CreateBounded<RecordingBatch>(3);
        Task writing = WriteAsync(channel, through.Writer);
        RunResult first = await RunAsync(BatchRecording.From(channel.Recording.Info, through.Reader), folder.File("channel"));
        await writing;
        RunResult second = await RunAsync(
            BatchRecording.From(observable.Recording.Info, new Rig(observable), new InletOptions { Room = TimeSpan.FromMinutes(1) }), folder.File("observable"));
        Assert.Equal((RunEnding.Completed, RunEnding.Completed), (first.Outcome.Ending, second.Outcome.Ending));
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("channel")));
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("observable")));
    }

    [Fact]
    public async Task Run_FramesThatWereDropped_AreGapsAndInTheBooks()
    {
        using var folder = new TemporaryFolder();
        OpenPipeline open = await OpenAsync("10 ms");
        RecordingInfo info = open.Recording.Info;
        var inlet = new RecordingInlet(info, new InletOptions { Room = TimeSpan.FromSeconds(2), WhenFull = Overflow.DropNewest });
        await FlowOf(open).Into(inlet).RunAsync(info, new Ledger(), TestContext.Current.CancellationToken);
        RunResult result = await RunAsync(new BatchRecording(info, inlet), folder.File("plugged"));
        LedgerAccount books = result.Outcome.Progress.Ledger;
        // 6 s with a gap of 60 ms, of which there was room for 2 s.
        Assert.Equal((5940, 2000, 3940, 6000), (books.FramesIn, books.FramesUsed, books.FramesDropped, books.FramesReached));
        Assert.True(books.Balances && books.SpikesInGap > 0 && books.SpikesDropped == 0, books.ToString());
        Assert.Equal(RunEnding.Completed, result.Outcome.Ending);
    }

    [Fact]
    public async Task Run_ProducerThatFails_KeepsWhatWasFoundAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        OpenPipeline open = await OpenAsync("10 ms");
        var inlet = new RecordingInlet(open.Recording.Info, new InletOptions { Room = TimeSpan.FromMinutes(1) });
        using var wire = new Unplugged(inlet, afterFrames: 3000);
        await FlowOf(open).Into(wire).RunAsync(open.Recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        RunResult result = await RunAsync(new BatchRecording(open.Recording.Info, inlet), folder.File("plugged"));
        Assert.Equal(RunEnding.Faulted, result.Outcome.Ending);
        Assert.Contains("'inlet' failed at sample 2999: the camera is unplugged", result.Problem, StringComparison.Ordinal);
        // The simulator's newest sample waits for its next batch, and 60 frames are a gap. What waits in a link when a fault comes is left in flight.
        LedgerAccount books = result.Outcome.Progress.Ledger;
        Assert.Equal((2939, books.FramesUsed + books.FramesInFlight), (books.FramesIn, books.FramesIn));
        Assert.True(result.Estimates!.Frame > 0 && books.Balances);
    }

    [Fact]
    public async Task Run_Cancelled_EndsAndLetsTheProducerGo()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        OpenPipeline open = await OpenAsync("10 ms");
        var channel = Channel.CreateBounded<RecordingBatch>(1);
        LoadedPipeline pipeline = Load(Plugged);
        using var run = new RecordingRun(pipeline.For(open.Recording.Info), BatchRecording.From(open.Recording.Info, channel.Reader), TimeProvider.System);
        using IDisposable watching = run.Estimates.Subscribe(_ => stop.Cancel());
        Task writing = WriteAsync(open, channel.Writer);
        RunResult result = await run.RunAsync(stop.Token);
        channel.Writer.TryComplete();
        await writing;
        Assert.Equal(RunEnding.Cancelled, result.Outcome.Ending);
        Assert.True(result.Outcome.Progress.Ledger.Balances);
    }

    [Theory]
    [InlineData("until=2.03 s")]
    [InlineData("until=1 s")]
    public async Task Run_UntilATime_IsTheDirectRuns(string until)
    {
        using var folder = new TemporaryFolder();
        await LiveRuns.RunAsync(Direct(until), folder.File("direct"));
        OpenPipeline open = await OpenAsync("77 ms");
        await RunAsync(
            BatchRecording.From(open.Recording.Info, new Rig(open), new InletOptions { Room = TimeSpan.FromMinutes(1) }), folder.File("plugged"), until);
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("plugged")));
    }

    [Fact]
    public async Task Open_WithoutAProgram_SaysWhatIsMissing()
    {
        PipelineException problem = await Assert.ThrowsAsync<PipelineException>(
            () => Load(Plugged).OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("source.plug_in: found a recording that a C# program plugs in", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pace=realtime", "a live recording comes at its own pace")]
    [InlineData("inference.sta.scheme=whole-train", "blocks or none with source.plug_in")]
    public void Load_WhatNoLiveRecordingCanHave_IsRefused(string setting, string says)
        => Assert.Contains(says, Assert.Throws<PipelineException>(() => Load(Plugged, setting)).Message, StringComparison.Ordinal);

    private static Task<OpenPipeline> OpenAsync(string batch)
        => Sent($"batch={batch}").OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);

    private static Flow<RecordingBatch> FlowOf(OpenPipeline open)
    {
        open.Recording.Prepare(CancellationToken.None);
        return open.Recording.Start(new RecordingStart(null, null, open.Resolved.Pace, LinkPlan.None, TimeProvider.System));
    }

    private static async Task<RunResult> RunAsync(IRecording recording, string folder, params string[] settings)
    {
        using var run = new RecordingRun(Load(Plugged, settings).For(recording.Info), recording, TimeProvider.System);
        return await LiveRuns.WriteAsync(run, folder, TestContext.Current.CancellationToken);
    }

    private static async Task WriteAsync(OpenPipeline open, ChannelWriter<RecordingBatch> to)
    {
        await FlowOf(open).Into(new Writer(to)).RunAsync(open.Recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        to.TryComplete();
    }

    /// <summary>A rig as an observable: begins when somebody subscribes, and waits for nobody.</summary>
    private sealed class Rig(OpenPipeline open) : IObservable<RecordingBatch>
    {
        public IDisposable Subscribe(IObserver<RecordingBatch> observer)
        {
            var stop = new CancellationTokenSource();
            FlowOf(open).Into(observer).RunAsync(open.Recording.Info, new Ledger(), stop.Token);
            return new Subscription(stop);
        }
    }

    private sealed class Subscription(CancellationTokenSource stop) : IDisposable
    {
        public void Dispose() => stop.Cancel();
    }

    private sealed class Unplugged(IObserver<RecordingBatch> inlet, long afterFrames) : IObserver<RecordingBatch>, IDisposable
    {
        public void OnNext(RecordingBatch value)
        {
            if (value.FirstFrame + value.FrameCount <= afterFrames)
                inlet.OnNext(value);
            else
                inlet.OnError(new TimeoutException("the camera is unplugged"));
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Writes a recording into a channel, each batch a copy that is the reader's.</summary>
    private sealed class Writer(ChannelWriter<RecordingBatch> to) : VoltageToWiring.Streaming.Stages.ISink<RecordingBatch>
    {
        private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());

        public string Name => "writer";

        public long Position { get; private set; }

        public async ValueTask<bool> TakeAsync(RecordingBatch item)
        {
            RecordingBatch copy = _pool.Rent();
            copy.Reset(item.FirstFrame, item.FrameCount, item.Targets, item.SampleType);
            item.Float32.CopyTo(copy.Float32);
            copy.Spikes.Add(item.Spikes.Spikes);
            copy.SpikesCompleteThroughFrame = item.SpikesCompleteThroughFrame;
            Position = item.FirstFrame + item.FrameCount;
            try
            {
                await to.WriteAsync(copy);
            }
            catch (ChannelClosedException)
            {
                return false;
            }
            return true;
        }
    }
}
