using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>The inner loop of every spike-triggered average: sum[j] += Σ_i signal[onset_i + j], the onsets in their order.</summary>
public static class WindowSums
{
    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sum">One element for each frame of the window, added to.</param>
    public static void AddScalar(ReadOnlySpan<double> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<double> sum)
    {
        foreach (int onset in onsets)
        {
            ReadOnlySpan<double> window = signal.Slice(onset - firstFrame, sum.Length);
            for (int j = 0; j < sum.Length; j++)
                sum[j] += window[j];
        }
    }

    /// <summary>
    /// The fast form: the same additions in the same order for every element, so the same bits; 64 columns of the sum stay in registers
    /// while all windows pass.
    /// </summary>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sum">One element for each frame of the window, added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window reaches beyond the signal.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<double> sum)
    {
        const int Lanes = 8;
        const int Columns = 8 * Lanes;
        int latest = signal.Length - sum.Length;
        foreach (int onset in onsets)
        {
            if ((uint)(onset - firstFrame) > (uint)latest)
                throw new ArgumentOutOfRangeException(nameof(onsets), onset, "The window of this onset reaches beyond the signal.");
        }

        ref double x = ref MemoryMarshal.GetReference(signal);
        ref double s = ref MemoryMarshal.GetReference(sum);
        int column = 0;
        for (; column + Columns <= sum.Length; column += Columns)
        {
            Vector512<double> s0 = Vector512.LoadUnsafe(ref s, (nuint)column);
            Vector512<double> s1 = Vector512.LoadUnsafe(ref s, (nuint)(column + Lanes));
            Vector512<double> s2 = Vector512.LoadUnsafe(ref s, (nuint)(column + 2 * Lanes));
            Vector512<double> s3 = Vector512.LoadUnsafe(ref s, (nuint)(column + 3 * Lanes));
            Vector512<double> s4 = Vector512.LoadUnsafe(ref s, (nuint)(column + 4 * Lanes));
            Vector512<double> s5 = Vector512.LoadUnsafe(ref s, (nuint)(column + 5 * Lanes));
            Vector512<double> s6 = Vector512.LoadUnsafe(ref s, (nuint)(column + 6 * Lanes));
            Vector512<double> s7 = Vector512.LoadUnsafe(ref s, (nuint)(column + 7 * Lanes));
            foreach (int onset in onsets)
            {
                ref double w = ref Unsafe.Add(ref x, onset - firstFrame + column);
                s0 += Vector512.LoadUnsafe(ref w);
                s1 += Vector512.LoadUnsafe(ref w, Lanes);
                s2 += Vector512.LoadUnsafe(ref w, 2 * Lanes);
                s3 += Vector512.LoadUnsafe(ref w, 3 * Lanes);
                s4 += Vector512.LoadUnsafe(ref w, 4 * Lanes);
                s5 += Vector512.LoadUnsafe(ref w, 5 * Lanes);
                s6 += Vector512.LoadUnsafe(ref w, 6 * Lanes);
                s7 += Vector512.LoadUnsafe(ref w, 7 * Lanes);
            }
            s0.StoreUnsafe(ref s, (nuint)column);
            s1.StoreUnsafe(ref s, (nuint)(column + Lanes));
            s2.StoreUnsafe(ref s, (nuint)(column + 2 * Lanes));
            s3.StoreUnsafe(ref s, (nuint)(column + 3 * Lanes));
            s4.StoreUnsafe(ref s, (nuint)(column + 4 * Lanes));
            s5.StoreUnsafe(ref s, (nuint)(column + 5 * Lanes));
            s6.StoreUnsafe(ref s, (nuint)(column + 6 * Lanes));
            s7.StoreUnsafe(ref s, (nuint)(column + 7 * Lanes));
        }
        for (; column + Lanes <= sum.Length; column += Lanes)
        {
            Vector512<double> s0 = Vector512.LoadUnsafe(ref s, (nuint)column);
            foreach (int onset in onsets)
                s0 += Vector512.LoadUnsafe(ref Unsafe.Add(ref x, onset - firstFrame + column));
            s0.StoreUnsafe(ref s, (nuint)column);
        }
        for (; column < sum.Length; column++)
        {
            double s0 = sum[column];
            foreach (int onset in onsets)
                s0 += signal[onset - firstFrame + column];
            sum[column] = s0;
        }
    }

    /// <summary>
    /// A few elements only: sums[k] += Σ_i signal[onset_i + columns_k], the onsets in their order, so the same bits as <see cref="Add"/> gives.
    /// </summary>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; all frames asked for must lie within the signal.</param>
    /// <param name="columns">Which frames of the window.</param>
    /// <param name="sums">One element for each of them, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumns(
        ReadOnlySpan<double> signal, int firstFrame, ReadOnlySpan<int> onsets, ReadOnlySpan<int> columns, Span<double> sums)
    {
        // Two at a time, because an addition has to wait for the one before it.
        int k = 0;
        for (; k + 2 <= columns.Length; k += 2)
        {
            int column0 = columns[k] - firstFrame;
            int column1 = columns[k + 1] - firstFrame;
            double s0 = sums[k];
            double s1 = sums[k + 1];
            foreach (int onset in onsets)
            {
                s0 += signal[onset + column0];
                s1 += signal[onset + column1];
            }
            sums[k] = s0;
            sums[k + 1] = s1;
        }
        if (k < columns.Length)
        {
            double s0 = sums[k];
            foreach (int onset in onsets)
                s0 += signal[onset - firstFrame + columns[k]];
            sums[k] = s0;
        }
    }
}
