using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>The past as it was scored by the fits in force at the time: what the next fit is made of.</summary>
internal sealed class ScoreHistory
{
    private readonly AnalysisTrace _trace;
    private readonly ScoringClock _clock;
    private readonly int _targets;
    private readonly TileRows[] _residual;
    private readonly TileRows[] _states;
    private readonly TileRows[][] _filtered;

    // Of h, first shape, since the beginning: what an amplitude is held against.
    private readonly double[] _sum;
    private readonly double[] _squares;
    private readonly long[] _count;

    public ScoreHistory(AnalysisTrace trace, ScoringClock clock, int targets, int shapes, long firstFrame)
    {
        _trace = trace;
        _clock = clock;
        _targets = targets;
        _residual = [.. Enumerable.Range(0, trace.Tiles).Select(_ => new TileRows(firstFrame))];
        _states = [.. Enumerable.Range(0, trace.Tiles).Select(_ => new TileRows(firstFrame))];
        _filtered = [.. Enumerable.Range(0, trace.Tiles).Select(_ => Enumerable.Range(0, shapes).Select(_ => new TileRows(firstFrame)).ToArray())];
        _sum = new double[targets];
        _squares = new double[targets];
        _count = new long[targets];
    }

    /// <summary>Takes over what a track has done while it was in force.</summary>
    public void Take(int tile, ScoreTrack track)
    {
        TileTrack rows = track[tile];
        Copy(rows.Residual, _residual[tile], track);
        long from = _states[tile].EndFrame;
        Copy(rows.States, _states[tile], track);
        for (int shape = 0; shape < _filtered[tile].Length; shape++)
            Copy(rows.Filtered[shape], _filtered[tile][shape], track);
        Sum(tile, from);
    }

    /// <summary>Mean and standard deviation of h over all frames so far; NaN where there are too few.</summary>
    public (double Mean, double Sigma) Moments(int target)
    {
        long n = _count[target];
        if (n < ScoringClock.MinFitFrames)
            return (double.NaN, double.NaN);
        double mean = _sum[target] / n;
        return (mean, Math.Sqrt(Math.Max(0, _squares[target] / n - mean * mean)));
    }

    /// <summary>The autocovariance of a target's newest residuals.</summary>
    public void Autocovariance(int target, long endFrame, double[] scratch, Span<double> autocovariance)
    {
        int lane = target % Tile.Lanes;
        TileRows rows = _residual[target / Tile.Lanes];
        long from = Math.Max(rows.FirstFrame, endFrame - _clock.History);
        int count = (int)(endFrame - from);
        ReadOnlySpan<float> residual = rows.From(from, count);
        double mean = 0;
        for (int t = 0; t < count; t++)
        {
            scratch[t] = residual[t * Tile.Lanes + lane];
            mean += scratch[t];
        }
        YuleWalker.Autocovariance(scratch.AsSpan(0, count), mean / count, autocovariance);
    }

    /// <summary>States and h of a target's newest valid frames.</summary>
    /// <returns>How many there are.</returns>
    public int Copy(int target, int shape, long endFrame, Span<float> states, Span<float> filtered)
    {
        int tile = target / Tile.Lanes, lane = target % Tile.Lanes;
        long from = Math.Max(_states[tile].FirstFrame, endFrame - _clock.History);
        ReadOnlySpan<float> state = _states[tile].From(from);
        ReadOnlySpan<float> h = _filtered[tile][shape].From(from);
        int count = 0;
        for (int t = 0; t * Tile.Lanes < state.Length; t++)
        {
            if (!IsValid(target, from + t))
                continue;
            states[count] = state[t * Tile.Lanes + lane];
            filtered[count++] = h[t * Tile.Lanes + lane];
        }
        return count;
    }

    public void DiscardBefore(long frame)
    {
        for (int tile = 0; tile < _states.Length; tile++)
        {
            _residual[tile].DiscardBefore(frame);
            _states[tile].DiscardBefore(frame);
            foreach (TileRows filtered in _filtered[tile])
                filtered.DiscardBefore(frame);
        }
    }

    private bool IsValid(int target, long frame) => _trace.IsValid(target, frame, frame + _clock.Window);

    private static void Copy(TileRows from, TileRows to, ScoreTrack track)
    {
        long first = to.EndFrame;
        long end = Math.Min(from.EndFrame, track.EndFrame);
        if (first >= track.Fit.FirstFrame && end > first)
            from.From(first, (int)(end - first)).CopyTo(to.Append((int)(end - first)));
    }

    private void Sum(int tile, long from)
    {
        int lanes = Math.Min(Tile.Lanes, _targets - tile * Tile.Lanes);
        ReadOnlySpan<float> h = _filtered[tile][0].From(from);
        for (int at = 0; at < h.Length; at += Tile.Lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                int target = tile * Tile.Lanes + lane;
                double value = h[at + lane];
                if (!IsValid(target, from + at / Tile.Lanes))
                    continue;
                _sum[target] += value;
                _squares[target] += value * value;
                _count[target]++;
            }
        }
    }
}
