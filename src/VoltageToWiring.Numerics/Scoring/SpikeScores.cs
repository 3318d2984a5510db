using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Sums of scores at the spikes of one train, for sixteen targets at once: a lookup and an add for each spike.</summary>
public static class SpikeScores
{
    /// <summary>Σ g(t) over spikes.</summary>
    /// <param name="scores">Rows of g.</param>
    /// <param name="spikes">Row of each spike.</param>
    /// <param name="shift">Rows by which every spike is shifted: a delay.</param>
    /// <param name="sum">Receives one row.</param>
    public static void Sum(ReadOnlySpan<float> scores, ReadOnlySpan<int> spikes, int shift, Span<float> sum)
    {
        Vector512<float> total = default;
        foreach (int spike in spikes)
            total += Tile.Row(scores, spike + shift);
        total.CopyTo(sum);
    }

    /// <summary>
    /// Σ g(t) + w(t)·β·f(t) over spikes: the score without the other inputs, the train's own part of what was subtracted put back.
    /// </summary>
    /// <param name="scores">Rows of g, all predicted inputs subtracted.</param>
    /// <param name="weights">Rows of w.</param>
    /// <param name="own">f: the train's own filtered response, by row.</param>
    /// <param name="amplitudes">One row: β of the train for each target.</param>
    /// <param name="spikes">Row of each spike.</param>
    /// <param name="shift">Rows by which every spike is shifted: a delay.</param>
    /// <param name="sum">Receives one row.</param>
    public static void SumLeaveOneOut(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, ReadOnlySpan<float> own, ReadOnlySpan<float> amplitudes,
        ReadOnlySpan<int> spikes, int shift, Span<float> sum)
    {
        Vector512<float> residual = default, response = default;
        foreach (int spike in spikes)
        {
            int row = spike + shift;
            residual += Tile.Row(scores, row);
            response = Vector512.FusedMultiplyAdd(Tile.Row(weights, row), Vector512.Create(own[row]), response);
        }
        Vector512.FusedMultiplyAdd(Vector512.Create(amplitudes), response, residual).CopyTo(sum);
    }
}
