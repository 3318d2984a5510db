using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>The rows of some tiles, all alike, under one fit, as a <see cref="ScoreTrack"/> would have them.</summary>
internal sealed class RehearsedTrack
{
    private readonly ScoringClock _clock;
    private readonly CountedPool _pool;
    private readonly int _tiles;
    private readonly CountedRows _clipped;
    private readonly CountedRows[] _scores;
    private int _scratch;

    /// <param name="firstFrame">First frame at which the fit is in force.</param>
    /// <param name="warmUp">Frames before it that its filters need.</param>
    /// <param name="shapes">Shapes of potentials.</param>
    /// <param name="clock">Times.</param>
    /// <param name="pool">Counts rows.</param>
    /// <param name="tiles">Number of tiles.</param>
    public RehearsedTrack(long firstFrame, int warmUp, int shapes, ScoringClock clock, CountedPool pool, int tiles)
    {
        FirstFrame = firstFrame;
        _clock = clock;
        _pool = pool;
        _tiles = tiles;
        _clipped = new CountedRows(firstFrame - warmUp, pool, tiles);
        Residual = new CountedRows(firstFrame - warmUp, pool, tiles);
        States = new CountedRows(firstFrame, pool, tiles);
        Filtered = [.. Enumerable.Range(0, shapes).Select(_ => new CountedRows(firstFrame, pool, tiles))];
        _scores = [.. Filtered.Select(_ => new CountedRows(firstFrame, pool, tiles))];
    }

    /// <summary>First frame at which the fit is in force.</summary>
    public long FirstFrame { get; }

    /// <summary>Frame at which the next fit came into force.</summary>
    public long EndFrame { get; set; } = long.MaxValue;

    public CountedRows Residual { get; }

    public CountedRows States { get; }

    public CountedRows[] Filtered { get; }

    /// <summary>Whether its last frames in force have their scores.</summary>
    public bool IsPast => States.EndFrame >= EndFrame;

    /// <summary>Follows a tile's trace up to a frame.</summary>
    /// <returns>Frames that were scored.</returns>
    public int Advance(long readyFrame)
    {
        int count = (int)(readyFrame - _clipped.EndFrame);
        if (count <= 0)
            return 0;
        _clipped.Append(count);
        Residual.Append(count);
        Scratch(count);
        int scored = (int)(Residual.EndFrame - (_clock.Window - 1) - States.EndFrame);
        if (scored <= 0)
            return 0;
        States.Append(scored);
        for (int shape = 0; shape < Filtered.Length; shape++)
        {
            Filtered[shape].Append(scored);
            _scores[shape].Append(scored);
        }
        Scratch(2 * scored);
        return scored;
    }

    /// <summary>Forgets scores before a frame, and clipped traces before another.</summary>
    public void DiscardBefore(long scores, long clipped)
    {
        States.DiscardBefore(States.EndFrame);
        for (int shape = 0; shape < Filtered.Length; shape++)
        {
            Filtered[shape].DiscardBefore(scores);
            _scores[shape].DiscardBefore(scores);
        }
        Residual.DiscardBefore(States.EndFrame - _clock.Lead - ScoringClock.WhiteningOrder);
        _clipped.DiscardBefore(Math.Min(clipped, States.EndFrame - StateWeighting.StateFrames));
    }

    /// <summary>Gives all memory back.</summary>
    public void Release()
    {
        foreach (CountedRows rows in (CountedRows[])[_clipped, Residual, States, .. Filtered, .. _scores])
            rows.Release();
        _pool.Return(_scratch, _tiles);
    }

    private void Scratch(int rows)
    {
        if (rows <= _scratch)
            return;
        _pool.Return(_scratch, _tiles);
        _scratch = _pool.Rent(rows, _tiles);
    }
}
