using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// One score through the whole recording: a chain of fits, each learnt from the past and in force until the next, and their tracks, each kept
/// until no block needs it.
/// </summary>
internal sealed class ScoreChain : IPartitionedWork
{
    // Where noise is nearly all there is, the voltage is taken to have this share of the spread.
    private const double LeastVoltageShare = 0.2;

    // Samples that the centre and spread of a trace are measured on.
    private const int LocationFrames = 4000;

    private readonly AnalysisTrace _trace;
    private readonly RecentSpikes _spikes;
    private readonly ScoringClock _clock;
    private readonly PspTemplate[] _shapes;
    private readonly int _targets;
    private readonly JointRegression? _regression;
    private readonly bool _predicts;
    private readonly WorkerTeam _team;
    private readonly List<ScoreTrack> _tracks = [];
    private ScoreHistory? _history;

    // What workers do now, and what they have found out for the next fit.
    private Action<int, int>? _work;
    private readonly Action<int, int> _advance;
    private long _advanceTo;
    private readonly RobustLocation[] _locations;
    private readonly double[] _voltageSpreads;
    private readonly StateWeighting[][] _weightings;

    // By tile: a row of sixteen for each lag.
    private readonly double[][] _autocovariances;
    private readonly Scratch[] _scratch;
    private readonly double[] _meanVoltages;
    private readonly WhitenedPiece _piece = new();
    private readonly WhitenedTrack _whitened = new();

    /// <param name="trace">All traces.</param>
    /// <param name="spikes">All spikes.</param>
    /// <param name="clock">Times.</param>
    /// <param name="shapes">Shapes of potentials, at least one.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="regression">Takes in the recording with this chain's whitening; null for none.</param>
    /// <param name="predicts">Whether the other inputs are predicted with it and removed.</param>
    /// <param name="team">Shares the work.</param>
    public ScoreChain(
        AnalysisTrace trace, RecentSpikes spikes, ScoringClock clock, PspTemplate[] shapes, int targets,
        JointRegression? regression, bool predicts, WorkerTeam team)
    {
        _trace = trace;
        _spikes = spikes;
        _clock = clock;
        _shapes = shapes;
        _targets = targets;
        _regression = regression;
        _predicts = predicts;
        _team = team;
        _locations = new RobustLocation[targets];
        _meanVoltages = new double[targets];
        _advance = AdvanceTile;
        _voltageSpreads = new double[targets];
        _weightings = [.. Enumerable.Range(0, trace.Tiles).Select(_ => shapes.Select(_ => new StateWeighting()).ToArray())];
        _autocovariances = [.. Enumerable.Range(0, trace.Tiles).Select(_ => new double[(ScoringClock.WhiteningOrder + 1) * Tile.Lanes])];
        _scratch = [.. Enumerable.Range(0, team.Workers).Select(_ => new Scratch())];
    }

    /// <summary>Whether there is a fit yet.</summary>
    public bool HasFit => _tracks.Count > 0;

    /// <summary>Mean and standard deviation of h of a target since the beginning, first shape.</summary>
    public (double Mean, double Sigma) Moments(int target) => _history?.Moments(target) ?? (double.NaN, double.NaN);

    /// <summary>The track of the fit that was in force at a frame.</summary>
    public ScoreTrack TrackAt(long frame)
    {
        int at = _tracks.Count - 1;
        while (at > 0 && _tracks[at].Fit.FirstFrame > frame)
            at--;
        return _tracks[at];
    }

    /// <summary>Frames that a fit needs before its first.</summary>
    public int WarmUp => _clock.WarmUp(_shapes[0]);

    /// <summary>Mean clipped voltage of each target over frames that the regression has just taken in; holds until the next call.</summary>
    public double[] MeanVoltages(long first, long end)
    {
        double[] means = _meanVoltages;
        Array.Clear(means);
        ScoreTrack track = TrackAt(first);
        for (int target = 0; target < _targets; target++)
        {
            ReadOnlySpan<float> rows = track[target / Tile.Lanes].Clipped.From(first, (int)(end - first));
            for (int at = target % Tile.Lanes; at < rows.Length; at += Tile.Lanes)
                means[target] += rows[at];
            means[target] = track.Fit.Locations[target].Median + means[target] / (end - first);
        }
        return means;
    }

    /// <summary>Follows the traces up to a frame.</summary>
    public void Advance(long readyFrame)
    {
        if (!HasFit)
            return;
        _advanceTo = readyFrame;
        Run(_trace.Tiles, _advance);
    }

    /// <summary>Takes a piece of the recording into the regression; it lies within the reach of one fit.</summary>
    public void AddPiece(long first, long end)
    {
        if (_regression is null || !HasFit)
            return;
        ScoreTrack track = TrackAt(first);
        RegressionFit fit = track.Fit.Regression;
        _whitened.Set(track, first);
        _regression.Add(_piece.Set(first, end, fit.Template, fit.Overlap, _spikes.Between(first - fit.Template.Taps + 1, end), _whitened));
    }

    /// <summary>Makes the first fit, in retrospect, from the traces alone, and the one that follows it.</summary>
    /// <param name="first">First frame that can be scored.</param>
    /// <param name="frame">Everything before this frame is known.</param>
    /// <returns>False where too little is known.</returns>
    public bool MakeFirstFit(long first, long frame)
    {
        Run(_trace.Tiles, (tile, worker) => Locate(tile, worker, frame));
        if (!_locations.Any(location => location.Spread > 0))
            return false;
        double[] whitening = new double[ScoringClock.WhiteningOrder + 1];
        whitening[0] = 1;
        // Twice: to see what is to be whitened, then to see how telling each state is. The third time is for use.
        for (int pass = 0; pass < 3; pass++)
        {
            _tracks.Clear();
            var history = new ScoreHistory(_trace, _clock, _targets, _shapes.Length, first);
            var track = new ScoreTrack(MakeFit(first, whitening, null), _trace, _spikes, _clock, first);
            bool isLast = pass == 2;
            Run(_trace.Tiles, (tile, worker) =>
            {
                track.Advance(tile, frame);
                history.Take(tile, track);
                Study(history, tile, worker, frame);
                if (isLast)
                    return;
                track.Release(tile);
                history.Release(tile);
            });
            if (pass == 0)
                whitening = CommonWhitening();
            if (!isLast)
                continue;
            _tracks.Add(track);
            _history = history;
        }
        return true;
    }

    /// <summary>Makes the next fit from the past.</summary>
    /// <param name="frame">First frame at which it is in force; the regression has taken in what is before it.</param>
    /// <param name="studied">
    /// Frame up to which the traces are looked at. Only at the beginning may it lie later; what lies after the fit is then seen without spikes.
    /// </param>
    public void Refit(long frame, long studied)
    {
        ScoreTrack? again = frame <= _tracks[0].BeginOfTraces + _clock.Settled ? Replay(studied, predicts: studied <= frame) : null;
        ScoreHistory past = again is null ? _history! : new ScoreHistory(_trace, _clock, _targets, _shapes.Length, again.Fit.FirstFrame);
        Run(_trace.Tiles, (tile, worker) =>
        {
            Locate(tile, worker, studied);
            if (again is not null)
            {
                again.Advance(tile, studied);
                past.Take(tile, again);
            }
            Study(past, tile, worker, studied);
            if (again is null)
                return;
            again.Release(tile);
            past.Release(tile);
        });
        _regression?.EndSegment();
        float[]? amplitudes = _predicts
            ? _regression!.Solve(_voltageSpreads)
            : null;
        _tracks[^1].EndFrame = frame;
        _tracks.Add(new ScoreTrack(MakeFit(frame, CommonWhitening(), amplitudes), _trace, _spikes, _clock, _tracks[0].BeginOfTraces));
    }

    /// <summary>Forgets what no block and no fit needs.</summary>
    /// <param name="openFrame">First frame of the oldest block that is not scored yet.</param>
    /// <param name="pieceFrame">First frame that the regression has not taken in.</param>
    public void DiscardBefore(long openFrame, long pieceFrame)
    {
        while (_tracks.Count > 1 && _tracks[1].Fit.FirstFrame <= openFrame && IsPast(_tracks[0]))
        {
            for (int tile = 0; tile < _trace.Tiles; tile++)
                _tracks[0].Release(tile);
            _tracks.RemoveAt(0);
        }
        foreach (ScoreTrack track in _tracks)
            track.DiscardBefore(openFrame, pieceFrame - ScoringClock.WhiteningOrder);
        _history?.DiscardBefore(_trace.EndFrame - _clock.History - _clock.Window);
    }

    void IPartitionedWork.DoPart(int part, int worker) => _work!(part, worker);

    // Its last frames in force have their scores.
    private static bool IsPast(ScoreTrack track) => track[0].States.EndFrame >= track.EndFrame;

    // Early on the newest fit is so much better than those that were in force that the past is looked at again through it. Whitening and
    // weights of so short a past are otherwise made for noise that is not there any more: on the reference recording this saves a tenth of the
    // time to detection, and with a camera's noise an eighth.
    // What lies after the fit is seen by the traces alone: spikes that are still to be tested must not shape it.
    private ScoreTrack Replay(long end, bool predicts)
    {
        ScoreFit newest = _tracks[^1].Fit;
        long begin = _tracks[0].BeginOfTraces;
        return new ScoreTrack(newest.From(Math.Max(begin, end - _clock.History), predicts), _trace, _spikes, _clock, begin);
    }

    private void AdvanceTile(int tile, int worker)
    {
        foreach (ScoreTrack track in _tracks)
        {
            track.Advance(tile, _advanceTo);
            _history!.Take(tile, track);
        }
    }

    private void Run(int parts, Action<int, int> work)
    {
        _work = work;
        _team.Run(parts, this);
        _work = null;
    }

    private void Locate(int tile, int worker, long frame)
    {
        long from = Math.Max(_trace.FirstFrame, frame - _clock.History);
        int count = (int)(frame - from);
        ReadOnlySpan<float> rows = _trace.Rows(tile, from, count);
        // Medians of every nth frame are nearly as good.
        int stride = (count + LocationFrames - 1) / LocationFrames, kept = (count + stride - 1) / stride;
        Span<float> samples = _scratch[worker].Samples(kept), differences = _scratch[worker].Differences(kept);
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

    private static Vector512<float> Row(ReadOnlySpan<float> rows, int row) => Vector512.Create(rows.Slice(row * Tile.Lanes, Tile.Lanes));

    // What the past says of whitening and states.
    private void Study(ScoreHistory history, int tile, int worker, long frame)
    {
        Scratch scratch = _scratch[worker];
        StateWeighting[] before = _weightings[tile];
        _weightings[tile] = [.. _shapes.Select(_ => new StateWeighting())];
        scratch.Reserve((_clock.History + _clock.Window + ScoringClock.WhiteningOrder + Tile.Lanes) * Tile.Lanes);
        history.Autocovariance(tile, frame, scratch.Rows, _autocovariances[tile]);
        Span<bool> fitted = stackalloc bool[Tile.Lanes];
        for (int shape = 0; shape < _shapes.Length; shape++)
        {
            history.Fit(_weightings[tile][shape], tile, shape, frame, scratch.Rows, scratch.Column, fitted);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                if (!fitted[lane])
                    _weightings[tile][shape].CopyLane(lane, before[shape]);
            }
        }
    }

    // One filter for all targets: of the mean of their normalised autocovariances.
    private double[] CommonWhitening()
    {
        var mean = new double[ScoringClock.WhiteningOrder + 1];
        for (int target = 0; target < _targets; target++)
        {
            ReadOnlySpan<double> autocovariance = _autocovariances[target / Tile.Lanes].AsSpan(target % Tile.Lanes);
            if (_locations[target].Spread <= 0 || !(autocovariance[0] > 0))
                continue;
            for (int lag = 0; lag < mean.Length; lag++)
                mean[lag] += autocovariance[lag * Tile.Lanes] / autocovariance[0];
        }
        var filter = new double[mean.Length];
        YuleWalker.Fit(mean, filter);
        return filter;
    }

    private ScoreFit MakeFit(long frame, double[] whitening, float[]? amplitudes)
    {
        TraceClip[] clips = [.. Enumerable.Range(0, _trace.Tiles).Select(_ => new TraceClip())];
        for (int target = 0; target < _targets; target++)
            clips[target / Tile.Lanes].Set(target % Tile.Lanes, _locations[target]);
        return new ScoreFit
        {
            FirstFrame = frame,
            Locations = [.. _locations],
            Clips = clips,
            Regression = new RegressionFit(whitening, MatchedFilter.Create(_shapes[0], whitening, _clock.Lead, _clock.Window)),
            Template = _shapes[0],
            Amplitudes = amplitudes,
            Shapes = [.. _shapes.Select((shape, at) =>
            {
                MatchedFilter filter = MatchedFilter.Create(shape, whitening, _clock.Lead, _clock.Window);
                return new ShapeFit
                {
                    Filter = filter,
                    TileFilter = new TileFilter(filter.Taps),
                    Own = new OwnResponse(_shapes[0], filter),
                    Weightings = [.. Enumerable.Range(0, _trace.Tiles).Select(tile => _weightings[tile][at])],
                };
            })],
        };
    }

    private sealed class WhitenedTrack : IWhitenedRows
    {
        private ScoreTrack? _track;
        private long _first;

        public void Set(ScoreTrack track, long first)
        {
            _track = track;
            _first = first;
        }

        public void Whiten(int tile, Span<float> rows)
        {
            const int Order = ScoringClock.WhiteningOrder;
            _track!.Fit.Regression.Whitening.Apply(_track[tile].Clipped.From(_first - Order, rows.Length / Tile.Lanes + Order), rows);
        }
    }

    /// <summary>One worker's room.</summary>
    private sealed class Scratch
    {
        private float[] _samples = [];
        private float[] _differences = [];

        public float[] Rows { get; private set; } = [];

        public float[] Column { get; private set; } = [];

        public Span<float> Samples(int rows) => Room(ref _samples, rows);

        public Span<float> Differences(int rows) => Room(ref _differences, rows);

        public void Reserve(int values)
        {
            if (Rows.Length >= values)
                return;
            Rows = new float[values];
            Column = new float[values / Tile.Lanes];
        }

        private static Span<float> Room(ref float[] room, int rows)
        {
            if (room.Length < rows * Tile.Lanes)
                room = new float[rows * Tile.Lanes];
            return room.AsSpan(0, rows * Tile.Lanes);
        }
    }
}
