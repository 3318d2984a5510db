using System.Threading.Channels;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.PlugIn;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Streaming.PlugIn.PluggedIn;

namespace VoltageToWiring.Tests.Streaming.PlugIn;

/// <summary>A recording that somebody writes into a channel, or lets out as an observable.</summary>
public class ChannelSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Channel_Bounded_MakesItsWriterWaitAndGivesBatchesBack()
    {
        var pool = new Pool<RecordingBatch>(() => new RecordingBatch());
        var channel = Channel.CreateBounded<RecordingBatch>(2);
        using var source = new ChannelSource(Info, channel.Reader);
        Task writing = WriteAsync(channel.Writer, pool, 100);
        List<string> read = await ReadAsync(source);
        await writing;
        Assert.Equal(101, read.Count);
        Assert.Equal(("0+5 [1@5] complete 5", "500+0 [] complete 500"), (read[0], read[^1]));
        // Two in the channel, one with its reader and one with its writer.
        Assert.InRange(pool.Made, 1, 4);
        Assert.Equal(0, pool.Outstanding);
        Assert.False(source.Stopped);
    }

    [Fact]
    public async Task Channel_ThatNobodyReads_HoldsItsWriter()
    {
        var channel = Channel.CreateBounded<RecordingBatch>(2);
        using var source = new ChannelSource(Info, channel.Reader);
        await channel.Writer.WriteAsync(Batch(0, 5), Cancellation);
        await channel.Writer.WriteAsync(Batch(5, 5), Cancellation);
        ValueTask third = channel.Writer.WriteAsync(Batch(10, 5), Cancellation);
        Assert.False(third.IsCompleted);
        Assert.True(await source.WaitForNextAsync());
        source.Next().Return();
        await third;
    }

    [Fact]
    public async Task Channel_CompletedWithAnError_FailsAfterWhatWaits()
    {
        var channel = Channel.CreateBounded<RecordingBatch>(8);
        using var source = new ChannelSource(Info, channel.Reader);
        channel.Writer.TryWrite(Batch(0, 5));
        channel.Writer.Complete(new TimeoutException("the camera is unplugged"));
        Assert.True(await source.WaitForNextAsync());
        source.Next().Return();
        await Assert.ThrowsAsync<TimeoutException>(async () => await source.WaitForNextAsync());
    }

    [Fact]
    public async Task Channel_WrongBatch_IsNamed()
    {
        var channel = Channel.CreateBounded<RecordingBatch>(8);
        using var source = new ChannelSource(Info, channel.Reader);
        channel.Writer.TryWrite(Batch(10, 5));
        channel.Writer.TryWrite(Batch(9, 1));
        InvalidDataException mistake = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(source));
        Assert.Contains("frame 9 came where frame 15 or a later one was due", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channel_Stopped_EndsTheWait()
    {
        using var source = new ChannelSource(Info, Channel.CreateBounded<RecordingBatch>(8).Reader);
        ValueTask<bool> waiting = source.WaitForNextAsync();
        Assert.False(waiting.IsCompleted);
        source.Stop();
        Assert.False(await waiting);
        Assert.True(source.Stopped);
    }

    [Fact]
    public void Stop_AfterTheRun_DoesNothing()
    {
        var source = new ChannelSource(Info, Channel.CreateBounded<RecordingBatch>(8).Reader);
        source.Dispose();
        source.Stop();
        Assert.True(source.Stopped);
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1, 10)]
    public async Task Channel_SpikesCompleteForEver_AllGoOnAtOnce(long rateNumerator, long rateDenominator)
    {
        var channel = Channel.CreateBounded<RecordingBatch>(8);
        using var source = new ChannelSource(Info with { FrameClock = new SampleClock(rateNumerator, rateDenominator) }, channel.Reader);
        for (int batch = 0; batch < 2; batch++)
        {
            RecordingBatch early = Batch(5 * batch, 5);
            early.Spikes.Clear();
            early.Spikes.Add(new SpikeEvent(0, 1_000_000 + batch));
            early.SpikesCompleteThroughFrame = long.MaxValue;
            channel.Writer.TryWrite(early);
        }
        channel.Writer.Complete();
        List<string> read = await ReadAsync(source);
        Assert.Equal(["0+5 [0@1000000] complete 9007199254740992", "5+5 [0@1000001] complete 9007199254740992"], read[..2]);
    }

    [Fact]
    public async Task Channel_SpikesInAnyOrder_AreSortedAndWaitForTheirFrames()
    {
        var channel = Channel.CreateBounded<RecordingBatch>(8);
        using var source = new ChannelSource(Info, channel.Reader);
        RecordingBatch batch = Batch(0, 5);
        batch.Spikes.Clear();
        foreach (SpikeEvent spike in (SpikeEvent[])[new(2, 90), new(1, 30), new(0, 30), new(2, 1)])
            batch.Spikes.Add(spike);
        channel.Writer.TryWrite(batch);
        channel.Writer.Complete();
        Assert.Equal(["0+5 [2@1 0@30 1@30] complete 5", "5+0 [2@90] complete 5"], await ReadAsync(source));
    }

    [Fact]
    public async Task Observable_IsLetGoWhenTheRunEnds()
    {
        var camera = new Camera();
        using var source = new ObservableSource(camera, new RecordingInlet(Info));
        ValueTask<bool> waiting = source.WaitForNextAsync();
        IObserver<RecordingBatch> observer = await camera.Subscribed.Task.WaitAsync(Cancellation);
        observer.OnNext(Batch(0, 5));
        Assert.True(await waiting);
        Assert.Equal(5, source.Next().FrameCount);
        source.Stop();
        await camera.Unsubscribed.Task.WaitAsync(Cancellation);
        Assert.False(await source.WaitForNextAsync());
    }

    [Fact]
    public async Task Observable_ThatThrowsWhenSubscribedTo_FailsTheRecording()
    {
        using var source = new ObservableSource(new Camera { Broken = true }, new RecordingInlet(Info));
        Assert.Contains("no camera", (await Assert.ThrowsAsync<InvalidDataException>(async () => await source.WaitForNextAsync())).Message, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(ChannelWriter<RecordingBatch> writer, Pool<RecordingBatch> pool, int batches)
    {
        await Task.Yield();
        for (int i = 0; i < batches; i++)
        {
            RecordingBatch batch = pool.Rent();
            Fill(batch, 5 * i, 5);
            await writer.WriteAsync(batch, Cancellation);
        }
        writer.Complete();
    }

    private sealed class Camera : IObservable<RecordingBatch>, IDisposable
    {
        public bool Broken { get; init; }

        public TaskCompletionSource<IObserver<RecordingBatch>> Subscribed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Unsubscribed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable Subscribe(IObserver<RecordingBatch> observer)
        {
            if (Broken)
                throw new InvalidOperationException("There is no camera here: no camera.");
            Subscribed.SetResult(observer);
            return this;
        }

        public void Dispose() => Unsubscribed.SetResult();
    }
}
