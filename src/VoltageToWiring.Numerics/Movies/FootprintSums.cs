using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Movies;

/// <summary>
/// Weighted sums of the pixels of a frame: s_r = Σ_p w_rp·x_p over the pixels p of each footprint r, of which a frame has few. Pixels are 16-bit
/// counts, sums are in single precision.
/// </summary>
/// <remarks>
/// A footprint is cut into pieces of sixteen pixels that follow each other in a row of the frame, with weight 0 where it has no pixel: sixteen
/// numbers are loaded, weighted and added at a time, without a tail and without looking up a pixel. Pixel i of each piece goes into sum i of
/// sixteen, which are added up in halves, so that both forms give the same bits. Of n pieces a sum is off by at most (n + 5)·2⁻²⁴·Σ|w·x|.
/// </remarks>
public sealed class FootprintSums
{
    /// <summary>Pixels of a piece.</summary>
    public const int Lanes = 16;

    private readonly int _pixels;
    private readonly int[] _starts;
    private readonly float[] _weights;
    private readonly int[] _ends;

    /// <summary>Cuts footprints into pieces.</summary>
    /// <param name="pixels">Pixels of a frame.</param>
    /// <param name="footprints">Pixels and weights of each: indices into a frame, ascending.</param>
    /// <exception cref="ArgumentException">Pixels are not in the frame, do not ascend, or are not as many as weights.</exception>
    public FootprintSums(int pixels, IReadOnlyList<(int[] Pixels, float[] Weights)> footprints)
    {
        ArgumentNullException.ThrowIfNull(footprints);
        _pixels = pixels;
        _ends = new int[footprints.Count];
        var starts = new List<int>();
        var weights = new List<float>();
        for (int r = 0; r < footprints.Count; r++)
        {
            (int[] at, float[] weight) = footprints[r];
            Check(at, weight);
            for (int i = 0; i < at.Length;)
                i = AddPiece(at, weight, i, starts, weights);
            _ends[r] = starts.Count;
        }
        _starts = [.. starts];
        _weights = [.. weights];
    }

    /// <summary>How many footprints there are.</summary>
    public int Count => _ends.Length;

    /// <summary>Pixels that are looked at in each frame, those of weight 0 included.</summary>
    public long PixelsRead => (long)_starts.Length * Lanes;

    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="frame">The pixels of a frame.</param>
    /// <param name="sums">Receives a sum for each footprint.</param>
    public void SumPlain(ReadOnlySpan<ushort> frame, Span<float> sums)
    {
        Check(frame, sums);
        Span<float> lanes = stackalloc float[Lanes];
        int piece = 0;
        for (int r = 0; r < _ends.Length; r++)
        {
            lanes.Clear();
            for (; piece < _ends[r]; piece++)
            {
                for (int lane = 0; lane < Lanes && _starts[piece] + lane < frame.Length; lane++)
                    lanes[lane] += _weights[piece * Lanes + lane] * frame[_starts[piece] + lane];
            }
            sums[r] = Halved(lanes);
        }
    }

    /// <summary>The fast form: the same products and additions, sixteen at a time. Allocates nothing.</summary>
    /// <param name="frame">The pixels of a frame.</param>
    /// <param name="sums">Receives a sum for each footprint.</param>
    /// <exception cref="ArgumentException">The frame has not as many pixels, or there is not room for as many sums.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(ReadOnlySpan<ushort> frame, Span<float> sums)
    {
        if (frame.Length < Lanes)
        {
            SumPlain(frame, sums);
            return;
        }
        Check(frame, sums);
        ref ushort pixels = ref MemoryMarshal.GetReference(frame);
        ref float weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        Span<float> lanes = stackalloc float[Lanes];
        ref float lane = ref MemoryMarshal.GetReference(lanes);
        int piece = 0;
        for (int r = 0; r < _ends.Length; r++)
        {
            Vector256<float> low = Vector256<float>.Zero, high = Vector256<float>.Zero;
            for (; piece < _ends[r]; piece++)
            {
                (Vector256<uint> x, Vector256<uint> y) = Vector256.Widen(Vector256.LoadUnsafe(ref pixels, (nuint)_starts[piece]));
                low += Vector256.LoadUnsafe(ref weights, (nuint)(piece * Lanes)) * Vector256.ConvertToSingle(x.AsInt32());
                high += Vector256.LoadUnsafe(ref weights, (nuint)(piece * Lanes + Lanes / 2)) * Vector256.ConvertToSingle(y.AsInt32());
            }
            low.StoreUnsafe(ref lane);
            high.StoreUnsafe(ref lane, Lanes / 2);
            sums[r] = Halved(lanes);
        }
    }

    private static float Halved(Span<float> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        }
        return lanes[0];
    }

    /// <summary>Adds the piece that begins at a pixel, or so far before it that it ends with the frame.</summary>
    /// <returns>Index of the first pixel beyond the piece.</returns>
    private int AddPiece(int[] at, float[] weight, int i, List<int> starts, List<float> weights)
    {
        int start = Math.Max(0, Math.Min(at[i], _pixels - Lanes));
        var piece = new float[Lanes];
        for (; i < at.Length && at[i] < start + Lanes; i++)
            piece[at[i] - start] = weight[i];
        starts.Add(start);
        weights.AddRange(piece);
        return i;
    }

    private void Check(int[] at, float[] weight)
    {
        if (at.Length != weight.Length)
            throw new ArgumentException($"{weight.Length} weights came with {at.Length} pixels.", nameof(weight));
        for (int i = 0; i < at.Length; i++)
        {
            if ((uint)at[i] >= (uint)_pixels || (i > 0 && at[i] <= at[i - 1]))
                throw new ArgumentException($"Pixel {at[i]} stands where ascending ones from 0 to {_pixels - 1} are allowed.", nameof(at));
        }
    }

    private void Check(ReadOnlySpan<ushort> frame, Span<float> sums)
    {
        if (frame.Length != _pixels || sums.Length < _ends.Length)
            throw new ArgumentException($"A frame of {frame.Length} pixels came with room for {sums.Length} sums; {_pixels} pixels and {_ends.Length} sums are allowed.");
    }
}
