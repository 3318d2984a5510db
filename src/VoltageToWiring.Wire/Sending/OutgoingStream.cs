using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Windows;

namespace VoltageToWiring.Wire.Sending;

/// <summary>Numbered messages of a recording, made one at a time, and kept until they are acknowledged. One thread at a time.</summary>
internal sealed class OutgoingStream
{
    private readonly Stack<FrameBuilder> _free = new();
    private readonly SampleEncoder _samples;
    private Totals _sent;

    public OutgoingStream(Hello hello, int kept)
    {
        Hello = hello;
        _samples = new SampleEncoder(hello.Format);
        Window = new SendWindow<FrameBuilder>(kept, _free.Push);
        // What a samples message holds beside its data is less than this.
        const int Around = 128;
        FramesPerMessage = Math.Max(1, (hello.MessageBytes - Around) / (hello.Targets * hello.Format.BytesPerSample));
        // A source and a tick take at most 14 bytes.
        SpikesPerMessage = Math.Min(WireProtocol.SpikesPerMessage, (hello.MessageBytes - Around) / 14);
    }

    public Hello Hello { get; }

    public SendWindow<FrameBuilder> Window { get; }

    public int FramesPerMessage { get; }

    public int SpikesPerMessage { get; }

    public long NextFrame { get; private set; }

    public long Watermark { get; private set; }

    public Totals Sent => _sent;

    /// <summary>Where the end was put; null before.</summary>
    public long? EndSequence { get; private set; }

    public bool EndAcknowledged => EndSequence is { } end && Window.Oldest > end;

    public void AddGap(long frames)
    {
        FrameBuilder to = Rent();
        new GapMessage(Window.Next, NextFrame, frames).Write(to);
        NextFrame += frames;
        _sent = _sent with { GapFrames = _sent.GapFrames + frames };
        Window.Add(to);
    }

    public void AddSamples(RecordingBatch batch, int firstOfBatch, int frames)
    {
        FrameBuilder to = Rent();
        Range samples = (firstOfBatch * batch.Targets)..((firstOfBatch + frames) * batch.Targets);
        new SamplesMessage { Sequence = Window.Next, FirstFrame = NextFrame, Frames = frames, Data = _samples.Encode(batch, samples) }.Write(to);
        NextFrame += frames;
        _sent = _sent with { Frames = _sent.Frames + frames };
        Window.Add(to);
    }

    public void AddSpikes(ReadOnlySpan<SpikeEvent> spikes, long watermark)
    {
        FrameBuilder to = Rent();
        Watermark = Math.Max(Watermark, watermark);
        new SpikesMessage(Window.Next, Watermark).Write(spikes, to);
        _sent = _sent with { Spikes = _sent.Spikes + spikes.Length };
        Window.Add(to);
    }

    public void AddHeartbeat(long watermark)
    {
        FrameBuilder to = Rent();
        Watermark = Math.Max(Watermark, watermark);
        new HeartbeatMessage(Window.Next, Watermark).Write(to);
        Window.Add(to);
    }

    public void AddEnd()
    {
        FrameBuilder to = Rent();
        EndSequence = Window.Next;
        new EndMessage(Window.Next, NextFrame, Sent).Write(to);
        Window.Add(to);
    }

    private FrameBuilder Rent()
    {
        FrameBuilder builder = _free.TryPop(out FrameBuilder? free) ? free : new FrameBuilder();
        builder.Clear();
        return builder;
    }
}
