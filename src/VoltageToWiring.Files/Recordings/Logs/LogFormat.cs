namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>
/// The log: a recording as it arrives, batch after batch, at the end of a file that is never changed otherwise. Whatever happens to the
/// program, all batches but the one being written can be read.
/// </summary>
/// <remarks>
/// <para>A file begins with the eight bytes <c>V2WLOG\r\n</c>. Then come records: the length of the contents in bytes and their CRC-32, both
/// unsigned 32-bit integers, and the contents. All numbers outside of MessagePack are little-endian.</para>
/// <para>The contents are MessagePack. The first record is the header, an array of the integer 0 and a map:
/// <c>version</c> (1), <c>name</c>, <c>frame_rate</c> and <c>spike_rate</c> (Hz, as arrays of numerator and denominator), <c>sources</c>,
/// <c>targets</c>, <c>sample_type</c> (<c>float32</c> or <c>float64</c>), <c>unit</c>, and <c>started</c> (ISO 8601, UTC), if it is known.</para>
/// <para>A batch is an array of seven: the integer 1, the index of the first frame, the number of frames, the frame that spikes are complete
/// through, the samples (bin: frames × targets, a frame after the other, of the sample type), the sources of the spikes (bin: int32 each)
/// and their ticks on the spike clock (bin: int64 each). Frames ascend; those that no batch has are missing. A batch without frames stands
/// where it says how far the recording has come.</para>
/// <para>The end is an array of the integer 2 and a map: <c>spikes</c>, <c>total_frames</c>, and <c>runs</c>, an array of arrays of first frame
/// and number of frames, those that are there. It is followed by sixteen bytes: where its record begins, and <c>V2WEND\r\n</c>.
/// A log without them was not closed; it is read up to its last whole record.</para>
/// <para>Readers ignore keys they do not know and elements beyond these.</para>
/// </remarks>
public static class LogFormat
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    internal const int HeaderRecord = 0;
    internal const int BatchRecord = 1;
    internal const int EndRecord = 2;
    internal const int RecordHeadBytes = 8;
    internal const int TrailerBytes = 16;

    // A record is read into memory whole, so a broken length must not be believed.
    internal const int LongestRecord = 1 << 30;

    /// <summary>The first bytes of a log.</summary>
    public static ReadOnlySpan<byte> Magic => "V2WLOG\r\n"u8;

    internal static ReadOnlySpan<byte> EndMagic => "V2WEND\r\n"u8;
}
