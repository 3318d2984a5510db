using System.Net;
using System.Net.Sockets;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Tests.Wire;

/// <summary>What tests of the wire have in common.</summary>
internal static class WireFixture
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static RecordingInfo Info { get; } = new()
    {
        Name = "rig",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 3,
        Targets = 2,
        SampleType = SampleType.Float32,
        AmplitudeUnit = "mV",
    };

    public static Hello Hello { get; } = new()
    {
        Stream = "rig",
        Session = "s-1",
        FrameClock = Info.FrameClock,
        SpikeClock = Info.SpikeClock,
        Sources = 3,
        Targets = 2,
        AmplitudeUnit = "mV",
        Polarity = 1,
        Format = SampleFormat.Float32,
        MessageBytes = 1 << 16,
    };

    public static ListenerOptions Listening { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) };

    public static SenderOptions SendingTo(RecordingListener listener) => SendingTo(listener.EndPoint);

    public static SenderOptions SendingTo(IPEndPoint receiver) => new()
    {
        Port = receiver.Port,
        Session = "s-1",
        Backoff = TimeSpan.FromMilliseconds(1),
        ResendAfter = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>A batch of 5 frames whose samples say where they belong, and a spike of each source.</summary>
    public static void Fill(RecordingBatch batch, int index, bool gapBefore = false)
    {
        long first = 5L * index + (gapBefore ? 5 : 0);
        batch.Reset(first, 5, 2, SampleType.Float32);
        for (int i = 0; i < 10; i++)
            batch.Float32[i] = 2 * first + i;
        for (int source = 0; source < 3; source++)
            batch.Spikes.Add(new SpikeEvent(source, 10 * first + 7 * source));
        batch.SpikesCompleteThroughFrame = first + 5;
    }

    public static byte[] BytesOf(Action<FrameBuilder> write)
    {
        var builder = new FrameBuilder();
        write(builder);
        return builder.Written.ToArray();
    }

    /// <summary>Reads a recording to its end; what came, frame by frame and spike by spike.</summary>
    public static async Task<Received> ReadAllAsync(WireRecording recording)
    {
        var received = new Received();
        while (await recording.WaitForNextAsync())
        {
            RecordingBatch batch = recording.Next();
            received.Take(batch);
            batch.Return();
        }
        return received;
    }
}

/// <summary>A recording as it came out.</summary>
internal sealed class Received
{
    public List<(long Frame, double First, double Second)> Frames { get; } = [];

    public List<SpikeEvent> Spikes { get; } = [];

    public long Watermark { get; private set; }

    public void Take(RecordingBatch batch)
    {
        for (int i = 0; i < batch.FrameCount; i++)
            Frames.Add((batch.FirstFrame + i, Sample(batch, 2 * i), Sample(batch, 2 * i + 1)));
        Spikes.AddRange(batch.Spikes.Spikes);
        Assert.True(batch.SpikesCompleteThroughFrame >= Watermark);
        Watermark = batch.SpikesCompleteThroughFrame;
    }

    private static double Sample(RecordingBatch batch, int at)
        => batch.SampleType == SampleType.Float64 ? batch.Float64[at] : batch.Float32[at];
}

/// <summary>A peer that sends whatever bytes it likes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly FrameBuffer _frames = new(1 << 24);

    public RawPeer(RecordingListener listener) => _socket.Connect(listener.EndPoint);

    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[_socket.Send(bytes)..];
        }
        catch (SocketException)
        {
            // The listener had enough.
        }
    }

    public void Send(Action<FrameBuilder> write) => Send(WireFixture.BytesOf(write));

    public void EndWriting() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next message; null when the connection has ended.</summary>
    public async Task<byte[]?> ReadAsync()
    {
        while (true)
        {
            if (_frames.TryRead(out ReadOnlyMemory<byte> body))
                return body.ToArray();
            try
            {
                int count = await _socket.ReceiveAsync(_frames.Free);
                _frames.Advance(count);
                if (count == 0)
                    return null;
            }
            catch (SocketException)
            {
                return null;
            }
        }
    }

    /// <summary>The error the connection ends with; null where it ends with none.</summary>
    public async Task<ErrorMessage?> ReadErrorAsync()
    {
        while (await ReadAsync() is { } body)
        {
            if (MessageTypes.Of(body) == MessageType.Error)
                return ErrorMessage.Read(body);
        }
        return null;
    }

    public void Dispose() => _socket.Dispose();
}
