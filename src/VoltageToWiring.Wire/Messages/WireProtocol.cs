namespace VoltageToWiring.Wire.Messages;

/// <summary>Figures that both sides know beforehand; they belong to the version.</summary>
public static class WireProtocol
{
    /// <summary>The version this library speaks.</summary>
    public const int Version = 1;

    /// <summary>Bytes of the length before each message: unsigned, big-endian, not counting itself.</summary>
    public const int LengthBytes = 4;

    /// <summary>Largest frame index, tick, count and sequence number, 2⁵³: exact in languages whose numbers are doubles.</summary>
    public const long LargestInteger = 1L << 53;

    /// <summary>Largest numerator and denominator of a rate.</summary>
    public const long LargestRatePart = int.MaxValue;

    /// <summary>Largest message of a sender that states no other, bytes.</summary>
    public const int DefaultMessageBytes = 1 << 20;

    /// <summary>The most spikes of one message: 1 MiB when read.</summary>
    public const int SpikesPerMessage = 1 << 16;

    /// <summary>The most connections of one estimates message.</summary>
    public const int ConnectionsPerMessage = 10_000;

    /// <summary>Longest text anywhere, characters.</summary>
    public const int LongestText = 1000;

    /// <summary>How deep arrays and maps may lie in each other, fields this version does not know included.</summary>
    public const int LargestDepth = 8;
}
