using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// The frames at which windows begin, ascending, in 16 bits each: how many frames after the one before. Read from the first on.
/// </summary>
/// <param name="steps">What <see cref="Pack"/> has written.</param>
public readonly ref struct PackedOnsets(ReadOnlySpan<ushort> steps)
{
    // So many frames further, and no onset there yet.
    private const int Further = ushort.MaxValue;
    private const int Lanes = 16;

    private readonly ReadOnlySpan<ushort> _steps = steps;

    /// <summary>How much room onsets take at most.</summary>
    /// <param name="onsets">How many there are.</param>
    /// <param name="lastFrame">The last of them.</param>
    public static int MaxLength(int onsets, int lastFrame) => checked(onsets + lastFrame / Further);

    /// <summary>Packs onsets.</summary>
    /// <param name="onsets">Frame indices from 0 on, ascending; several may be alike.</param>
    /// <param name="steps">Receives them; has room for <see cref="MaxLength"/>.</param>
    /// <returns>How many elements they take.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Pack(ReadOnlySpan<int> onsets, Span<ushort> steps)
    {
        ref int onset = ref MemoryMarshal.GetReference(onsets);
        Vector512<uint> further = Vector512.Create((uint)Further);
        int length = 0;
        int frame = 0;
        for (int i = 0; i < onsets.Length;)
        {
            if (i > 0 && i + 2 * Lanes <= onsets.Length && length + 2 * Lanes <= steps.Length)
            {
                Vector512<uint> lower = (Vector512.LoadUnsafe(ref onset, (nuint)i) - Vector512.LoadUnsafe(ref onset, (nuint)(i - 1))).AsUInt32();
                Vector512<uint> upper = (Vector512.LoadUnsafe(ref onset, (nuint)(i + Lanes)) - Vector512.LoadUnsafe(ref onset, (nuint)(i + Lanes - 1))).AsUInt32();
                if (Vector512.LessThanAll(Vector512.Max(lower, upper), further))
                {
                    Vector512.Narrow(lower, upper).CopyTo(steps[length..]);
                    i += 2 * Lanes;
                    length += 2 * Lanes;
                    frame = onsets[i - 1];
                    continue;
                }
            }
            for (; onsets[i] - frame >= Further; frame += Further)
                steps[length++] = Further;
            steps[length++] = (ushort)(onsets[i] - frame);
            frame = onsets[i++];
        }
        return length;
    }

    /// <summary>Elements, at least as many as onsets.</summary>
    public int Length => _steps.Length;

    /// <summary>Reads the onsets from a place on that lie before a frame.</summary>
    /// <param name="place">Where to begin; then where the first onset follows that was not read.</param>
    /// <param name="endFrame">The frame.</param>
    /// <param name="room">Room for the result; made larger as needed.</param>
    /// <returns>Frame indices, ascending, in <paramref name="room"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Read(ref OnsetPlace place, int endFrame, ref int[] room)
    {
        ReadOnlySpan<ushort> steps = _steps[place.Index..];
        int[] onsets = room;
        int frame = place.Frame;
        int count = 0;
        int i = 0;
        // Sixteen at a time as long as all lie before the end, and each is an onset.
        for (; i + Lanes <= steps.Length; i += Lanes)
        {
            Vector256<ushort> sixteen = Vector256.Create(steps.Slice(i, Lanes));
            Vector512<int> frames = Cumulate(Vector512.WidenLower(sixteen.ToVector512()).AsInt32());
            int last = frame + frames[Lanes - 1];
            if (last >= endFrame || Vector256.EqualsAny(sixteen, Vector256.Create((ushort)Further)))
                break;
            if (count + Lanes > onsets.Length)
                Array.Resize(ref onsets, 2 * (count + Lanes));
            (frames + Vector512.Create(frame)).CopyTo(onsets, count);
            frame = last;
            count += Lanes;
        }
        for (; i < steps.Length; i++)
        {
            int next = frame + steps[i];
            if (next >= endFrame)
                break;
            frame = next;
            if (count == onsets.Length)
                Array.Resize(ref onsets, 2 * (count + Lanes));
            onsets[count] = frame;
            count += steps[i] == Further ? 0 : 1;
        }
        room = onsets;
        place = new OnsetPlace(place.Index + i, frame);
        return onsets.AsSpan(0, count);
    }

    /// <summary>Looks at what is likely read next, once for each cache line: memory answers many reads at once sooner than one by one.</summary>
    /// <param name="place">From where on.</param>
    /// <param name="count">How many elements.</param>
    /// <returns>A number that means nothing, for the compiler not to leave the reads out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Fetch(OnsetPlace place, int count)
    {
        const int Line = 32;
        int end = Math.Min(place.Index + count, _steps.Length);
        int read = 0;
        for (int i = place.Index; i < end; i += Line)
            read ^= _steps[i];
        return read;
    }

    // Each lane becomes the sum of all up to it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Cumulate(Vector512<int> x)
    {
        x += Vector512.Shuffle(x, Vector512.Create(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
        x += Vector512.Shuffle(x, Vector512.Create(-1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
        x += Vector512.Shuffle(x, Vector512.Create(-1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        return x + Vector512.Shuffle(x, Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7));
    }

    /// <summary>All onsets.</summary>
    public int[] ToArray()
    {
        var place = default(OnsetPlace);
        int[] room = [];
        return Read(ref place, int.MaxValue, ref room).ToArray();
    }
}

/// <summary>Up to where a train has been read; the default is its beginning.</summary>
/// <param name="Index">Elements that were read.</param>
/// <param name="Frame">The frame they lead to.</param>
public readonly record struct OnsetPlace(int Index, int Frame);
