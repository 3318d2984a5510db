using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// One score through the whole recording: a chain of fits, each learnt from the past and in force until the next, and their tracks, each kept
/// until no block needs it and the chain uses it again for a later fit.
/// </summary>
internal sealed class ScoreChain : IPartitionedWork
{
    private readonly AnalysisTrace _trace;
    private readonly RecentSpikes _spikes;
    private readonly ScoringClock _clock;
    private readonly PspTemplate[] _shapes;
    private readonly int _targets;
    private readonly JointRegression? _regression;
    private readonly bool _predicts;
    private readonly WorkerTeam _team;
    private readonly ScoreStudy _study;
    private readonly FitInParts _fitting;

    // Tracks in their order, and those that no block needs any more.
    private readonly List<ScoreTrack> _tracks = [];
    private readonly Stack<ScoreTrack> _free = [];
    private ScoreHistory? _history;

    // Whether the fit that is being made solves for amplitudes.
    private bool _solves;

    // What workers do now, up to which frame, and on what.
    private readonly Action<int> _advance;
    private readonly Action<int> _locate;
    private Action<int>? _work;
    private long _workTo;

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
        _study = new ScoreStudy(trace, clock, shapes.Length, targets);
        _fitting = new FitInParts(_study, trace.Tiles, shapes.Length, clock, team, MakeTrack);
        _meanVoltages = new double[targets];
        _advance = AdvanceTile;
        _locate = tile => _study.Locate(tile, _workTo);
    }

    /// <summary>Whether there is a fit yet.</summary>
    public bool HasFit => _tracks.Count > 0;

    /// <summary>Whether a fit has begun that is not made yet.</summary>
    public bool IsFitting => _fitting.IsUnderWay;

    /// <summary>Responses to a train's own potentials that are put back: one for each shape where the inputs are predicted, else none.</summary>
    public int OwnResponses => _predicts ? _shapes.Length : 0;

    /// <summary>Mean and standard deviation of h of a target since the beginning, first shape.</summary>
    public (double Mean, double Sigma) Moments(int target) => _history?.Moments(target) ?? (double.NaN, double.NaN);

    /// <summary>The track of the fit that was in force at a frame.</summary>
    public ScoreTrack TrackAt(long frame)
    {
        int at = _tracks.Count - 1;
        while (at > 0 && _tracks[at].FirstFrame > frame)
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
        ContinueFit(readyFrame);
        double frames = readyFrame - _tracks[^1][0].Clipped.EndFrame;
        Run(_advance, readyFrame, frames * _trace.Tiles * Tile.Lanes * _shapes.Length * (_clock.Lead + _clock.Window));
    }

    /// <summary>Takes a piece of the recording into the regression; it lies within the reach of one fit.</summary>
    public void AddPiece(long first, long end)
    {
        if (_regression is null || !HasFit)
            return;
        ScoreTrack track = TrackAt(first);
        RegressionFit fit = track.Fit.Regression!;
        _whitened.Set(track, first);
        _regression.Add(_piece.Set(first, end, fit.Template, fit.Overlap, _spikes.Between(first - fit.Template.Taps + 1, end), _whitened));
    }

    /// <summary>Makes the first fit, in retrospect, from the traces alone, and the one that follows it.</summary>
    /// <param name="first">First frame that can be scored.</param>
    /// <param name="frame">Everything before this frame is known.</param>
    /// <returns>False where too little is known.</returns>
    public bool MakeFirstFit(long first, long frame)
    {
        Run(_locate, frame);
        if (!_study.IsAnyUsable)
            return false;
        // Twice: to see what is to be whitened, then to see how telling each state is. The third time is for use.
        for (int pass = 0; pass < 3; pass++)
        {
            var history = new ScoreHistory(_trace, _clock, _targets, _shapes.Length, first);
            ScoreTrack track = NewTrack([]).Begin(first, first);
            bool isLast = pass == 2;
            Run(
                tile =>
                {
                    Follow(tile, track, history, frame);
                    if (!isLast)
                        GiveBack(tile, track, history);
                },
                frame);
            if (pass == 0)
                _study.Whiten();
            if (!isLast)
            {
                _free.Push(track);
                continue;
            }
            _tracks.Add(track);
            _history = history;
        }
        return true;
    }

    /// <summary>Begins to make the next fit from the past.</summary>
    /// <param name="frame">First frame at which it is in force; the regression has taken in what is before it.</param>
    /// <param name="studied">
    /// Frame up to which the traces are looked at. Only at the beginning may it lie later; what lies after the fit is then seen without spikes.
    /// </param>
    /// <param name="solves">Whether amplitudes are solved for; otherwise the newest ones stay.</param>
    public void BeginFit(long frame, long studied, bool solves)
    {
        ScoreTrack? replayed = frame <= _tracks[0].BeginOfTraces + _clock.Settled ? Replay(studied, predicts: studied <= frame) : null;
        ScoreHistory past = replayed is null ? _history! : new ScoreHistory(_trace, _clock, _targets, _shapes.Length, replayed.FirstFrame);
        _regression?.EndSegment();
        _tracks[^1].EndFrame = frame;
        _fitting.Begin(frame, studied, past, replayed);
        _solves = solves;
    }

    /// <summary>Goes on with a fit that has begun, if one has.</summary>
    /// <param name="readyFrame">The recording before this frame is known.</param>
    public void ContinueFit(long readyFrame)
    {
        if (_fitting.IsUnderWay && _fitting.ContinueTo(readyFrame) is { } track)
            _tracks.Add(track);
    }

    /// <summary>Makes all that is missing of the fit that has begun.</summary>
    public void FinishFit() => _tracks.Add(_fitting.Finish());

    /// <summary>Forgets what no block and no fit needs.</summary>
    /// <param name="openFrame">First frame of the oldest block that is not scored yet.</param>
    /// <param name="pieceFrame">First frame that the regression has not taken in.</param>
    public void DiscardBefore(long openFrame, long pieceFrame)
    {
        while (_tracks.Count > 1 && _tracks[1].FirstFrame <= openFrame && IsPast(_tracks[0]))
        {
            for (int tile = 0; tile < _trace.Tiles; tile++)
                _tracks[0].Release(tile);
            _free.Push(_tracks[0]);
            _tracks.RemoveAt(0);
        }
        foreach (ScoreTrack track in _tracks)
            track.DiscardBefore(openFrame, pieceFrame - ScoringClock.WhiteningOrder);
        _history?.DiscardBefore(_trace.EndFrame - _clock.History - _clock.Window);
    }

    void IPartitionedWork.DoPart(int part, int worker) => _work!(part);

    // Its last frames in force have their scores.
    private static bool IsPast(ScoreTrack track) => track[0].States.EndFrame >= track.EndFrame;

    // Early on the newest fit is so much better than those that were in force that the past is looked at again through it. Whitening and
    // weights of so short a past are otherwise made for noise that is not there any more: on the reference recording this saves a tenth of the
    // time to detection, and with a camera's noise an eighth.
    // What lies after the fit is seen by the traces alone: spikes that are still to be tested must not shape it.
    private ScoreTrack Replay(long end, bool predicts)
    {
        long begin = _tracks[0].BeginOfTraces;
        return new ScoreTrack(_tracks[^1].Fit, _trace, _spikes, _clock).Begin(Math.Max(begin, end - _clock.History), begin, predicts);
    }

    // A fit of what is known now, with its track: used before, where there is one.
    private ScoreTrack NewTrack(ReadOnlySpan<float> amplitudes)
    {
        ScoreTrack track = _free.TryPop(out ScoreTrack? free)
            ? free
            : new ScoreTrack(new ScoreFit(_shapes, _targets, _clock, regresses: _regression is not null), _trace, _spikes, _clock);
        _study.CopyTo(track.Fit, amplitudes);
        return track;
    }

    private void AdvanceTile(int tile)
    {
        foreach (ScoreTrack track in _tracks)
        {
            track.Advance(tile, _workTo);
            _history!.Take(tile, track);
        }
    }

    private ScoreTrack MakeTrack(long frame)
    {
        _study.Whiten();
        if (_predicts && _solves)
            _regression!.Solve(_study.VoltageSpreads);
        return NewTrack(_predicts ? _regression!.Amplitudes : []).Begin(frame, _tracks[0].BeginOfTraces);
    }

    // Looks at a tile's traces through a fit.
    private void Follow(int tile, ScoreTrack track, ScoreHistory history, long frame)
    {
        track.Advance(tile, frame);
        history.Take(tile, track);
        _study.LearnNoise(history, tile, frame);
        for (int shape = 0; shape < _shapes.Length; shape++)
            _study.LearnStates(history, tile, shape, frame, history.ScoredEnd(tile));
    }

    private static void GiveBack(int tile, ScoreTrack track, ScoreHistory history)
    {
        track.Release(tile);
        history.Release(tile);
    }

    private void Run(Action<int> work, long toFrame, double operations = double.PositiveInfinity)
    {
        (_work, _workTo) = (work, toFrame);
        _team.Run(_trace.Tiles, this, operations);
        _work = null;
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
            _track!.Fit.Regression!.Whitening.Apply(_track[tile].Clipped.From(_first - Order, rows.Length / Tile.Lanes + Order), rows);
        }
    }
}
