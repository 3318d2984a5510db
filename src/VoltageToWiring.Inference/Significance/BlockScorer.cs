using System.Runtime.Intrinsics;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Significance;

/// <summary>One worker's room for scoring blocks in one tile of targets after another.</summary>
/// <param name="pairs">Which pairs are possible connections; others get no evidence.</param>
/// <param name="surrogates">Surrogates of a block.</param>
/// <param name="delays">Delays that are mixed, frames.</param>
/// <param name="lookAhead">Frames that a spike's scores look ahead of it, delays included.</param>
internal sealed class BlockScorer(PairLayout pairs, int surrogates, int[] delays, int lookAhead)
{
    private readonly ArraySegment<float> _sums = AlignedMemory.Allocate<float>(delays.Length * (surrogates + 1) * Tile.Lanes);
    private readonly float[] _mixed = new float[(surrogates + 1) * Tile.Lanes];
    private readonly double[] _amplitudes = new double[Tile.Lanes];
    private readonly double[] _squares = new double[Tile.Lanes];
    private readonly bool[] _valid = new bool[Tile.Lanes];

    // The delay that amplitudes are measured at.
    private readonly int _amplitudeDelay = delays[delays.Length / 2];

    /// <summary>Scores a block in the targets of one tile.</summary>
    /// <param name="drawn">The block.</param>
    /// <param name="chain">Index of the score.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="lanes">Targets in it.</param>
    /// <param name="trace">The traces, for their gaps.</param>
    /// <param name="evidence">Receives the evidence.</param>
    public void Score(DrawnBlock drawn, int chain, int tile, int lanes, AnalysisTrace trace, PairEvidence evidence)
    {
        ScoreTrack track = drawn.Track(chain);
        SpikeBlock block = drawn.Block;
        bool allValid = CheckValid(drawn.Source, block, track.Fit, trace, tile, lanes);
        ReadOnlySpan<float> amplitudes = track.Fit.AmplitudesOf(drawn.Source, tile);
        int trajectoryRows = (surrogates + 1) * Tile.Lanes;
        if (evidence.HasTrajectories)
            Array.Clear(_mixed);
        for (int shape = 0; shape < track.Fit.Shapes.Length; shape++)
        {
            SpikeScores.SumTrajectories(
                track[tile].Scores[shape].From(block.FirstFrame), drawn.Own(chain, shape), amplitudes, drawn.Rows, surrogates + 1, delays, _sums);
            if (!allValid)
                ClearInvalid();
            for (int delay = 0; delay < delays.Length; delay++)
            {
                ReadOnlySpan<float> sums = _sums.AsSpan(delay * trajectoryRows, trajectoryRows);
                BlockEvidence.AddTile(sums, lanes, evidence.LogMartingales(drawn.Source, tile, shape * delays.Length + delay));
                if (evidence.HasTrajectories)
                    AddMixed(sums);
            }
        }
        if (evidence.HasTrajectories)
            evidence.AddTrajectories(drawn.Source, tile, _mixed);
        SumAmplitudes(track[tile].Filtered[0].From(block.FirstFrame), drawn.RealRows, amplitudes, drawn.Own(chain, 0));
        for (int lane = 0; lane < lanes; lane++)
            Conclude(ref evidence[drawn.Source, tile * Tile.Lanes + lane], lane, block);
        evidence.Mix(drawn.Source, tile, _valid);
    }

    private void Conclude(ref PairState pair, int lane, SpikeBlock block)
    {
        if (!_valid[lane])
        {
            pair.SpikesInGap += block.Ticks.Count;
            return;
        }
        pair.AmplitudeSum += _amplitudes[lane];
        pair.AmplitudeSquares += _squares[lane];
        pair.SpikesUsed += block.Ticks.Count;
        pair.Blocks++;
        pair.UpdatedFrame = block.EndFrame + lookAhead;
    }

    private bool CheckValid(int source, SpikeBlock block, ScoreFit fit, AnalysisTrace trace, int tile, int lanes)
    {
        bool all = true;
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            int target = tile * Tile.Lanes + lane;
            _valid[lane] = lane < lanes && pairs.Has(source, target) && fit.Locations[target].Spread > 0 && trace.IsValid(target, block.FirstFrame, block.EndFrame + lookAhead);
            all &= _valid[lane];
        }
        return all;
    }

    // A target without a trace here says nothing: all its sums are equal.
    private void ClearInvalid()
    {
        Span<float> sums = _sums;
        for (int at = 0; at < sums.Length; at++)
        {
            if (!_valid[at % Tile.Lanes])
                sums[at] = 0;
        }
    }

    private void AddMixed(ReadOnlySpan<float> sums)
    {
        for (int at = 0; at < _mixed.Length; at++)
            _mixed[at] += sums[at];
    }

    private void SumAmplitudes(ReadOnlySpan<float> filtered, ReadOnlySpan<int> spikes, ReadOnlySpan<float> amplitudes, ReadOnlySpan<float> own)
    {
        Vector512<double> sumLow = default, sumHigh = default, squaresLow = default, squaresHigh = default;
        (Vector512<double> betaLow, Vector512<double> betaHigh) = amplitudes.IsEmpty ? default : Vector512.Widen(Vector512.Create(amplitudes));
        foreach (int spike in spikes)
        {
            int row = spike + _amplitudeDelay;
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Create(filtered.Slice(row * Tile.Lanes, Tile.Lanes)));
            if (!amplitudes.IsEmpty)
            {
                Vector512<double> response = Vector512.Create((double)own[row]);
                low += betaLow * response;
                high += betaHigh * response;
            }
            sumLow += low;
            sumHigh += high;
            squaresLow += low * low;
            squaresHigh += high * high;
        }
        sumLow.CopyTo(_amplitudes);
        sumHigh.CopyTo(_amplitudes, Tile.Lanes / 2);
        squaresLow.CopyTo(_squares);
        squaresHigh.CopyTo(_squares, Tile.Lanes / 2);
    }
}
