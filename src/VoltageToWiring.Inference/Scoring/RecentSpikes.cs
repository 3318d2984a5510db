namespace VoltageToWiring.Inference.Scoring;

/// <summary>The newest spikes of all trains, by frame.</summary>
internal sealed class RecentSpikes
{
    private (long Frame, int Source)[] _spikes = new (long, int)[64];
    private int _start;
    private int _end;

    public void Add(long frame, int source)
    {
        int kept = _end - _start;
        // At most half full, so that moving to the front is rare: and that at once, not when the end is next met.
        bool isHalfFull = 2 * kept >= _spikes.Length;
        if (isHalfFull || _end == _spikes.Length)
        {
            (long, int)[] to = isHalfFull ? new (long, int)[4 * _spikes.Length] : _spikes;
            _spikes.AsSpan(_start, kept).CopyTo(to);
            _spikes = to;
            _start = 0;
            _end = kept;
        }
        _spikes[_end++] = (frame, source);
    }

    /// <summary>The spikes of a range of frames, ascending.</summary>
    public ReadOnlySpan<(long Frame, int Source)> Between(long first, long end) => _spikes.AsSpan(IndexOf(first)..IndexOf(end));

    public void DiscardBefore(long frame) => _start = IndexOf(frame);

    // The first spike at or after a frame.
    private int IndexOf(long frame)
    {
        int low = _start, high = _end;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_spikes[middle].Frame < frame)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
