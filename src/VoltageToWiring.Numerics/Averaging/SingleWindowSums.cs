using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// <see cref="WindowSums"/> in single precision, twice as fast: sum[j] += (Σ_i signal[onset_i + j]), the onsets in their order, the windows of
/// one call added up before they join what is there.
/// </summary>
/// <remarks>
/// Each addition rounds by at most u = 2⁻²⁴ of its result. Of n windows of samples no larger than M, with c calls in all, a sum is off by
/// at most (n + c)·u·n·M to first order, n of one call; of one running sum it would be n of all calls. Samples should be small, so their
/// offset is best removed before they are rounded: that rounding is one more u·M each, which the first addition of a call, to zero, leaves room for.
/// </remarks>
public static class SingleWindowSums
{
    private const int Lanes = 16;
    // Three of these cover 1000 frames, and leave registers for addresses.
    private const int WideTile = 21 * Lanes;
    private const int NarrowTile = 4 * Lanes;

    /// <summary>Samples in single precision, less an offset.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="offset">What is subtracted, in double precision.</param>
    /// <param name="signal">Receives as many values, each (float)(sample − offset).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(ReadOnlySpan<double> samples, double offset, Span<float> signal)
    {
        ref double x = ref MemoryMarshal.GetReference(samples);
        ref float y = ref MemoryMarshal.GetReference(signal[..samples.Length]);
        Vector512<double> offsets = Vector512.Create(offset);
        int i = 0;
        for (; i + Lanes <= samples.Length; i += Lanes)
        {
            Vector512<double> lower = Vector512.LoadUnsafe(ref x, (nuint)i) - offsets;
            Vector512<double> upper = Vector512.LoadUnsafe(ref x, (nuint)(i + Lanes / 2)) - offsets;
            Vector512.Narrow(lower, upper).StoreUnsafe(ref y, (nuint)i);
        }
        for (; i < samples.Length; i++)
            signal[i] = (float)(samples[i] - offset);
    }

    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sum">One element for each frame of the window, added to.</param>
    public static void AddScalar(ReadOnlySpan<float> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<float> sum)
    {
        for (int j = 0; j < sum.Length; j++)
        {
            float s = 0;
            foreach (int onset in onsets)
                s += signal[onset - firstFrame + j];
            sum[j] += s;
        }
    }

    /// <summary>
    /// The fast form: the same additions in the same order for every element, so the same bits; 336 columns of the sum stay in registers
    /// while all windows pass.
    /// </summary>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sum">One element for each frame of the window, added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window reaches beyond the signal.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<float> sum)
    {
        if (onsets.IsEmpty)
            return;
        uint latest = 0;
        foreach (int onset in onsets)
            latest = Math.Max(latest, (uint)(onset - firstFrame));
        if (latest > (long)signal.Length - sum.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(onsets), latest + (long)firstFrame, "The window of this onset reaches beyond the signal.");
        }
        if (sum.Length < Lanes)
        {
            AddScalar(signal, firstFrame, onsets, sum);
            return;
        }

        ref float x = ref MemoryMarshal.GetReference(signal);
        ref float s = ref MemoryMarshal.GetReference(sum);
        int column = 0;
        for (; column + WideTile <= sum.Length; column += WideTile)
            AddWideTile(ref x, column - firstFrame, onsets, ref Unsafe.Add(ref s, column));
        // The last tile of a kind may go back over columns that are done; these are put back.
        Span<float> done = stackalloc float[WideTile];
        if (sum.Length >= WideTile && sum.Length - column > WideTile / 2)
        {
            int first = sum.Length - WideTile;
            sum[first..column].CopyTo(done);
            AddWideTile(ref x, first - firstFrame, onsets, ref Unsafe.Add(ref s, first));
            done[..(column - first)].CopyTo(sum[first..]);
            return;
        }
        for (; column + NarrowTile <= sum.Length; column += NarrowTile)
            AddNarrowTile(ref x, column - firstFrame, onsets, ref Unsafe.Add(ref s, column));
        for (; column < sum.Length; column += Lanes)
        {
            int first = Math.Min(column, sum.Length - Lanes);
            sum[first..column].CopyTo(done);
            AddLanes(ref x, first - firstFrame, onsets, ref Unsafe.Add(ref s, first));
            done[..(column - first)].CopyTo(sum[first..]);
        }
    }

    // A reference may never point outside of its array, not even on the way: the collector follows it wherever it points. So the sum of onset and
    // shift is formed first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWideTile(ref float x, int shift, ReadOnlySpan<int> onsets, ref float s)
    {
        Vector512<float> s0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero;
        Vector512<float> s4 = Vector512<float>.Zero;
        Vector512<float> s5 = Vector512<float>.Zero;
        Vector512<float> s6 = Vector512<float>.Zero;
        Vector512<float> s7 = Vector512<float>.Zero;
        Vector512<float> s8 = Vector512<float>.Zero;
        Vector512<float> s9 = Vector512<float>.Zero;
        Vector512<float> s10 = Vector512<float>.Zero;
        Vector512<float> s11 = Vector512<float>.Zero;
        Vector512<float> s12 = Vector512<float>.Zero;
        Vector512<float> s13 = Vector512<float>.Zero;
        Vector512<float> s14 = Vector512<float>.Zero;
        Vector512<float> s15 = Vector512<float>.Zero;
        Vector512<float> s16 = Vector512<float>.Zero;
        Vector512<float> s17 = Vector512<float>.Zero;
        Vector512<float> s18 = Vector512<float>.Zero;
        Vector512<float> s19 = Vector512<float>.Zero;
        Vector512<float> s20 = Vector512<float>.Zero;
        foreach (int onset in onsets)
        {
            ref float w = ref Unsafe.Add(ref x, onset + shift);
            s0 += Vector512.LoadUnsafe(ref w);
            s1 += Vector512.LoadUnsafe(ref w, Lanes);
            s2 += Vector512.LoadUnsafe(ref w, 2 * Lanes);
            s3 += Vector512.LoadUnsafe(ref w, 3 * Lanes);
            s4 += Vector512.LoadUnsafe(ref w, 4 * Lanes);
            s5 += Vector512.LoadUnsafe(ref w, 5 * Lanes);
            s6 += Vector512.LoadUnsafe(ref w, 6 * Lanes);
            s7 += Vector512.LoadUnsafe(ref w, 7 * Lanes);
            s8 += Vector512.LoadUnsafe(ref w, 8 * Lanes);
            s9 += Vector512.LoadUnsafe(ref w, 9 * Lanes);
            s10 += Vector512.LoadUnsafe(ref w, 10 * Lanes);
            s11 += Vector512.LoadUnsafe(ref w, 11 * Lanes);
            s12 += Vector512.LoadUnsafe(ref w, 12 * Lanes);
            s13 += Vector512.LoadUnsafe(ref w, 13 * Lanes);
            s14 += Vector512.LoadUnsafe(ref w, 14 * Lanes);
            s15 += Vector512.LoadUnsafe(ref w, 15 * Lanes);
            s16 += Vector512.LoadUnsafe(ref w, 16 * Lanes);
            s17 += Vector512.LoadUnsafe(ref w, 17 * Lanes);
            s18 += Vector512.LoadUnsafe(ref w, 18 * Lanes);
            s19 += Vector512.LoadUnsafe(ref w, 19 * Lanes);
            s20 += Vector512.LoadUnsafe(ref w, 20 * Lanes);
        }
        AddTo(ref s, 0, s0);
        AddTo(ref s, Lanes, s1);
        AddTo(ref s, 2 * Lanes, s2);
        AddTo(ref s, 3 * Lanes, s3);
        AddTo(ref s, 4 * Lanes, s4);
        AddTo(ref s, 5 * Lanes, s5);
        AddTo(ref s, 6 * Lanes, s6);
        AddTo(ref s, 7 * Lanes, s7);
        AddTo(ref s, 8 * Lanes, s8);
        AddTo(ref s, 9 * Lanes, s9);
        AddTo(ref s, 10 * Lanes, s10);
        AddTo(ref s, 11 * Lanes, s11);
        AddTo(ref s, 12 * Lanes, s12);
        AddTo(ref s, 13 * Lanes, s13);
        AddTo(ref s, 14 * Lanes, s14);
        AddTo(ref s, 15 * Lanes, s15);
        AddTo(ref s, 16 * Lanes, s16);
        AddTo(ref s, 17 * Lanes, s17);
        AddTo(ref s, 18 * Lanes, s18);
        AddTo(ref s, 19 * Lanes, s19);
        AddTo(ref s, 20 * Lanes, s20);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNarrowTile(ref float x, int shift, ReadOnlySpan<int> onsets, ref float s)
    {
        Vector512<float> s0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero;
        foreach (int onset in onsets)
        {
            ref float w = ref Unsafe.Add(ref x, onset + shift);
            s0 += Vector512.LoadUnsafe(ref w);
            s1 += Vector512.LoadUnsafe(ref w, Lanes);
            s2 += Vector512.LoadUnsafe(ref w, 2 * Lanes);
            s3 += Vector512.LoadUnsafe(ref w, 3 * Lanes);
        }
        AddTo(ref s, 0, s0);
        AddTo(ref s, Lanes, s1);
        AddTo(ref s, 2 * Lanes, s2);
        AddTo(ref s, 3 * Lanes, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes(ref float x, int shift, ReadOnlySpan<int> onsets, ref float s)
    {
        Vector512<float> s0 = Vector512<float>.Zero;
        foreach (int onset in onsets)
            s0 += Vector512.LoadUnsafe(ref Unsafe.Add(ref x, onset + shift));
        AddTo(ref s, 0, s0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float s, nuint column, Vector512<float> part)
        => (Vector512.LoadUnsafe(ref s, column) + part).StoreUnsafe(ref s, column);
}
