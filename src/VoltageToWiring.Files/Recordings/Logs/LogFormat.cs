namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>
/// The log: a recording as it arrives, batch after batch, at the end of a file that is never changed otherwise. Whatever happens to the
/// program, all batches but the one being written can be read.
/// </summary>
/// <remarks><c>RECORDINGS.md</c> describes it byte by byte.</remarks>
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
