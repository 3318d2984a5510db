using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Inference.Significance;

/// <summary>One worker's room for scoring a block of one train in all targets: draws the surrogates once, looks scores up for each target.</summary>
internal sealed class BlockScorer(AnalysisFrames frames, ulong key, int surrogates, int[] delays, int lookAhead)
{
    private long[] _ticks = [];
    private int[] _rows = [];
    private float[][] _own = [];
    private readonly float[] _sums = new float[(surrogates + 1) * Tile.Lanes];
    private readonly float[] _mixed = new float[(surrogates + 1) * Tile.Lanes];
    private readonly double[] _amplitudes = new double[Tile.Lanes];
    private readonly double[] _squares = new double[Tile.Lanes];
    private readonly bool[] _valid = new bool[Tile.Lanes];
    private int _spikes;

    // The delay that amplitudes are measured at.
    private readonly int _amplitudeDelay = delays[delays.Length / 2];

    /// <summary>Draws the surrogates of a block.</summary>
    public void Draw(int source, SpikeBlock block, BlockBuilder train)
    {
        _spikes = block.Ticks.Length;
        int needed = (surrogates + 1) * _spikes;
        if (_rows.Length < needed)
            _rows = new int[2 * needed];
        if (_ticks.Length < _spikes)
            _ticks = new long[2 * _spikes];
        SetRows(0, block.Ticks, block.FirstFrame);
        Span<long> drawn = _ticks.AsSpan(0, _spikes);
        for (int s = 1; s <= surrogates; s++)
        {
            if (block.Scheme == SurrogateScheme.Jitter)
                IntervalJitter.Draw(key, source, block.Index, s, train.WindowTicks, train.BurstTicks, block.Ticks, drawn);
            else
                BlockSurrogates.Draw(key, source, block.Index, s, block.AnchorTick, block.Ticks, drawn);
            SetRows(s, drawn, block.FirstFrame);
        }
    }

    /// <summary>Scores the block that was drawn.</summary>
    /// <param name="source">The train.</param>
    /// <param name="block">The block.</param>
    /// <param name="ownSpikes">The train's spikes around the block, by frame.</param>
    /// <param name="track">The fit that was in force at its beginning, at work.</param>
    /// <param name="trace">The traces, for their gaps.</param>
    /// <param name="evidence">Receives the evidence.</param>
    /// <param name="targets">Number of targets.</param>
    public void Score(
        int source, SpikeBlock block, ReadOnlySpan<long> ownSpikes, ScoreTrack track, AnalysisTrace trace, PairEvidence evidence, int targets)
    {
        if (track.Fit.Amplitudes is not null)
            SetOwn(block, ownSpikes, track.Fit.Shapes);
        for (int tile = 0; tile < trace.Tiles; tile++)
        {
            int lanes = Math.Min(Tile.Lanes, targets - tile * Tile.Lanes);
            CheckValid(block, track.Fit, trace, tile, lanes);
            ReadOnlySpan<float> amplitudes = track.Fit.Amplitudes is { } all
                ? all.AsSpan((source * trace.Tiles + tile) * Tile.Lanes, Tile.Lanes)
                : [];
            Array.Clear(_mixed);
            for (int shape = 0; shape < track.Fit.Shapes.Length; shape++)
            {
                for (int delay = 0; delay < delays.Length; delay++)
                {
                    Sum(track[tile], block, shape, delays[delay], amplitudes);
                    BlockEvidence.AddTile(_sums, lanes, evidence.LogMartingales(source, tile, shape * delays.Length + delay));
                    if (evidence.HasTrajectories)
                        AddMixed();
                }
            }
            if (evidence.HasTrajectories)
                evidence.AddTrajectories(source, tile, _mixed);
            SumAmplitudes(track[tile], block, amplitudes);
            for (int lane = 0; lane < lanes; lane++)
                Conclude(ref evidence[source, tile * Tile.Lanes + lane], lane, block);
            for (int lane = 0; lane < lanes; lane++)
            {
                if (_valid[lane])
                    evidence.Mix(source, tile * Tile.Lanes + lane);
            }
        }
    }

    private void Conclude(ref PairState pair, int lane, SpikeBlock block)
    {
        if (!_valid[lane])
        {
            pair.SpikesInGap += block.Ticks.Length;
            return;
        }
        pair.AmplitudeSum += _amplitudes[lane];
        pair.AmplitudeSquares += _squares[lane];
        pair.SpikesUsed += block.Ticks.Length;
        pair.Blocks++;
        pair.UpdatedFrame = block.EndFrame + lookAhead;
    }

    private void SetRows(int trajectory, ReadOnlySpan<long> ticks, long firstFrame)
    {
        Span<int> rows = _rows.AsSpan(trajectory * _spikes, _spikes);
        for (int i = 0; i < ticks.Length; i++)
            rows[i] = (int)(frames.FrameOf(ticks[i]) - firstFrame);
    }

    private void SetOwn(SpikeBlock block, ReadOnlySpan<long> ownSpikes, ShapeFit[] shapes)
    {
        int span = (int)(block.EndFrame - block.FirstFrame) + delays.Max();
        if (_own.Length < shapes.Length || _own[0].Length < span)
            _own = [.. shapes.Select(_ => new float[2 * span])];
        for (int shape = 0; shape < shapes.Length; shape++)
        {
            Span<float> response = _own[shape].AsSpan(0, span);
            response.Clear();
            foreach (long spike in ownSpikes)
                shapes[shape].Own.Add(spike - block.FirstFrame, response);
        }
    }

    private void CheckValid(SpikeBlock block, ScoreFit fit, AnalysisTrace trace, int tile, int lanes)
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            int target = tile * Tile.Lanes + lane;
            _valid[lane] = lane < lanes && fit.Locations[target].Spread > 0 && trace.IsValid(target, block.FirstFrame, block.EndFrame + lookAhead);
        }
    }

    private void Sum(TileTrack track, SpikeBlock block, int shape, int delay, ReadOnlySpan<float> amplitudes)
    {
        ReadOnlySpan<float> scores = track.Scores[shape].From(block.FirstFrame);
        ReadOnlySpan<float> weights = track.Weights[shape].From(block.FirstFrame);
        for (int s = 0; s <= surrogates; s++)
        {
            ReadOnlySpan<int> spikes = _rows.AsSpan(s * _spikes, _spikes);
            Span<float> sum = _sums.AsSpan(s * Tile.Lanes, Tile.Lanes);
            if (amplitudes.IsEmpty)
                SpikeScores.Sum(scores, spikes, delay, sum);
            else
                SpikeScores.SumLeaveOneOut(scores, weights, _own[shape], amplitudes, spikes, delay, sum);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                // A target without a trace here says nothing: all its sums are equal.
                if (!_valid[lane])
                    sum[lane] = 0;
            }
        }
    }

    private void AddMixed()
    {
        for (int at = 0; at < _mixed.Length; at++)
            _mixed[at] += _sums[at];
    }

    private void SumAmplitudes(TileTrack track, SpikeBlock block, ReadOnlySpan<float> amplitudes)
    {
        ReadOnlySpan<float> filtered = track.Filtered[0].From(block.FirstFrame);
        Array.Clear(_amplitudes);
        Array.Clear(_squares);
        foreach (int spike in _rows.AsSpan(0, _spikes))
        {
            int row = spike + _amplitudeDelay;
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double h = filtered[row * Tile.Lanes + lane];
                if (!amplitudes.IsEmpty)
                    h += (double)amplitudes[lane] * _own[0][row];
                _amplitudes[lane] += h;
                _squares[lane] += h * h;
            }
        }
    }
}
