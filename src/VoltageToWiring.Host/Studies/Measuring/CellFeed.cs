using System.Globalization;
using System.Net;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>Where the frames of a measured run come from, and when each was due.</summary>
internal abstract class CellFeed : IAsyncDisposable
{
    /// <summary>The recording.</summary>
    public abstract RecordingInfo Info { get; }

    /// <summary>What heads the pipeline.</summary>
    public abstract ISource<RecordingBatch> Source { get; }

    /// <summary>When a frame's exposure is over, by the schedule.</summary>
    /// <param name="endFrame">Index after the frame.</param>
    public abstract long DueTimestamp(long endFrame);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Frames from the same process.</summary>
/// <param name="source">Plays them.</param>
internal sealed class PlayedFeed(ReplaySource source) : CellFeed
{
    public override RecordingInfo Info => source.Info;

    public override ISource<RecordingBatch> Source => source;

    public override long DueTimestamp(long endFrame) => source.DueTimestamp(endFrame);
}

/// <summary>Frames from a sender in another process of this machine, over TCP or ZeroMQ. Both look at the same clock.</summary>
internal sealed class SentFeed : CellFeed
{
    private readonly RecordingListener _listener;
    private readonly WireRecording _recording;
    private readonly Task<long> _begin;
    private readonly TimeProvider _time;

    private SentFeed(RecordingListener listener, WireRecording recording, Task<long> begin, TimeProvider time)
    {
        _listener = listener;
        _recording = recording;
        _begin = begin;
        _time = time;
    }

    public override RecordingInfo Info => _recording.Info;

    public override ISource<RecordingBatch> Source => _recording;

    // The sender says when it begins before it does.
    public override long DueTimestamp(long endFrame)
        => _begin.GetAwaiter().GetResult() + (long)Math.Ceiling(Info.FrameClock.TimeSeconds(endFrame) * _time.TimestampFrequency);

    /// <summary>What carries the frames of a source.</summary>
    /// <param name="source">One with a sender.</param>
    public static Transport TransportOf(LoadSource source) => source == LoadSource.Zeromq ? Transport.ZeroMq : Transport.Tcp;

    /// <summary>Waits for a sender.</summary>
    /// <param name="transport">What carries its frames.</param>
    /// <param name="listening">Told at which port, before it waits.</param>
    /// <param name="begin">The timestamp of the beginning of the schedule, once the sender has said it.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<SentFeed> AcceptAsync(
        Transport transport, Action<int> listening, Task<long> begin, TimeProvider time, CancellationToken cancellation)
    {
        RecordingListener listener = RecordingListener.Start(new ListenerOptions { Transport = transport, EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, time);
        listening(listener.EndPoint.Port);
        WireRecording recording = await listener.WaitForSenderAsync(cancellation).ConfigureAwait(false);
        return new SentFeed(listener, recording, begin, time);
    }

    public override ValueTask DisposeAsync() => _listener.DisposeAsync();
}

/// <summary>The other side of a <see cref="SentFeed"/>: the whole of a sending process.</summary>
internal static class FeedSender
{
    private const double LeadSeconds = 0.5;

    /// <summary>Simulates what is played, and sends it on its schedule.</summary>
    /// <param name="order">What is measured.</param>
    /// <param name="port">Where to.</param>
    /// <param name="begins">Told the timestamp at which the schedule begins, some time before it does.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task SendAsync(CellOrder order, int port, Action<long> begins, TimeProvider time, CancellationToken cancellation)
    {
        ResolvedPipeline pipeline = order.Resolve();
        StoredRecording stretch = await SimulatedStretch.OfAsync(pipeline, time, cancellation).ConfigureAwait(false);
        LoadSection load = order.ReadLoad();
        var schedule = new CellSchedule(pipeline, load, stretch.Info);
        var source = new ReplaySource(stretch, schedule.Frames, schedule.BatchFrames, time);
        var options = new SenderOptions
        {
            Transport = SentFeed.TransportOf(load.Source),
            Port = port,
            Session = string.Create(CultureInfo.InvariantCulture, $"study-{Environment.ProcessId}"),
        };
        await using RecordingSender sender = RecordingSender.Start(options, source.Info, time);
        source.Begin(time.GetTimestamp() + (long)(LeadSeconds * time.TimestampFrequency));
        begins(source.DueTimestamp(0));
        await using CancellationTokenRegistration stop = cancellation.Register(source.Stop);
        while (await source.WaitForNextAsync().ConfigureAwait(false))
        {
            RecordingBatch batch = source.Next();
            bool wanted = await sender.SendAsync(batch).ConfigureAwait(false);
            batch.Return();
            if (!wanted)
                break;
        }
        await sender.CompleteAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>How many frames a cell plays.</summary>
internal sealed class CellSchedule
{
    /// <summary>The schedule of a cell.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="load">How it is loaded.</param>
    /// <param name="info">The recording that is played.</param>
    public CellSchedule(ResolvedPipeline pipeline, LoadSection load, RecordingInfo info)
    {
        BatchFrames = Math.Max(1, pipeline.Simulated.BatchSteps / pipeline.Simulation.Camera.StepsPerFrame);
        WarmUpFrames = FramesOf(load.WarmUp.Si, info) / BatchFrames * BatchFrames;
        Frames = WarmUpFrames + Math.Max(1, FramesOf(load.Duration.Si, info) / BatchFrames) * BatchFrames;
    }

    /// <summary>Frames in a batch.</summary>
    public int BatchFrames { get; }

    /// <summary>Frames before counting begins.</summary>
    public long WarmUpFrames { get; }

    /// <summary>Frames in all.</summary>
    public long Frames { get; }

    private static long FramesOf(double seconds, RecordingInfo info) => (long)Math.Round(seconds * info.FrameClock.RateHz);
}
