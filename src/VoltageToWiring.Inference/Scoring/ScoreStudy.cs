using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// What the past says so far of how traces are scored: where they lie, how they are whitened, how telling each state is. A fit is a copy of
/// it. What the newest frames say too little of stays as it was. Tiles do not touch each other.
/// </summary>
internal sealed class ScoreStudy
{
    // Where noise is nearly all there is, the voltage is taken to have this share of the spread.
    private const double LeastVoltageShare = 0.2;

    // Samples that the centre and spread of a trace are measured on.
    private const int LocationFrames = 4000;

    private readonly AnalysisTrace _trace;
    private readonly ScoringClock _clock;
    private readonly int _targets;
    private readonly RobustLocation[] _locations;
    private readonly double[] _voltageSpreads;
    private readonly double[] _whitening = [.. ScoringClock.NoWhitening];

    // By tile, then by shape.
    private readonly StateWeighting[][] _weightings;

    // By tile: a row of sixteen for each lag.
    private readonly double[][] _autocovariances;

    /// <param name="trace">All traces.</param>
    /// <param name="clock">Times.</param>
    /// <param name="shapes">Number of shapes of potentials.</param>
    /// <param name="targets">Number of targets.</param>
    public ScoreStudy(AnalysisTrace trace, ScoringClock clock, int shapes, int targets)
    {
        _trace = trace;
        _clock = clock;
        _targets = targets;
        _locations = new RobustLocation[targets];
        _voltageSpreads = new double[targets];
        _weightings = [.. Enumerable.Range(0, trace.Tiles).Select(_ => Enumerable.Range(0, shapes).Select(_ => new StateWeighting()).ToArray())];
        _autocovariances = [.. Enumerable.Range(0, trace.Tiles).Select(_ => new double[(ScoringClock.WhiteningOrder + 1) * Tile.Lanes])];
    }

    /// <summary>Whether any target's trace can be used.</summary>
    public bool IsAnyUsable
    {
        get
        {
            foreach (RobustLocation location in _locations)
            {
                if (location.Spread > 0)
                    return true;
            }
            return false;
        }
    }

    /// <summary>The spread of each target's voltage, imaging noise not counted; 0 where it cannot be used.</summary>
    public ReadOnlySpan<double> VoltageSpreads => _voltageSpreads;

    /// <summary>Centre and spread of a tile's traces over the newest frames before a frame.</summary>
    public void Locate(int tile, long frame)
    {
        long from = Math.Max(_trace.FirstFrame, frame - _clock.History);
        int count = (int)(frame - from);
        ReadOnlySpan<float> rows = _trace.Rows(tile, from, count);
        // Medians of every nth frame are nearly as good.
        int stride = (count + LocationFrames - 1) / LocationFrames, kept = (count + stride - 1) / stride;
        ArraySegment<float> room = _trace.Pool.Rent(2 * kept);
        Span<float> samples = room.AsSpan(0, kept * Tile.Lanes), differences = room.AsSpan(kept * Tile.Lanes, kept * Tile.Lanes);
        for (int at = 0; at < kept; at++)
        {
            Vector512<float> row = Row(rows, at * stride);
            Vector512<float> next = at * stride + 1 < count ? Row(rows, at * stride + 1) : Vector512.Create(float.NaN);
            row.CopyTo(samples[(at * Tile.Lanes)..]);
            (next - row).CopyTo(differences[(at * Tile.Lanes)..]);
        }
        Span<RobustLocation> locations = stackalloc RobustLocation[Tile.Lanes], changes = stackalloc RobustLocation[Tile.Lanes];
        Span<int> valid = stackalloc int[Tile.Lanes], pairs = stackalloc int[Tile.Lanes];
        RobustLocation.OfTile(samples, locations, valid);
        RobustLocation.OfTile(differences, changes, pairs);
        _trace.Pool.Return(room);
        for (int target = tile * Tile.Lanes; target < Math.Min(_targets, (tile + 1) * Tile.Lanes); target++)
        {
            int lane = target % Tile.Lanes;
            // With too little to go by, what was known holds on.
            if ((long)valid[lane] * stride < ScoringClock.MinFitFrames || pairs[lane] == 0)
                continue;
            _locations[target] = locations[lane];
            double spread = locations[lane].Spread;
            // From one frame to the next the voltage changes little and the noise anew.
            double noise = changes[lane].Spread / Math.Sqrt(2);
            _voltageSpreads[target] = Math.Max(LeastVoltageShare * spread, Math.Sqrt(Math.Max(0, spread * spread - noise * noise)));
        }
    }

    /// <summary>What the history of a tile before a frame says of whitening.</summary>
    public void LearnNoise(ScoreHistory history, int tile, long frame)
    {
        ArraySegment<float> rows = _trace.Pool.Rent(Rows);
        history.Autocovariance(tile, frame, rows, _autocovariances[tile]);
        _trace.Pool.Return(rows);
    }

    /// <summary>What the history of a tile before a frame says of states.</summary>
    /// <param name="history">The past.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="shape">Shape of potential.</param>
    /// <param name="frame">Frames before this one are looked at, as far as they have their scores.</param>
    /// <param name="scored">Frames before this one have them.</param>
    public void LearnStates(ScoreHistory history, int tile, int shape, long frame, long scored)
    {
        ArraySegment<float> rows = _trace.Pool.Rent(Rows), column = _trace.Pool.Rent(Tile.Count(Rows));
        Span<bool> fitted = stackalloc bool[Tile.Lanes];
        history.Fit(_weightings[tile][shape], tile, shape, frame, scored, rows, column, fitted);
        _trace.Pool.Return(rows);
        _trace.Pool.Return(column);
    }

    /// <summary>Finds one whitening filter for all targets: that of the mean of their normalised autocovariances.</summary>
    public void Whiten()
    {
        Span<double> mean = stackalloc double[ScoringClock.WhiteningOrder + 1];
        mean.Clear();
        for (int target = 0; target < _targets; target++)
        {
            ReadOnlySpan<double> autocovariance = _autocovariances[target / Tile.Lanes].AsSpan(target % Tile.Lanes);
            if (_locations[target].Spread <= 0 || !(autocovariance[0] > 0))
                continue;
            for (int lag = 0; lag < mean.Length; lag++)
                mean[lag] += autocovariance[lag * Tile.Lanes] / autocovariance[0];
        }
        YuleWalker.Fit(mean, _whitening);
    }

    /// <summary>Copies what is known.</summary>
    /// <param name="fit">Receives it.</param>
    /// <param name="amplitudes">What the inputs do, sources × padded targets; empty where nothing is predicted.</param>
    public void CopyTo(ScoreFit fit, ReadOnlySpan<float> amplitudes) => fit.Set(_locations, _whitening, _weightings, amplitudes);

    // Room for the longest history that is learnt from.
    private int Rows => _clock.History + _clock.Window + ScoringClock.WhiteningOrder + Tile.Lanes;

    private static Vector512<float> Row(ReadOnlySpan<float> rows, int row) => Vector512.Create(rows.Slice(row * Tile.Lanes, Tile.Lanes));
}
