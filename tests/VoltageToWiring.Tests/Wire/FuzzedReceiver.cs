using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Tests.Wire;

/// <summary>What became of everything that was sent.</summary>
internal sealed record FuzzOutcome
{
    public long Taken { get; set; }

    public long Refused { get; set; }

    public long Ended { get; set; }
}

/// <summary>One stream: messages of a good recording, some of which are damaged, come twice or not at all, each in a connection of its own if need be.</summary>
internal sealed class FuzzedReceiver(RandomStream dice, FuzzOutcome outcome)
{
    private readonly StreamDamage _damage = new(dice);
    private readonly WireLimits _limits = new() { WaitingMessages = 8, HeldSpikes = 20 };
    private ReceiverSession? _session;
    private FrameBuffer _buffer = new(1 << 14);
    private long _nextFrame;
    private long _watermark;
    private bool _overdue;

    public void Run()
    {
        byte[][] frames = [.. new FuzzedRecording(dice).Messages(1 + (int)dice.NextAtMost(24))];
        try
        {
            for (int i = 0; i < frames.Length && !_overdue; i++)
                Send(frames, i);
            TakeBatches();
            if (_session is { } session && session.Batches.Completion.IsCompletedSuccessfully)
                outcome.Ended++;
        }
        finally
        {
            _session?.Dispose();
        }
    }

    private void Send(byte[][] frames, int index)
    {
        byte[] other = frames[dice.NextAtMost((uint)frames.Length - 1)];
        switch (dice.NextAtMost(9))
        {
            case 0 or 1: Offer(_damage.Damage(frames[index], other)); break;
            case 2: Offer(other); break;
            case 3:
                Offer(_damage.Damage(frames[index], other));
                Offer(frames[index]);
                break;
            case 4 when index + 1 < frames.Length && index > 0: (frames[index], frames[index + 1]) = (frames[index + 1], frames[index]); break;
        }
        Offer(frames[index]);
        if (dice.NextAtMost(2) == 0)
            TakeBatches();
    }

    /// <summary>Bytes come; where they are refused, the next come with a new connection.</summary>
    private void Offer(byte[] bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length;)
            {
                int count = Math.Min(Math.Min(bytes.Length - sent, _buffer.Free.Length), 1 + (int)dice.NextAtMost(200));
                bytes.AsSpan(sent, count).CopyTo(_buffer.Free.Span);
                _buffer.Advance(count);
                sent += count;
                while (_buffer.TryRead(out ReadOnlyMemory<byte> body))
                    Receive(body);
            }
            outcome.Taken++;
        }
        catch (WireException refusal)
        {
            outcome.Refused++;
            Check(refusal);
            _overdue = refusal.Code == WireError.SpikesOverdue;
            _buffer = new FrameBuffer(_session?.Hello.MessageBytes ?? 1 << 14);
        }
        Assert.True(_buffer.Capacity <= 1 << 18, "The buffer is larger than any message that may come.");
    }

    private void Receive(ReadOnlyMemory<byte> body)
    {
        if (_session is { } session)
        {
            session.Receive(null!, body);
            return;
        }
        if (MessageTypes.Of(body) != MessageType.Hello)
            throw new WireException(WireError.Order, "A hello is allowed first.");
        Hello hello = Hello.Read(body);
        var options = new ListenerOptions { Limits = _limits };
        new Admission(options).Check(hello);
        new Admission(options).CheckNew(hello);
        _session = new ReceiverSession(hello, options, TimeProvider.System);
        _buffer.Allow(Math.Min(hello.MessageBytes, 1 << 17));
    }

    private void TakeBatches()
    {
        int waited = 0;
        while (_session is { } session && session.Batches.TryRead(out RecordingBatch? batch))
        {
            Check(session, batch);
            session.Taken(batch);
            batch.Return();
            waited++;
        }
        Assert.True(waited <= (_session?.Bounds.Credit ?? 0), "More waited than credit was given for.");
    }

    private void Check(ReceiverSession session, RecordingBatch batch)
    {
        Assert.True(batch.FirstFrame >= _nextFrame && batch.FrameCount >= 0, $"Frame {batch.FirstFrame} came where {_nextFrame} was due.");
        _nextFrame = batch.FirstFrame + batch.FrameCount;
        Assert.InRange(_nextFrame, 0, session.Bounds.LastFrame);
        Assert.True(batch.SpikesCompleteThroughFrame >= _watermark, "The watermark fell.");
        _watermark = batch.SpikesCompleteThroughFrame;
        long before = 0;
        foreach (SpikeEvent spike in batch.Spikes.Spikes)
        {
            Assert.InRange(spike.Source, 0, session.Info.Sources - 1);
            Assert.True(spike.Tick >= before && spike.Tick <= session.Bounds.LastTick, "Spikes do not ascend.");
            before = spike.Tick;
        }
    }

    private static void Check(WireException refusal)
    {
        Assert.InRange(refusal.Message.Length, 10, 1000);
        Assert.True(refusal.Message[^1] == '.', $"No sentence: {refusal.Message}");
        Assert.True(!refusal.Message.Any(char.IsControl), $"A sentence with control characters: {refusal.Message}");
    }
}
