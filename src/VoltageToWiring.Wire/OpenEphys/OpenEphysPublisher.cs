using System.Buffers.Binary;
using System.Net;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Sending;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// Publishes a recording in the way of the ZMQ Interface of Open Ephys, as a stand-in for it: a message for each channel of a batch, one for each
/// spike, and no word on what is missing but the numbers. It waits for the first subscriber, and at the end until all have gone, for half a minute;
/// Open Ephys does neither.
/// </summary>
public sealed class OpenEphysPublisher : IBatchSender
{
    // A subscriber that is slower by so many messages loses some.
    private const int HighWatermark = 1 << 16;

    // At the end it has so long to fetch what waits for it, if it does not leave before.
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(30);

    private readonly OpenEphysPublisherOptions _options;
    private readonly OpenEphysEncoder _encoder;
    private readonly RecordingInfo _info;
    private readonly ZeroMqLoop _loop;
    private readonly XPublisherSocket _data;
    private readonly ResponseSocket _heartbeats;
    private readonly ZeroMqSubscribers _subscribers;
    private readonly IMessageWriter _writer;
    private readonly TimeProvider _time;
    private Totals _sent;
    private long _number;
    private bool _asked;
    private int _disposed;

    private OpenEphysPublisher(OpenEphysPublisherOptions options, RecordingInfo info, TimeProvider time)
    {
        _options = options;
        _info = info;
        _time = time;
        _encoder = new OpenEphysEncoder(info, time);
        _loop = new ZeroMqLoop(_ => { });
        _data = new XPublisherSocket();
        _subscribers = new ZeroMqSubscribers(_data);
        _loop.Own(_data, _subscribers.Hear);
        _heartbeats = _loop.Own(new ResponseSocket(), AnswerHeartbeats);
        _data.Options.SendHighWatermark = HighWatermark;
        try
        {
            EndPoint = ZeroMqPorts.BindPair(_data, _heartbeats, options.EndPoint, 50);
        }
        catch
        {
            _loop.Dispose();
            throw;
        }
        _loop.Start("Open Ephys publisher");
        var plain = new PublishingWriter(this);
        _writer = options.Wrap?.Invoke(plain) ?? plain;
    }

    /// <summary>Begins to publish.</summary>
    /// <param name="options">Where.</param>
    /// <param name="info">The recording that will be published.</param>
    /// <param name="time">Wall time, of which each message has some.</param>
    /// <exception cref="WireException">The ports cannot be had, or the recording is a movie.</exception>
    public static OpenEphysPublisher Start(OpenEphysPublisherOptions options, RecordingInfo info, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);
        if (info.Pixels is { } pixels)
            throw new WireException(WireError.Unsuitable, $"A movie of {pixels} cannot be published as channels of Open Ephys; allowed are traces, or tcp:// and zmq:// for pixels.");
        return new OpenEphysPublisher(options, info, time);
    }

    /// <summary>Where it publishes; with the port that was taken.</summary>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public SenderCounters Counters => new(_sent, default, _number, 0, 0, 0) { IsOneWay = true };

    /// <inheritdoc/>
    public async ValueTask<bool> SendAsync(RecordingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await WaitForSubscriberAsync().ConfigureAwait(false);
        foreach (SpikeEvent spike in batch.Spikes.Spikes)
            Put(_encoder.Spike(++_number, spike.Source, _info.FrameOf(spike.Tick)));
        for (int channel = 0; channel < batch.Targets && batch.FrameCount > 0; channel++)
            Put(_encoder.Data(++_number, channel, batch));
        await _writer.FlushAsync().ConfigureAwait(false);
        long next = _sent.Frames + _sent.GapFrames;
        _sent = new Totals(_sent.Frames + batch.FrameCount, _sent.GapFrames + Math.Max(0, batch.FirstFrame - next), _sent.Spikes + batch.Spikes.Count);
        return true;
    }

    /// <inheritdoc/>
    public async Task<SenderOutcome> CompleteAsync(CancellationToken cancellation = default)
    {
        if (_number > 0)
        {
            _options.OnConnection?.Invoke("All is published; waiting until the subscriber has gone, for half a minute at most.");
            await _subscribers.WaitUntilGoneAsync(Lingering, _time, cancellation).ConfigureAwait(false);
        }
        await DisposeAsync().ConfigureAwait(false);
        return new SenderOutcome(Counters, false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscribers.Close();
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await Task.Run(_loop.Dispose).ConfigureAwait(false);
    }

    private async ValueTask WaitForSubscriberAsync()
    {
        if (!_asked && !_subscribers.First.IsCompleted)
            _options.OnConnection?.Invoke($"Publishing at tcp://{EndPoint}, from the first subscriber on.");
        _asked = true;
        await _subscribers.First.ConfigureAwait(false);
    }

    private void Put(byte[][] parts) => _writer.Put(_number, Packed(parts));

    private void AnswerHeartbeats()
    {
        while (_heartbeats.TryReceiveFrameBytes(out _))
            _heartbeats.TrySendFrame("heartbeat received");
    }

    private static byte[] Packed(byte[][] parts)
    {
        byte[] packed = new byte[parts.Sum(part => sizeof(int) + part.Length)];
        Span<byte> to = packed;
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to, part.Length);
            part.CopyTo(to[sizeof(int)..]);
            to = to[(sizeof(int) + part.Length)..];
        }
        return packed;
    }

    /// <summary>Takes messages as one piece, as everybody does who writes or wraps, and publishes their parts.</summary>
    private sealed class PublishingWriter(OpenEphysPublisher publisher) : IMessageWriter
    {
        public void Put(long sequence, ReadOnlySpan<byte> frame)
        {
            var parts = new List<byte[]>();
            while (!frame.IsEmpty)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
                parts.Add(frame.Slice(sizeof(int), length).ToArray());
                frame = frame[(sizeof(int) + length)..];
            }
            publisher._loop.Post(() => publisher._data.TrySendMultipartBytes(parts));
        }

        public ValueTask FlushAsync() => ValueTask.CompletedTask;
    }
}
