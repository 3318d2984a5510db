using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Rows of scores g and weights w, sixteen pairs to a cache line: what surrogate spikes look up most of all. Each pair shares 32 bits, g in
/// the upper half and w in the lower, both as bfloat16.
/// </summary>
/// <remarks>
/// Rounding to eight bits of mantissa adds to a score of unit variance a millionth of its variance. A test against surrogate spikes stays
/// exact: real and surrogate spikes look the same numbers up.
/// </remarks>
public static class PackedScores
{
    /// <summary>Packs rows.</summary>
    /// <param name="scores">Rows of g, finite.</param>
    /// <param name="weights">As many rows of w, finite.</param>
    /// <param name="packed">Receives as many rows; bits, not numbers.</param>
    public static void Pack(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, Span<float> packed)
    {
        for (int at = 0; at < scores.Length; at += Tile.Lanes)
        {
            Vector512<uint> g = Rounded(Vector512.Create(scores.Slice(at, Tile.Lanes))) & Vector512.Create(0xFFFF0000u);
            Vector512<uint> w = Rounded(Vector512.Create(weights.Slice(at, Tile.Lanes))) >>> 16;
            (g | w).AsSingle().CopyTo(packed[at..]);
        }
    }

    /// <summary>Unpacks rows.</summary>
    /// <param name="packed">Rows.</param>
    /// <param name="scores">Receives rows of g.</param>
    /// <param name="weights">Receives rows of w.</param>
    public static void Unpack(ReadOnlySpan<float> packed, Span<float> scores, Span<float> weights)
    {
        for (int at = 0; at < packed.Length; at += Tile.Lanes)
        {
            Vector512<float> row = Vector512.Create(packed.Slice(at, Tile.Lanes));
            Score(row).CopyTo(scores[at..]);
            Weight(row).CopyTo(weights[at..]);
        }
    }

    internal static Vector512<float> Score(Vector512<float> row) => (row.AsUInt32() & Vector512.Create(0xFFFF0000u)).AsSingle();

    internal static Vector512<float> Weight(Vector512<float> row) => (row.AsUInt32() << 16).AsSingle();

    // To the nearest, ties to even.
    private static Vector512<uint> Rounded(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32();
        return bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512.Create(1u));
    }
}
