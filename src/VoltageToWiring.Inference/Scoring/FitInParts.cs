using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// A fit that is made in small parts between batches, so that no frame waits for a whole one. There is time for that: what the fit says of its
/// first frame is only known when the window after that frame is over. When which part is made changes nothing.
/// </summary>
/// <param name="study">Learns.</param>
/// <param name="tiles">Number of tiles.</param>
/// <param name="shapes">Number of shapes of potentials.</param>
/// <param name="clock">Times.</param>
/// <param name="team">Shares the parts where several are due at once.</param>
/// <param name="make">Makes the fit of what has been learnt, in force from a frame on, and its track.</param>
internal sealed class FitInParts(ScoreStudy study, int tiles, int shapes, ScoringClock clock, WorkerTeam team, Func<long, ScoreTrack> make)
    : IPartitionedWork
{
    // Where the past is looked at anew, so much of it at a time.
    private const int ReplayedFrames = 500;

    // Where a tile's traces lie, their autocovariance, and one weighting for each shape.
    private readonly int _lessons = 2 + shapes;

    private ScoreHistory? _past;
    private ScoreTrack? _replayed;
    private ScoreTrack? _made;
    private long _frame;
    private long _studied;
    private long _scored;
    private int _replays;
    private int _first;
    private int _done;

    /// <summary>Whether a fit has begun that is not made yet.</summary>
    public bool IsUnderWay => _past is not null;

    // Lessons of each tile, then the fit itself, then what its filters need of the past, tile by tile.
    private int LearningParts => (_replays + _lessons) * tiles;

    private int Parts => LearningParts + 1 + tiles;

    /// <summary>Begins one.</summary>
    /// <param name="frame">First frame at which it is in force.</param>
    /// <param name="studied">Frames before this one are learnt from.</param>
    /// <param name="past">How they were scored.</param>
    /// <param name="replayed">A track through which they are looked at anew first; null for none.</param>
    public void Begin(long frame, long studied, ScoreHistory past, ScoreTrack? replayed)
    {
        (_frame, _studied, _past, _replayed) = (frame, studied, past, replayed);
        _scored = past.ScoredEnd(0);
        _replays = replayed is null ? 0 : (int)((studied - replayed[0].Clipped.EndFrame + ReplayedFrames - 1) / ReplayedFrames);
        _done = 0;
    }

    /// <summary>Makes what is due when the recording has come so far: all of it half a window after the fit's first frame.</summary>
    /// <param name="ready">The recording before this frame is known.</param>
    /// <returns>The track of the fit once it is made.</returns>
    public ScoreTrack? ContinueTo(long ready)
    {
        int within = Math.Max(1, clock.Window / 2);
        return Continue((int)((Math.Min(ready - _frame, within) * Parts + within - 1) / within));
    }

    /// <summary>Makes what is missing.</summary>
    public ScoreTrack Finish() => Continue(Parts)!;

    void IPartitionedWork.DoPart(int part, int worker)
    {
        int at = _first + part;
        if (at < LearningParts)
            Learn(at % tiles, at / tiles - _replays);
        else
            _made!.Advance(at - LearningParts - 1, _studied);
    }

    private ScoreTrack? Continue(int end)
    {
        while (_done < end)
        {
            // Parts of one round belong to different tiles.
            int round = tiles - (_done < LearningParts ? _done : _done - LearningParts - 1) % tiles;
            _first = _done;
            if (_done == LearningParts)
                (_made, round) = (make(_frame), 1);
            else
                team.Run(round = Math.Min(round, end - _done), this);
            _done += round;
        }
        return _done == Parts ? End() : null;
    }

    private void Learn(int tile, int lesson)
    {
        if (lesson < 0)
            Replay(tile, Math.Min(_studied, _replayed![tile].Clipped.EndFrame + ReplayedFrames));
        else if (lesson == 0)
            study.Locate(tile, _studied);
        else if (lesson == 1)
            study.LearnNoise(_past!, tile, _studied);
        else
            study.LearnStates(_past!, tile, lesson - 2, _studied, _replayed is null ? _scored : _past!.ScoredEnd(tile));
        if (lesson == _lessons - 1 && _replayed is not null)
        {
            _replayed.Release(tile);
            _past!.Release(tile);
        }
    }

    private void Replay(int tile, long frame)
    {
        _replayed!.Advance(tile, frame);
        _past!.Take(tile, _replayed);
    }

    private ScoreTrack End()
    {
        ScoreTrack made = _made!;
        (_past, _replayed, _made) = (null, null, null);
        return made;
    }
}
