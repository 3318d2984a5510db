using MessagePack;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Spikes, and up to where all are known.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="CompleteThroughFrame">All spikes of frames before this one are known with it.</param>
public readonly record struct SpikesMessage(long Sequence, long CompleteThroughFrame)
{
    /// <summary>Appends the message.</summary>
    /// <param name="spikes">At most <see cref="WireProtocol.SpikesPerMessage"/>, in any order.</param>
    /// <param name="to">Where to.</param>
    public void Write(ReadOnlySpan<SpikeEvent> spikes, FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("spikes"u8, 4, out int start);
        Field.Put(ref writer, "seq"u8, Sequence);
        Field.Put(ref writer, "complete_through_frame"u8, CompleteThroughFrame);
        writer.WriteString("spikes"u8);
        writer.WriteArrayHeader(2 * spikes.Length);
        foreach (SpikeEvent spike in spikes)
        {
            writer.Write(spike.Source);
            writer.Write(spike.Tick);
        }
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <param name="sources">Number of trains.</param>
    /// <param name="lastTick">Largest tick allowed.</param>
    /// <param name="spikes">Receives its spikes.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static SpikesMessage Read(ReadOnlyMemory<byte> body, int sources, long lastTick, SpikeList spikes)
        => Guarded.Read(body, (sources, lastTick, spikes), static (body, state) =>
        {
            long sequence = Required.None, complete = Required.None;
            bool hasSpikes = false;
            var map = new MapReader(body);
            while (map.Next(out ReadOnlySpan<byte> key))
            {
                if (key.SequenceEqual("seq"u8))
                    sequence = map.Integer();
                else if (key.SequenceEqual("complete_through_frame"u8))
                    complete = map.Integer();
                else if (key.SequenceEqual("spikes"u8))
                    hasSpikes = ReadSpikes(ref map, state.sources, state.lastTick, state.spikes);
                else
                    map.Skip();
            }
            Required.Field(hasSpikes ? 0 : Required.None, "spikes", "spikes");
            return new SpikesMessage(
                Required.Field(sequence, "spikes", "seq"), Required.Field(complete, "spikes", "complete_through_frame"));
        });

    private static bool ReadSpikes(ref MapReader map, int sources, long lastTick, SpikeList spikes)
    {
        int count = map.Array(2 * WireProtocol.SpikesPerMessage);
        if (count % 2 != 0)
            throw map.Wrong(WireError.Format, "has an odd number of elements; source, tick, source, tick, … is allowed");
        if (count > 0 && sources == 0)
            throw map.Wrong(WireError.Limit, "holds spikes, but the hello announced no sources");
        spikes.Clear();
        for (int i = 0; i < count; i += 2)
            spikes.Add(new SpikeEvent((int)map.Integer(0, sources - 1), map.Integer(0, lastTick)));
        return true;
    }
}
