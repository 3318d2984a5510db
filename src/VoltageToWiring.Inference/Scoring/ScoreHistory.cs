using System.Runtime.Intrinsics;
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
        int kept = clock.History + clock.Window + clock.Piece;
        TileRows Rows() => new(firstFrame, trace.Pool, kept);
        _residual = [.. Enumerable.Range(0, trace.Tiles).Select(_ => Rows())];
        _states = [.. Enumerable.Range(0, trace.Tiles).Select(_ => Rows())];
        _filtered = [.. Enumerable.Range(0, trace.Tiles).Select(_ => Enumerable.Range(0, shapes).Select(_ => Rows()).ToArray())];
        _sum = new double[trace.Tiles * Tile.Lanes];
        _squares = new double[trace.Tiles * Tile.Lanes];
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

    /// <summary>The autocovariance of a tile's newest residuals.</summary>
    public void Autocovariance(int tile, long endFrame, Span<float> scratch, Span<double> autocovariance)
    {
        TileRows rows = _residual[tile];
        long from = Math.Max(rows.FirstFrame, endFrame - _clock.History);
        TileAutocovariance.Of(rows.From(from, (int)(endFrame - from)), scratch, autocovariance);
    }

    /// <summary>Frame after the newest of a tile that has its scores.</summary>
    public long ScoredEnd(int tile) => _states[tile].EndFrame;

    /// <summary>Fits a tile's weighting to its newest valid frames.</summary>
    public void Fit(
        StateWeighting weighting, int tile, int shape, long endFrame, long scored, Span<float> statesScratch, Span<float> scratch, Span<bool> fitted)
    {
        long from = Math.Max(_states[tile].FirstFrame, endFrame - _clock.History);
        ReadOnlySpan<float> h = _filtered[tile][shape].From(from, (int)(scored - from));
        Span<float> states = statesScratch[..h.Length];
        _states[tile].From(from, (int)(scored - from)).CopyTo(states);
        for (int lane = 0; lane < Tile.Lanes; lane++)
            MarkInvalid(tile * Tile.Lanes + lane, from, states, lane);
        weighting.FitTile(states, h, ScoringClock.MinFitFrames / 2, scratch, fitted);
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

    /// <summary>Gives a tile's memory back.</summary>
    public void Release(int tile)
    {
        _residual[tile].Release();
        _states[tile].Release();
        foreach (TileRows filtered in _filtered[tile])
            filtered.Release();
    }

    private bool IsValid(int target, long frame) => _trace.IsValid(target, frame, frame + _clock.Window);

    private void MarkInvalid(int target, long from, Span<float> states, int lane)
    {
        int rows = states.Length / Tile.Lanes;
        if (target < _targets && _trace.IsValid(target, from, from + rows + _clock.Window))
            return;
        for (int t = 0; t < rows; t++)
        {
            if (target >= _targets || !IsValid(target, from + t))
                states[t * Tile.Lanes + lane] = float.NaN;
        }
    }

    private static void Copy(TileRows from, TileRows to, ScoreTrack track)
    {
        long first = to.EndFrame;
        long end = Math.Min(from.EndFrame, track.EndFrame);
        if (first >= track.FirstFrame && end > first)
            from.From(first, (int)(end - first)).CopyTo(to.Append((int)(end - first)));
    }

    // One frame after the other, so that the sums do not depend on how the recording is cut.
    private void Sum(int tile, long from)
    {
        ReadOnlySpan<float> h = _filtered[tile][0].From(from);
        int first = tile * Tile.Lanes, rows = h.Length / Tile.Lanes;
        int lanes = Math.Min(Tile.Lanes, _targets - first);
        bool allValid = true;
        for (int lane = 0; lane < lanes; lane++)
            allValid &= _trace.IsValid(first + lane, from, from + rows + _clock.Window);
        if (allValid)
        {
            SumRows(h, _sum.AsSpan(first, Tile.Lanes), _squares.AsSpan(first, Tile.Lanes));
            for (int lane = 0; lane < lanes; lane++)
                _count[first + lane] += rows;
            return;
        }
        for (int t = 0; t < rows; t++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                if (!IsValid(first + lane, from + t))
                    continue;
                double value = h[t * Tile.Lanes + lane];
                _sum[first + lane] += value;
                _squares[first + lane] += value * value;
                _count[first + lane]++;
            }
        }
    }

    private static void SumRows(ReadOnlySpan<float> h, Span<double> sums, Span<double> squares)
    {
        const int Half = Tile.Lanes / 2;
        Vector512<double> sumLow = Vector512.Create<double>(sums[..Half]), sumHigh = Vector512.Create<double>(sums[Half..]);
        Vector512<double> squaresLow = Vector512.Create<double>(squares[..Half]), squaresHigh = Vector512.Create<double>(squares[Half..]);
        for (int at = 0; at < h.Length; at += Tile.Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Create(h.Slice(at, Tile.Lanes)));
            sumLow += low;
            sumHigh += high;
            squaresLow += low * low;
            squaresHigh += high * high;
        }
        sumLow.CopyTo(sums);
        sumHigh.CopyTo(sums[Half..]);
        squaresLow.CopyTo(squares);
        squaresHigh.CopyTo(squares[Half..]);
    }
}
