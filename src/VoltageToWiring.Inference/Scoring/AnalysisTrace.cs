using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// The newest frames of every target, in tiles. Runs of missing frames that are short are bridged by a straight line; longer ones are gaps.
/// </summary>
internal sealed class AnalysisTrace
{
    private readonly int _targets;
    private readonly int _longestBridge;
    private readonly TileRows[] _tiles;

    // By target: how many frames are missing up to now, and the gaps.
    private readonly int[] _missing;
    private readonly bool[] _seen;
    private readonly List<(long Start, long End)>[] _gaps;
    private bool _anyGap;

    /// <param name="targets">Number of targets.</param>
    /// <param name="longestBridge">The longest run of missing frames that is bridged.</param>
    public AnalysisTrace(int targets, int longestBridge)
    {
        _targets = targets;
        _longestBridge = longestBridge;
        _tiles = [.. Enumerable.Range(0, Tile.Count(targets)).Select(_ => new TileRows(0, Pool))];
        _missing = new int[targets];
        _seen = new bool[targets];
        _gaps = [.. Enumerable.Range(0, targets).Select(_ => new List<(long, long)>())];
    }

    public int Tiles => _tiles.Length;

    /// <summary>Memory for whatever follows the traces.</summary>
    public RowPool Pool { get; } = new();

    /// <summary>Oldest frame kept.</summary>
    public long FirstFrame => _tiles[0].FirstFrame;

    /// <summary>Frame after the newest one.</summary>
    public long EndFrame => _tiles[0].EndFrame;

    /// <summary>Frames before this one will not change any more.</summary>
    public long ReadyFrame
    {
        get
        {
            long ready = EndFrame;
            foreach (int missing in _missing)
            {
                if (missing <= _longestBridge)
                    ready = Math.Min(ready, EndFrame - missing);
            }
            return ready;
        }
    }

    public ReadOnlySpan<float> Rows(int tile, long first, int count) => _tiles[tile].From(first, count);

    /// <summary>Appends frames.</summary>
    /// <param name="samples">Frames × targets, time-major, NaN where missing.</param>
    public void Append(ReadOnlySpan<float> samples)
    {
        int frames = samples.Length / _targets;
        long first = EndFrame;
        for (int tile = 0; tile < _tiles.Length; tile++)
        {
            Span<float> rows = _tiles[tile].Append(frames);
            rows.Clear();
            int from = tile * Tile.Lanes;
            int lanes = Math.Min(Tile.Lanes, _targets - from);
            for (int frame = 0; frame < frames; frame++)
                samples.Slice(frame * _targets + from, lanes).CopyTo(rows.Slice(frame * Tile.Lanes, lanes));
        }
        for (int target = 0; target < _targets; target++)
        {
            for (int frame = 0; frame < frames; frame++)
                Follow(target, first + frame, samples[frame * _targets + target]);
        }
    }

    /// <summary>No frame comes any more: what is missing now is a gap.</summary>
    public void Complete()
    {
        for (int target = 0; target < _targets; target++)
        {
            if (_missing[target] is > 0 and int missing && missing <= _longestBridge)
                AddGap(target, EndFrame - missing, EndFrame);
            _missing[target] = 0;
        }
    }

    /// <summary>Whether a target has no gap in a range of frames.</summary>
    public bool IsValid(int target, long first, long end)
    {
        if (!_anyGap)
            return true;
        foreach ((long start, long stop) in _gaps[target])
        {
            if (start < end && first < stop)
                return false;
        }
        return true;
    }

    /// <summary>Whether any target has no gap in a range of frames.</summary>
    public bool IsValidSomewhere(long first, long end)
    {
        if (!_anyGap)
            return true;
        for (int target = 0; target < _targets; target++)
        {
            if (IsValid(target, first, end))
                return true;
        }
        return false;
    }

    public void DiscardBefore(long frame)
    {
        foreach (TileRows tile in _tiles)
            tile.DiscardBefore(frame);
        if (!_anyGap)
            return;
        _anyGap = false;
        foreach (List<(long Start, long End)> gaps in _gaps)
        {
            while (gaps.Count > 0 && gaps[0].End <= _tiles[0].FirstFrame)
                gaps.RemoveAt(0);
            _anyGap |= gaps.Count > 0;
        }
    }

    private void Follow(int target, long frame, float sample)
    {
        if (float.IsNaN(sample))
        {
            int missing = ++_missing[target];
            if (missing == _longestBridge + 1)
                AddGap(target, frame - _longestBridge, frame + 1);
            else if (missing > _longestBridge)
                _gaps[target][^1] = (_gaps[target][^1].Start, frame + 1);
            return;
        }
        if (_missing[target] > 0)
        {
            if (_missing[target] <= _longestBridge)
                Bridge(target, frame, sample);
            _missing[target] = 0;
        }
        _seen[target] = true;
    }

    private void Bridge(int target, long frame, float sample)
    {
        int missing = _missing[target];
        if (!_seen[target])
        {
            AddGap(target, frame - missing, frame);
            return;
        }
        int lane = target % Tile.Lanes;
        Span<float> rows = _tiles[target / Tile.Lanes].From(frame - missing - 1, missing + 1);
        float before = rows[lane];
        for (int i = 1; i <= missing; i++)
            rows[i * Tile.Lanes + lane] = before + (sample - before) * i / (missing + 1);
    }

    private void AddGap(int target, long start, long end)
    {
        _gaps[target].Add((start, end));
        _anyGap = true;
    }
}
