using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Sums of scores at the spikes of one train, for sixteen targets at once: a lookup and an add for each spike.</summary>
public static class SpikeScores
{
    /// <summary>Σ g(t) over spikes.</summary>
    /// <param name="packed">Rows of g and w, packed.</param>
    /// <param name="spikes">Row of each spike.</param>
    /// <param name="shift">Rows by which every spike is shifted: a delay.</param>
    /// <param name="sum">Receives one row.</param>
    public static void Sum(ReadOnlySpan<float> packed, ReadOnlySpan<int> spikes, int shift, Span<float> sum)
    {
        Vector512<float> total = default;
        foreach (int spike in spikes)
            total += PackedScores.Score(Tile.Row(packed, spike + shift));
        total.CopyTo(sum);
    }

    /// <summary>
    /// Σ g(t) + w(t)·β·f(t) over spikes: the score without the other inputs, the train's own part of what was subtracted put back.
    /// </summary>
    /// <param name="packed">Rows of g, all predicted inputs subtracted, and of w, packed.</param>
    /// <param name="own">f: the train's own filtered response, by row.</param>
    /// <param name="amplitudes">One row: β of the train for each target.</param>
    /// <param name="spikes">Row of each spike.</param>
    /// <param name="shift">Rows by which every spike is shifted: a delay.</param>
    /// <param name="sum">Receives one row.</param>
    public static void SumLeaveOneOut(
        ReadOnlySpan<float> packed, ReadOnlySpan<float> own, ReadOnlySpan<float> amplitudes, ReadOnlySpan<int> spikes, int shift, Span<float> sum)
    {
        Vector512<float> residual = default, response = default;
        foreach (int spike in spikes)
        {
            int row = spike + shift;
            Vector512<float> both = Tile.Row(packed, row);
            residual += PackedScores.Score(both);
            response = Vector512.FusedMultiplyAdd(PackedScores.Weight(both), Vector512.Create(own[row]), response);
        }
        Vector512.FusedMultiplyAdd(Vector512.Create(amplitudes), response, residual).CopyTo(sum);
    }

    /// <summary>
    /// <see cref="Sum"/> or <see cref="SumLeaveOneOut"/> for many trajectories of one train and every delay, to the same bits: rows that are
    /// near each other in time are near each other in the cache, so delays come innermost.
    /// </summary>
    /// <param name="packed">Rows of g and w, packed.</param>
    /// <param name="own">f: the train's own filtered response, by row; not looked at where there are no amplitudes.</param>
    /// <param name="amplitudes">One row: β of the train for each target; empty where nothing is put back.</param>
    /// <param name="spikes">Rows of the spikes: trajectory after trajectory.</param>
    /// <param name="trajectories">Number of trajectories, each of as many spikes.</param>
    /// <param name="delays">Rows by which every spike is shifted.</param>
    /// <param name="sums">Receives delays × trajectories rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shifted spike lies outside the rows.</exception>
    public static void SumTrajectories(
        ReadOnlySpan<float> packed, ReadOnlySpan<float> own, ReadOnlySpan<float> amplitudes, ReadOnlySpan<int> spikes, int trajectories,
        ReadOnlySpan<int> delays, Span<float> sums)
    {
        if (spikes.IsEmpty)
        {
            sums.Clear();
            return;
        }
        bool leaveOneOut = !amplitudes.IsEmpty;
        int rows = leaveOneOut ? Math.Min(packed.Length / Tile.Lanes, own.Length) : packed.Length / Tile.Lanes;
        int first = TensorPrimitives.Min(spikes) + TensorPrimitives.Min(delays);
        int last = TensorPrimitives.Max(spikes) + TensorPrimitives.Max(delays);
        if (first < 0 || last >= rows)
            throw new ArgumentOutOfRangeException(nameof(spikes), first < 0 ? first : last, $"Spikes look scores up in {rows} rows.");
        if (sums.Length < delays.Length * trajectories * Tile.Lanes)
            throw new ArgumentException($"{delays.Length} delays of {trajectories} trajectories need more than {sums.Length / Tile.Lanes} rows.", nameof(sums));
        int count = spikes.Length / trajectories;
        for (int s = 0; s < trajectories; s++)
        {
            ReadOnlySpan<int> trajectory = spikes.Slice(s * count, count);
            int delay = 0;
            for (; delay + 3 <= delays.Length; delay += 3)
            {
                ReadOnlySpan<int> three = delays.Slice(delay, 3);
                Span<float> to = sums[((delay * trajectories + s) * Tile.Lanes)..];
                if (leaveOneOut)
                    SumThreeLeaveOneOut(packed, own, amplitudes, trajectory, three, trajectories, to);
                else
                    SumThree(packed, trajectory, three, trajectories, to);
            }
            for (; delay < delays.Length; delay++)
            {
                Span<float> to = sums.Slice((delay * trajectories + s) * Tile.Lanes, Tile.Lanes);
                if (leaveOneOut)
                    SumLeaveOneOut(packed, own, amplitudes, trajectory, delays[delay], to);
                else
                    Sum(packed, trajectory, delays[delay], to);
            }
        }
    }

    private static void SumThree(ReadOnlySpan<float> packed, ReadOnlySpan<int> spikes, ReadOnlySpan<int> delays, int stride, Span<float> sums)
    {
        Vector512<float> g0 = default, g1 = default, g2 = default;
        int d0 = delays[0], d1 = delays[1], d2 = delays[2];
        ref float p = ref MemoryMarshal.GetReference(packed);
        foreach (int spike in spikes)
        {
            g0 += PackedScores.Score(Vector512.LoadUnsafe(ref p, (nuint)((spike + d0) * Tile.Lanes)));
            g1 += PackedScores.Score(Vector512.LoadUnsafe(ref p, (nuint)((spike + d1) * Tile.Lanes)));
            g2 += PackedScores.Score(Vector512.LoadUnsafe(ref p, (nuint)((spike + d2) * Tile.Lanes)));
        }
        g0.CopyTo(sums);
        g1.CopyTo(sums[(stride * Tile.Lanes)..]);
        g2.CopyTo(sums[(2 * stride * Tile.Lanes)..]);
    }

    private static void SumThreeLeaveOneOut(
        ReadOnlySpan<float> packed, ReadOnlySpan<float> own, ReadOnlySpan<float> amplitudes, ReadOnlySpan<int> spikes,
        ReadOnlySpan<int> delays, int stride, Span<float> sums)
    {
        Vector512<float> g0 = default, g1 = default, g2 = default, r0 = default, r1 = default, r2 = default;
        int d0 = delays[0], d1 = delays[1], d2 = delays[2];
        ref float p = ref MemoryMarshal.GetReference(packed);
        ref float f = ref MemoryMarshal.GetReference(own);
        foreach (int spike in spikes)
        {
            int row0 = spike + d0, row1 = spike + d1, row2 = spike + d2;
            Vector512<float> both0 = Vector512.LoadUnsafe(ref p, (nuint)(row0 * Tile.Lanes));
            Vector512<float> both1 = Vector512.LoadUnsafe(ref p, (nuint)(row1 * Tile.Lanes));
            Vector512<float> both2 = Vector512.LoadUnsafe(ref p, (nuint)(row2 * Tile.Lanes));
            g0 += PackedScores.Score(both0);
            r0 = Vector512.FusedMultiplyAdd(PackedScores.Weight(both0), Vector512.Create(Unsafe.Add(ref f, row0)), r0);
            g1 += PackedScores.Score(both1);
            r1 = Vector512.FusedMultiplyAdd(PackedScores.Weight(both1), Vector512.Create(Unsafe.Add(ref f, row1)), r1);
            g2 += PackedScores.Score(both2);
            r2 = Vector512.FusedMultiplyAdd(PackedScores.Weight(both2), Vector512.Create(Unsafe.Add(ref f, row2)), r2);
        }
        Vector512<float> beta = Vector512.Create(amplitudes);
        Vector512.FusedMultiplyAdd(beta, r0, g0).CopyTo(sums);
        Vector512.FusedMultiplyAdd(beta, r1, g1).CopyTo(sums[(stride * Tile.Lanes)..]);
        Vector512.FusedMultiplyAdd(beta, r2, g2).CopyTo(sums[(2 * stride * Tile.Lanes)..]);
    }
}
