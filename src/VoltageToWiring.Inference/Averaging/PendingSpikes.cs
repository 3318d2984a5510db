namespace VoltageToWiring.Inference.Averaging;

/// <summary>Spikes of one train, by frame or tick, whose windows are not over yet.</summary>
internal sealed class PendingSpikes
{
    private long[] _frames = new long[16];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    /// <summary>All of them, ascending.</summary>
    public ReadOnlySpan<long> All => _frames.AsSpan(_start.._end);

    public void Add(long frame)
    {
        // At most half full, so that moving to the front is rare: and that at once, not when the end is next met. Four times as large, so that a
        // train whose rate stays as it is soon has all the room it will ever need.
        bool isHalfFull = 2 * Count >= _frames.Length;
        if (isHalfFull || _end == _frames.Length)
        {
            long[] to = isHalfFull ? new long[4 * _frames.Length] : _frames;
            _frames.AsSpan(_start, Count).CopyTo(to);
            _end = Count;
            _start = 0;
            _frames = to;
        }
        int at = _end++;
        // A train's spikes come in order, but for a device that reports them otherwise.
        while (at > _start && _frames[at - 1] > frame)
        {
            _frames[at] = _frames[at - 1];
            at--;
        }
        _frames[at] = frame;
    }

    /// <summary>Takes the first one.</summary>
    public long TakeFirst() => _frames[_start++];

    /// <summary>How many spikes fall on a frame or after it.</summary>
    public int CountFrom(long frame)
    {
        int at = _end;
        while (at > _start && _frames[at - 1] >= frame)
            at--;
        return _end - at;
    }

    /// <summary>Takes the spikes before a frame; the span holds until the next call.</summary>
    public ReadOnlySpan<long> TakeBefore(long frame)
    {
        int first = _start;
        while (_start < _end && _frames[_start] < frame)
            _start++;
        return _frames.AsSpan(first.._start);
    }
}
