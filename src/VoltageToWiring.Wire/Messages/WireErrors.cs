namespace VoltageToWiring.Wire.Messages;

/// <summary>The words for mistakes on the wire.</summary>
internal static class WireErrors
{
    private static readonly string[] Words =
        ["format", "version", "token", "limit", "order", "session", "totals", "busy", "crowded", "timeout", "taken-over", "closed", "spikes-overdue", "unsuitable"];

    public static string WordOf(WireError code) => Words[(int)code];

    /// <summary>The kind a word stands for; a word of a later version counts as a format error, which nobody retries.</summary>
    public static WireError Parse(string word) => Math.Max(0, Array.IndexOf(Words, word)) is var index ? (WireError)index : WireError.Format;
}
