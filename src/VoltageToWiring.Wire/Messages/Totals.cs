using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>What has passed, as one side counted it.</summary>
/// <param name="Frames">Frames with samples.</param>
/// <param name="GapFrames">Frames said to be missing.</param>
/// <param name="Spikes">Spikes.</param>
public readonly record struct Totals(long Frames, long GapFrames, long Spikes)
{
    internal const int Fields = 3;

    internal void Put(ref MessagePackWriter writer)
    {
        Field.Put(ref writer, "frames"u8, Frames);
        Field.Put(ref writer, "gap_frames"u8, GapFrames);
        Field.Put(ref writer, "spikes"u8, Spikes);
    }

    /// <summary>Reads one of its fields.</summary>
    /// <returns>False where the field is another one.</returns>
    internal static bool TryTake(ref MapReader map, ReadOnlySpan<byte> key, ref Totals totals)
    {
        if (key.SequenceEqual("frames"u8))
            totals = totals with { Frames = map.Integer() };
        else if (key.SequenceEqual("gap_frames"u8))
            totals = totals with { GapFrames = map.Integer() };
        else if (key.SequenceEqual("spikes"u8))
            totals = totals with { Spikes = map.Integer() };
        else
            return false;
        return true;
    }

    /// <summary>Itself, if all its fields have come.</summary>
    internal Totals Required(string type) => new(
        Messages.Required.Field(Frames, type, "frames"), Messages.Required.Field(GapFrames, type, "gap_frames"),
        Messages.Required.Field(Spikes, type, "spikes"));
}
