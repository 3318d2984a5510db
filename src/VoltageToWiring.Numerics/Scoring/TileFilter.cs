using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>A finite filter on sixteen traces at once: h(t) = Σ_n taps_n y(t + n).</summary>
public sealed class TileFilter
{
    // Outputs that are summed at a time: each row is loaded once for all of them.
    private const int Block = 8;

    // The taps with zeros before and after, so that every output of a block meets every row of it.
    private readonly float[] _padded;

    /// <summary>A filter of given taps.</summary>
    /// <param name="taps">At least one; tap n multiplies the row n after the output's first.</param>
    public TileFilter(ReadOnlySpan<double> taps)
    {
        Taps = taps.Length;
        _padded = new float[Taps + 2 * (Block - 1)];
        Set(taps);
    }

    /// <summary>Number of taps.</summary>
    public int Taps { get; }

    /// <summary>Takes as many other taps in place of those before.</summary>
    /// <param name="taps">Tap n multiplies the row n after the output's first.</param>
    public void Set(ReadOnlySpan<double> taps)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(taps.Length, Taps);
        for (int n = 0; n < Taps; n++)
            _padded[Block - 1 + n] = (float)taps[n];
    }

    /// <summary>Filters.</summary>
    /// <param name="rows">Outputs + taps − 1 rows, finite.</param>
    /// <param name="output">Rows to write.</param>
    public void Apply(ReadOnlySpan<float> rows, Span<float> output)
    {
        int outputs = output.Length / Tile.Lanes;
        if (rows.Length != (outputs + Taps - 1) * Tile.Lanes)
            throw new ArgumentException($"{outputs} outputs of {Taps} taps need {outputs + Taps - 1} rows, not {rows.Length / Tile.Lanes}.", nameof(rows));
        int done = 0;
        for (; done + Block <= outputs; done += Block)
            ApplyBlock(rows[(done * Tile.Lanes)..], output.Slice(done * Tile.Lanes, Block * Tile.Lanes));
        for (; done < outputs; done++)
            ApplyOne(rows[(done * Tile.Lanes)..], output.Slice(done * Tile.Lanes, Tile.Lanes));
    }

    private void ApplyBlock(ReadOnlySpan<float> rows, Span<float> output)
    {
        Vector512<float> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default, h6 = default, h7 = default;
        int last = Taps + Block - 1;
        for (int r = 0; r < last; r++)
        {
            Vector512<float> y = Tile.Row(rows, r);
            ReadOnlySpan<float> tap = _padded.AsSpan(r, Block);
            h0 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[7]), y, h0);
            h1 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[6]), y, h1);
            h2 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[5]), y, h2);
            h3 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[4]), y, h3);
            h4 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[3]), y, h4);
            h5 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[2]), y, h5);
            h6 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[1]), y, h6);
            h7 = Vector512.FusedMultiplyAdd(Vector512.Create(tap[0]), y, h7);
        }
        h0.CopyTo(output);
        h1.CopyTo(output[Tile.Lanes..]);
        h2.CopyTo(output[(2 * Tile.Lanes)..]);
        h3.CopyTo(output[(3 * Tile.Lanes)..]);
        h4.CopyTo(output[(4 * Tile.Lanes)..]);
        h5.CopyTo(output[(5 * Tile.Lanes)..]);
        h6.CopyTo(output[(6 * Tile.Lanes)..]);
        h7.CopyTo(output[(7 * Tile.Lanes)..]);
    }

    // The same sum in the same order, without the zero terms, which change nothing.
    private void ApplyOne(ReadOnlySpan<float> rows, Span<float> output)
    {
        Vector512<float> h = default;
        ReadOnlySpan<float> taps = _padded.AsSpan(Block - 1, Taps);
        for (int n = 0; n < taps.Length; n++)
            h = Vector512.FusedMultiplyAdd(Vector512.Create(taps[n]), Tile.Row(rows, n), h);
        h.CopyTo(output);
    }
}
