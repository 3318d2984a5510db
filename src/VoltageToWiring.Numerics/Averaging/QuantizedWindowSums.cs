using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// <see cref="WindowSums"/> of a signal in levels (<see cref="Quantization"/>): sum[j] += Σ_i level[onset_i + j], exact integers at twice the speed of
/// single precision, because a vector holds 32 levels.
/// </summary>
/// <remarks>
/// Levels lie in memory in pairs, an even and an odd frame in each word of 32 bits. Words are summed as they are, which gives even + 2¹⁶·odd modulo
/// 2³², and so are their upper halves, which gives odd: even follows. Two windows are added before they are taken apart, since two levels of 15
/// bits do not overflow 16. Sums are kept that way: of each 32 frames first the 16 sums of words, then the 16 of odd frames.
/// </remarks>
public static class QuantizedWindowSums
{
    /// <summary>Frames whose sums are kept together.</summary>
    public const int Together = 2 * Lanes;

    /// <summary>As many windows may be added to a sum: no more than that are sure to fit.</summary>
    public const int MaxWindows = 1 << 17;

    private const int Lanes = 16;
    private const int Tile = 8 * Together;

    /// <summary>Elements that the sums of a window take, and frames that are read from each onset on.</summary>
    /// <param name="windowFrames">Frames in a window.</param>
    public static int Length(int windowFrames) => (windowFrames + Together - 1) / Together * Together;

    /// <summary>The sum of one frame of the window.</summary>
    /// <param name="sums">All sums.</param>
    /// <param name="frame">0 … length − 1.</param>
    public static uint Of(ReadOnlySpan<uint> sums, int frame)
    {
        (int together, int within) = Math.DivRem(frame, Together);
        uint word = sums[together * Together + within / 2];
        uint odd = sums[together * Together + Lanes + within / 2];
        return within % 2 == 1 ? odd : word - (odd << 16);
    }

    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="signal">Levels from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sums">A multiple of <see cref="Together"/>, added to.</param>
    public static void AddScalar(ReadOnlySpan<ushort> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<uint> sums)
    {
        foreach (int onset in onsets)
        {
            ReadOnlySpan<ushort> window = signal.Slice(onset - firstFrame, sums.Length);
            for (int frame = 0; frame < sums.Length; frame += 2)
            {
                int at = frame / Together * Together + frame % Together / 2;
                sums[at] += window[frame] + ((uint)window[frame + 1] << 16);
                sums[at + Lanes] += window[frame + 1];
            }
        }
    }

    /// <summary>The fast form: 256 frames of the sum stay in registers while all windows pass.</summary>
    /// <param name="signal">Levels from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices where windows start; each window must lie within the signal.</param>
    /// <param name="sums">A multiple of <see cref="Together"/>, added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window reaches beyond the signal.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<ushort> signal, int firstFrame, ReadOnlySpan<int> onsets, Span<uint> sums)
    {
        if (onsets.IsEmpty)
            return;
        ArgumentOutOfRangeException.ThrowIfNotEqual(sums.Length % Together, 0, nameof(sums));
        uint latest = 0;
        foreach (int onset in onsets)
            latest = Math.Max(latest, (uint)(onset - firstFrame));
        if (latest > (long)signal.Length - sums.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(onsets), latest + (long)firstFrame, "The window of this onset reaches beyond the signal.");
        }
        ref ushort x = ref MemoryMarshal.GetReference(signal);
        ref uint s = ref MemoryMarshal.GetReference(sums);
        int frame = 0;
        for (; frame + Tile <= sums.Length; frame += Tile)
            AddTile(ref x, frame - firstFrame, onsets, ref Unsafe.Add(ref s, frame));
        for (; frame < sums.Length; frame += Together)
            AddTogether(ref x, frame - firstFrame, onsets, ref Unsafe.Add(ref s, frame));
    }

    // A reference may never point outside of its array, not even on the way: the collector follows it wherever it points. So the sum of onset and
    // shift is formed first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(ref ushort x, int shift, ReadOnlySpan<int> onsets, ref uint s)
    {
        Vector512<uint> word0 = Vector512<uint>.Zero, odd0 = word0;
        Vector512<uint> word1 = Vector512<uint>.Zero, odd1 = word1;
        Vector512<uint> word2 = Vector512<uint>.Zero, odd2 = word2;
        Vector512<uint> word3 = Vector512<uint>.Zero, odd3 = word3;
        Vector512<uint> word4 = Vector512<uint>.Zero, odd4 = word4;
        Vector512<uint> word5 = Vector512<uint>.Zero, odd5 = word5;
        Vector512<uint> word6 = Vector512<uint>.Zero, odd6 = word6;
        Vector512<uint> word7 = Vector512<uint>.Zero, odd7 = word7;
        int i = onsets.Length % 2;
        if (i == 1)
        {
            ref ushort one = ref Unsafe.Add(ref x, onsets[0] + shift);
            word0 = Vector512.LoadUnsafe(ref one, 0).AsUInt32();
            word1 = Vector512.LoadUnsafe(ref one, Together).AsUInt32();
            word2 = Vector512.LoadUnsafe(ref one, 2 * Together).AsUInt32();
            word3 = Vector512.LoadUnsafe(ref one, 3 * Together).AsUInt32();
            word4 = Vector512.LoadUnsafe(ref one, 4 * Together).AsUInt32();
            word5 = Vector512.LoadUnsafe(ref one, 5 * Together).AsUInt32();
            word6 = Vector512.LoadUnsafe(ref one, 6 * Together).AsUInt32();
            word7 = Vector512.LoadUnsafe(ref one, 7 * Together).AsUInt32();
            odd0 = word0 >>> 16;
            odd1 = word1 >>> 16;
            odd2 = word2 >>> 16;
            odd3 = word3 >>> 16;
            odd4 = word4 >>> 16;
            odd5 = word5 >>> 16;
            odd6 = word6 >>> 16;
            odd7 = word7 >>> 16;
        }
        for (; i < onsets.Length; i += 2)
        {
            ref ushort a = ref Unsafe.Add(ref x, onsets[i] + shift);
            ref ushort b = ref Unsafe.Add(ref x, onsets[i + 1] + shift);
            Vector512<uint> two = Two(ref a, ref b, 0);
            word0 += two;
            odd0 += two >>> 16;
            two = Two(ref a, ref b, Together);
            word1 += two;
            odd1 += two >>> 16;
            two = Two(ref a, ref b, 2 * Together);
            word2 += two;
            odd2 += two >>> 16;
            two = Two(ref a, ref b, 3 * Together);
            word3 += two;
            odd3 += two >>> 16;
            two = Two(ref a, ref b, 4 * Together);
            word4 += two;
            odd4 += two >>> 16;
            two = Two(ref a, ref b, 5 * Together);
            word5 += two;
            odd5 += two >>> 16;
            two = Two(ref a, ref b, 6 * Together);
            word6 += two;
            odd6 += two >>> 16;
            two = Two(ref a, ref b, 7 * Together);
            word7 += two;
            odd7 += two >>> 16;
        }
        AddTo(ref s, 0, word0, odd0);
        AddTo(ref s, Together, word1, odd1);
        AddTo(ref s, 2 * Together, word2, odd2);
        AddTo(ref s, 3 * Together, word3, odd3);
        AddTo(ref s, 4 * Together, word4, odd4);
        AddTo(ref s, 5 * Together, word5, odd5);
        AddTo(ref s, 6 * Together, word6, odd6);
        AddTo(ref s, 7 * Together, word7, odd7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTogether(ref ushort x, int shift, ReadOnlySpan<int> onsets, ref uint s)
    {
        int i = onsets.Length % 2;
        Vector512<uint> word = i == 0 ? Vector512<uint>.Zero : Vector512.LoadUnsafe(ref Unsafe.Add(ref x, onsets[0] + shift)).AsUInt32();
        Vector512<uint> odd = word >>> 16;
        for (; i < onsets.Length; i += 2)
        {
            Vector512<uint> two = Two(ref Unsafe.Add(ref x, onsets[i] + shift), ref Unsafe.Add(ref x, onsets[i + 1] + shift), 0);
            word += two;
            odd += two >>> 16;
        }
        AddTo(ref s, 0, word, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Two(ref ushort a, ref ushort b, nuint frame)
        => (Vector512.LoadUnsafe(ref a, frame) + Vector512.LoadUnsafe(ref b, frame)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref uint s, nuint frame, Vector512<uint> words, Vector512<uint> odd)
    {
        (Vector512.LoadUnsafe(ref s, frame) + words).StoreUnsafe(ref s, frame);
        (Vector512.LoadUnsafe(ref s, frame + Lanes) + odd).StoreUnsafe(ref s, frame + Lanes);
    }
}
