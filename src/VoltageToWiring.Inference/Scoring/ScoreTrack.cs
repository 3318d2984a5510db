using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// A fit at work: turns new frames into scores, tile by tile. Blocks that begin while it is in force are scored with it to their end. Tiles do
/// not touch each other. Used again for one fit after another.
/// </summary>
internal sealed class ScoreTrack
{
    private readonly AnalysisTrace _trace;
    private readonly RecentSpikes _spikes;
    private readonly ScoringClock _clock;
    private readonly TileTrack[] _tiles;
    private bool _predicts;

    /// <param name="fit">The fit; it may learn anew whenever the track begins anew.</param>
    /// <param name="trace">All traces.</param>
    /// <param name="spikes">All spikes.</param>
    /// <param name="clock">Times.</param>
    public ScoreTrack(ScoreFit fit, AnalysisTrace trace, RecentSpikes spikes, ScoringClock clock)
    {
        Fit = fit;
        _trace = trace;
        _spikes = spikes;
        _clock = clock;
        _tiles = [.. Enumerable.Range(0, trace.Tiles).Select(_ => new TileTrack(fit, trace.Pool))];
    }

    public ScoreFit Fit { get; }

    /// <summary>First frame at which the fit is in force.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>First frame of the traces that counts.</summary>
    public long BeginOfTraces { get; private set; }

    /// <summary>Frame at which the next fit came into force.</summary>
    public long EndFrame { get; set; }

    public TileTrack this[int tile] => _tiles[tile];

    /// <summary>Puts the fit to work.</summary>
    /// <param name="firstFrame">First frame at which it is in force.</param>
    /// <param name="beginOfTraces">First frame of the traces that counts; before it every trace is at its median.</param>
    /// <param name="predicts">Whether what the inputs do is subtracted, where the fit knows it.</param>
    public ScoreTrack Begin(long firstFrame, long beginOfTraces, bool predicts = true)
    {
        FirstFrame = firstFrame;
        BeginOfTraces = beginOfTraces;
        EndFrame = long.MaxValue;
        _predicts = predicts;
        foreach (TileTrack tile in _tiles)
            tile.Begin(firstFrame, firstFrame - _clock.WarmUp(Fit.Template));
        return this;
    }

    /// <summary>Follows a tile's trace up to a frame.</summary>
    public void Advance(int tile, long readyFrame)
    {
        TileTrack rows = _tiles[tile];
        long from = rows.Clipped.EndFrame;
        int count = (int)(readyFrame - from);
        if (count <= 0)
            return;
        Span<float> clipped = rows.Clipped.Append(count);
        Span<float> residual = rows.Residual.Append(count);
        int before = (int)Math.Clamp(BeginOfTraces - from, 0, count);
        clipped[..(before * Tile.Lanes)].Clear();
        ReadOnlySpan<float> trace = _trace.Rows(tile, from + before, count - before);
        Fit.Clips[tile].Apply(trace, clipped[(before * Tile.Lanes)..]);
        clipped.CopyTo(residual);
        if (_predicts && Fit.Amplitudes is { } amplitudes)
        {
            SubtractPredicted(rows, tile, amplitudes, from, residual);
            ClearMissing(trace, residual[(before * Tile.Lanes)..]);
        }
        Score(rows, tile);
    }

    /// <summary>Forgets scores before a frame, and what the filters have done with.</summary>
    /// <param name="scores">First frame whose scores are still needed.</param>
    /// <param name="clipped">First frame whose clipped trace is still needed.</param>
    public void DiscardBefore(long scores, long clipped)
    {
        foreach (TileTrack tile in _tiles)
        {
            tile.DiscardScoresBefore(scores);
            tile.Residual.DiscardBefore(tile.States.EndFrame + Fit.Shapes[0].Filter.FirstTap);
            tile.Clipped.DiscardBefore(Math.Min(clipped, tile.States.EndFrame - StateWeighting.StateFrames));
        }
    }

    /// <summary>Gives a tile's memory back.</summary>
    public void Release(int tile) => _tiles[tile].Release();

    private void SubtractPredicted(TileTrack rows, int tile, float[] amplitudes, long from, Span<float> residual)
    {
        Span<float> input = rows.Scratch(residual.Length);
        input.Clear();
        long end = from + residual.Length / Tile.Lanes;
        int padded = _tiles.Length * Tile.Lanes;
        foreach ((long frame, int source) in _spikes.Between(from, end))
        {
            Span<float> row = input.Slice((int)(frame - from) * Tile.Lanes, Tile.Lanes);
            (Vector512.Create((ReadOnlySpan<float>)row) + Vector512.Create(amplitudes.AsSpan(source * padded + tile * Tile.Lanes, Tile.Lanes))).CopyTo(row);
        }
        rows.Predicted.SubtractFrom(input, residual);
    }

    private static void ClearMissing(ReadOnlySpan<float> trace, Span<float> residual)
    {
        for (int at = 0; at < trace.Length; at += Tile.Lanes)
        {
            Vector512<float> x = Vector512.Create(trace.Slice(at, Tile.Lanes));
            Vector512<float> y = Vector512.Create((ReadOnlySpan<float>)residual.Slice(at, Tile.Lanes));
            Vector512.ConditionalSelect(Vector512.Equals(x, x), y, Vector512<float>.Zero).CopyTo(residual[at..]);
        }
    }

    private void Score(TileTrack rows, int tile)
    {
        MatchedFilter filter = Fit.Shapes[0].Filter;
        long from = rows.States.EndFrame;
        int count = (int)(rows.Residual.EndFrame - filter.LookAhead - from);
        if (count <= 0)
            return;
        Span<float> states = rows.States.Append(count);
        StateWeighting.States(rows.Clipped.From(from - StateWeighting.StateFrames, count + StateWeighting.StateFrames - 1), states);
        for (int shape = 0; shape < Fit.Shapes.Length; shape++)
        {
            ShapeFit fitted = Fit.Shapes[shape];
            Span<float> filtered = rows.Filtered[shape].Append(count);
            fitted.TileFilter.Apply(rows.Residual.From(from + filter.FirstTap, count + fitted.TileFilter.Taps - 1), filtered);
            Span<float> scratch = rows.Scratch(2 * filtered.Length);
            Span<float> scores = scratch[..filtered.Length], weights = scratch.Slice(filtered.Length, filtered.Length);
            fitted.Weightings[tile].Apply(states, filtered, scores, weights);
            PackedScores.Pack(scores, weights, rows.Scores[shape].Append(count));
        }
    }
}

/// <summary>The rows of one tile under one fit.</summary>
internal sealed class TileTrack(ScoreFit fit, RowPool pool)
{
    private ArraySegment<float> _scratch = [];

    /// <summary>Clipped trace.</summary>
    public TileRows Clipped { get; } = new(0, pool);

    /// <summary>Clipped trace less what is predicted.</summary>
    public TileRows Residual { get; } = new(0, pool);

    /// <summary>Mean voltage before each frame.</summary>
    public TileRows States { get; } = new(0, pool);

    /// <summary>h of each shape: the amplitude of a potential that began here.</summary>
    public TileRows[] Filtered { get; } = [.. fit.Shapes.Select(_ => new TileRows(0, pool))];

    /// <summary>g of each shape, weighted by the state, with the weights: packed.</summary>
    public TileRows[] Scores { get; } = [.. fit.Shapes.Select(_ => new TileRows(0, pool))];

    /// <summary>What is predicted.</summary>
    public PredictedPotentials Predicted { get; } = new(fit.Template);

    /// <summary>Begins anew, without rows.</summary>
    /// <param name="firstFrame">First frame with a score.</param>
    /// <param name="begin">First frame of the trace that is looked at.</param>
    public void Begin(long firstFrame, long begin)
    {
        Clipped.Begin(begin);
        Residual.Begin(begin);
        States.Begin(firstFrame);
        for (int shape = 0; shape < Filtered.Length; shape++)
        {
            Filtered[shape].Begin(firstFrame);
            Scores[shape].Begin(firstFrame);
        }
        Predicted.Clear();
    }

    public Span<float> Scratch(int length)
    {
        if (_scratch.Count < length)
        {
            pool.Return(_scratch);
            _scratch = pool.Rent(length / Tile.Lanes);
        }
        return _scratch.AsSpan(0, length);
    }

    public void DiscardScoresBefore(long frame)
    {
        // States have been weighed, and the history has its copy.
        States.DiscardBefore(States.EndFrame);
        for (int shape = 0; shape < Filtered.Length; shape++)
        {
            Filtered[shape].DiscardBefore(frame);
            Scores[shape].DiscardBefore(frame);
        }
    }

    /// <summary>Gives all memory back.</summary>
    public void Release()
    {
        Clipped.Release();
        Residual.Release();
        States.Release();
        for (int shape = 0; shape < Filtered.Length; shape++)
        {
            Filtered[shape].Release();
            Scores[shape].Release();
        }
        pool.Return(_scratch);
        _scratch = [];
    }
}
