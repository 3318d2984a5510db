using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Tests.Wire;

/// <summary>A good recording of any encoding, as the messages that a fuzz test damages.</summary>
internal sealed class FuzzedRecording(RandomStream dice)
{
    private const int FramesAtOnce = 5;

    private long _frame;
    private long _complete;
    private Totals _totals = new(0, 0, 0);

    /// <summary>A hello, numbered messages of a recording that begins at frame 0, and its end.</summary>
    public IEnumerable<byte[]> Messages(int count)
    {
        Hello hello = AnyHello();
        yield return WireFixture.BytesOf(hello.Write);
        for (int sequence = 0; sequence < count; sequence++)
        {
            yield return dice.NextAtMost(4) switch
            {
                0 => Gap(sequence),
                1 => Heartbeat(sequence),
                2 => Spikes(sequence),
                _ => Samples(sequence, hello),
            };
        }
        yield return WireFixture.BytesOf(new EndMessage(count, _frame, _totals).Write);
    }

    private Hello AnyHello() => WireFixture.Hello with
    {
        MessageBytes = dice.NextAtMost(1) == 0 ? 1 << 12 : 1 << 16,
        Format = dice.NextAtMost(2) switch
        {
            0 => new SampleFormat(SampleEncoding.Int16, 0.5, 1, -1),
            1 => SampleFormat.Float64,
            _ => SampleFormat.Float32,
        },
        TotalFrames = dice.NextAtMost(3) == 0 ? 40 : null,
    };

    private byte[] Gap(long sequence)
    {
        byte[] message = WireFixture.BytesOf(new GapMessage(sequence, _frame, FramesAtOnce).Write);
        _frame += FramesAtOnce;
        _totals = _totals with { GapFrames = _totals.GapFrames + FramesAtOnce };
        return message;
    }

    private byte[] Heartbeat(long sequence)
    {
        _complete = _frame;
        return WireFixture.BytesOf(new HeartbeatMessage(sequence, _complete).Write);
    }

    private byte[] Spikes(long sequence)
    {
        SpikeEvent[] spikes = [new(2, 10 * _complete + 3), new(0, 10 * _frame + 7)];
        _complete = _frame;
        _totals = _totals with { Spikes = _totals.Spikes + spikes.Length };
        return WireFixture.BytesOf(to => new SpikesMessage(sequence, _complete).Write(spikes, to));
    }

    private byte[] Samples(long sequence, Hello hello)
    {
        var data = new byte[FramesAtOnce * hello.Targets * hello.Format.BytesPerSample];
        byte[] message = WireFixture.BytesOf(to => new SamplesMessage { Sequence = sequence, FirstFrame = _frame, Frames = FramesAtOnce, Data = data }.Write(to));
        _frame += FramesAtOnce;
        _totals = _totals with { Frames = _totals.Frames + FramesAtOnce };
        return message;
    }
}
