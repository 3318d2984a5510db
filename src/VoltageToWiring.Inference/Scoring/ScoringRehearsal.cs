using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Goes through the beginning of a recording piece by piece as a <see cref="ScoreChain"/> would, without the recording: which rows are kept at
/// a time, and how many are scored by how many fits. After its first minutes a recording goes on as it was.
/// </summary>
internal sealed class ScoringRehearsal
{
    private const double SettledSeconds = 100;
    private const double LastSeconds = 20;

    private readonly ScoringClock _clock;
    private readonly int _warmUp;
    private readonly int _shapes;
    private readonly int _tiles;
    private readonly int _workers;
    private readonly RegressionSchedule _schedule;
    private readonly CountedPool _pool = new();
    private readonly CountedRows _trace;
    private readonly CountedRows _residual;
    private readonly CountedRows _states;
    private readonly CountedRows[] _filtered;
    private readonly List<RehearsedTrack> _tracks = [];

    /// <param name="clock">Times.</param>
    /// <param name="template">The first shape.</param>
    /// <param name="shapes">Number of shapes.</param>
    /// <param name="tiles">Tiles of targets, once for each chain of fits.</param>
    /// <param name="workers">Tiles that are worked on at once.</param>
    /// <param name="frames">Length of the recording.</param>
    /// <param name="framesPerSecond">Frames in a second.</param>
    /// <param name="schedule">When amplitudes are solved for.</param>
    /// <param name="openFrame">The first frame that a block which is not scored may need, by where the recording is.</param>
    public ScoringRehearsal(
        ScoringClock clock, PspTemplate template, int shapes, int tiles, int workers, long frames, double framesPerSecond, RegressionSchedule schedule, Func<long, long> openFrame)
    {
        _clock = clock;
        _schedule = schedule;
        _warmUp = clock.WarmUp(template);
        _shapes = shapes;
        _tiles = tiles;
        _workers = Math.Min(workers, tiles);
        _trace = new CountedRows(0, _pool, tiles);
        _residual = History(tiles);
        _states = History(tiles);
        _filtered = [.. Enumerable.Range(0, shapes).Select(_ => History(tiles))];
        Go(frames, framesPerSecond, openFrame);
    }

    /// <summary>Rows of all tiles that are kept at once, at most.</summary>
    public double Rows => _pool.Rows;

    /// <summary>Fits that were there at once, at most.</summary>
    public int MostFits { get; private set; }

    /// <summary>Fits in all.</summary>
    public int Fits { get; private set; }

    /// <summary>Fits at which amplitudes are solved for.</summary>
    public int Solutions { get; private set; }

    /// <summary>Frames that a fit has scored, by all fits.</summary>
    public double FramesScored { get; private set; }

    /// <summary>Frames of the past that were scored again for the sake of a fit.</summary>
    public double FramesReplayed { get; private set; }

    /// <summary>Frames of the past that fits were made from.</summary>
    public double FramesStudied { get; private set; }

    private CountedRows History(int tiles) => new(0, _pool, tiles, _clock.History + _clock.Window + _clock.Piece);

    private void Go(long frames, double framesPerSecond, Func<long, long> openFrame)
    {
        long rehearsed = Math.Min(frames, (long)(SettledSeconds * framesPerSecond));
        long last = (long)((SettledSeconds - LastSeconds) * framesPerSecond);
        double scoredBefore = 0;
        long nextFit = _clock.FitAtOrAfter(1);
        for (long done = _clock.Piece; done <= rehearsed; done += _clock.Piece)
        {
            _trace.Append(_clock.Piece);
            Advance(done);
            if (done >= nextFit)
            {
                Fit(done);
                nextFit = _clock.FitAtOrAfter(done + 1);
            }
            if (done <= last)
                scoredBefore = FramesScored;
            Discard(done, openFrame(done));
        }
        if (frames <= rehearsed)
            return;
        double secondsLeft = (frames - rehearsed) / framesPerSecond;
        FramesScored += (FramesScored - scoredBefore) / LastSeconds * secondsLeft;
        for (; nextFit <= frames; nextFit = _clock.FitAtOrAfter(nextFit + 1))
            CountFit(nextFit);
    }

    private void Advance(long done)
    {
        foreach (RehearsedTrack track in _tracks)
        {
            FramesScored += track.Advance(done);
            Take(track.Residual, _residual, track);
            Take(track.States, _states, track);
            for (int shape = 0; shape < _shapes; shape++)
                Take(track.Filtered[shape], _filtered[shape], track);
        }
    }

    // The first fits come together, in retrospect: from the traces alone, then one for each piece.
    private void Fit(long done)
    {
        if (_tracks.Count > 0)
        {
            Refit(done, done);
            return;
        }
        for (int pass = 0; pass < 2; pass++)
            Replay(0, done);
        CountFit(done);
        _tracks.Add(new RehearsedTrack(0, _warmUp, _shapes, _clock, _pool, _tiles));
        Advance(done);
        for (long piece = _clock.Piece; piece <= done; piece += _clock.Piece)
            Refit(piece, done);
    }

    private void Refit(long frame, long done)
    {
        if (frame <= _clock.Settled)
            Replay(Math.Max(0, done - _clock.History), done);
        CountFit(done);
        _tracks[^1].EndFrame = frame;
        _tracks.Add(new RehearsedTrack(frame, _warmUp, _shapes, _clock, _pool, _tiles));
        MostFits = Math.Max(MostFits, _tracks.Count);
        Advance(done);
    }

    private void CountFit(long frame)
    {
        Fits++;
        if (_schedule.IsDue(frame))
            Solutions++;
        FramesStudied += Math.Min(frame, _clock.History);
    }

    private void Replay(long first, long done)
    {
        var track = new RehearsedTrack(first, _warmUp, _shapes, _clock, _pool, _workers);
        FramesReplayed += track.Advance(done);
        var history = new List<CountedRows>();
        foreach (CountedRows rows in (CountedRows[])[track.Residual, track.States, .. track.Filtered])
        {
            CountedRows copy = History(_workers);
            copy.Append((int)(rows.EndFrame - first));
            history.Add(copy);
        }
        track.Release();
        history.ForEach(rows => rows.Release());
    }

    private void Discard(long done, long open)
    {
        if (_tracks.Count == 0)
            return;
        while (_tracks.Count > 1 && _tracks[1].FirstFrame <= open && _tracks[0].IsPast)
        {
            _tracks[0].Release();
            _tracks.RemoveAt(0);
        }
        foreach (RehearsedTrack track in _tracks)
            track.DiscardBefore(open, done - ScoringClock.WhiteningOrder);
        foreach (CountedRows rows in (CountedRows[])[_residual, _states, .. _filtered])
            rows.DiscardBefore(done - _clock.History - _clock.Window);
        _trace.DiscardBefore(Math.Min(open, done - _clock.History) - _warmUp - _clock.Window);
    }

    private static void Take(CountedRows from, CountedRows to, RehearsedTrack track)
    {
        long first = to.EndFrame, end = Math.Min(from.EndFrame, track.EndFrame);
        if (first >= track.FirstFrame && end > first)
            to.Append((int)(end - first));
    }
}
