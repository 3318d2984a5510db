using System.Numerics.Tensors;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The newest frames of one trace, as one contiguous span, so that a window may begin in one batch and end in another. Missing and invalid
/// frames are in it as zeros and remembered as such.
/// </summary>
internal sealed class TraceHistory
{
    private readonly List<(long Start, long End)> _invalid = [];
    private ArraySegment<double> _samples;
    private int _start;
    private int _end;

    public TraceHistory(int capacity)
    {
        _samples = AlignedMemory.Allocate<double>(capacity);
    }

    /// <summary>Index of the oldest frame kept.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Index after the newest frame.</summary>
    public long EndFrame => FirstFrame + (_end - _start);

    public ReadOnlySpan<double> Samples => _samples.AsSpan(_start.._end);

    public bool IsValid(long firstFrame, long endFrame)
    {
        // Runs are apart and ascending, so the first that ends after the first frame decides. There may be many where all frames are kept.
        int low = 0;
        int high = _invalid.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_invalid[middle].End <= firstFrame)
                low = middle + 1;
            else
                high = middle;
        }
        return low == _invalid.Count || _invalid[low].Start >= endFrame;
    }

    /// <summary>The lowest and the highest of the valid samples in a range of frames; zeros where there are none.</summary>
    public (double Lowest, double Highest) Range(long firstFrame, long endFrame)
    {
        double lowest = double.PositiveInfinity;
        double highest = double.NegativeInfinity;
        long from = firstFrame;
        foreach ((long start, long end) in _invalid.Append((endFrame, endFrame)))
        {
            long to = Math.Min(start, endFrame);
            if (to > from)
            {
                ReadOnlySpan<double> valid = Samples[(int)(from - FirstFrame)..(int)(to - FirstFrame)];
                lowest = Math.Min(lowest, TensorPrimitives.Min(valid));
                highest = Math.Max(highest, TensorPrimitives.Max(valid));
            }
            from = Math.Max(from, end);
        }
        return lowest <= highest ? (lowest, highest) : (0, 0);
    }

    /// <summary>Those onsets, ascending, whose windows have only valid frames.</summary>
    /// <param name="onsets">The onsets, counted from a frame of the recording.</param>
    /// <param name="windowFrames">Frames in a window.</param>
    /// <param name="scratch">Room for the result where it is not all of them; made larger as needed.</param>
    /// <param name="countedFrom">The frame.</param>
    public ReadOnlySpan<int> ValidOnsets(ReadOnlySpan<int> onsets, int windowFrames, ref int[] scratch, long countedFrom = 0)
    {
        if (onsets.IsEmpty || IsValid(countedFrom + onsets[0], countedFrom + onsets[^1] + windowFrames))
            return onsets;
        if (scratch.Length < onsets.Length)
            scratch = new int[2 * onsets.Length];
        int count = 0;
        foreach (int onset in onsets)
        {
            if (IsValid(countedFrom + onset, countedFrom + onset + windowFrames))
                scratch[count++] = onset;
        }
        return scratch.AsSpan(0, count);
    }

    public void AppendGap(int frames)
    {
        Reserve(frames).Clear();
        AddInvalid(EndFrame - frames, EndFrame);
    }

    public void Append(ReadOnlySpan<double> timeMajor, int target, int targets)
    {
        Span<double> room = Reserve(timeMajor.Length / targets);
        if (targets == 1)
        {
            timeMajor.CopyTo(room);
        }
        else
        {
            for (int i = 0, at = target; i < room.Length; i++, at += targets)
                room[i] = timeMajor[at];
        }
        MarkInvalid(room);
    }

    public void Append(ReadOnlySpan<float> timeMajor, int target, int targets)
    {
        Span<double> room = Reserve(timeMajor.Length / targets);
        for (int i = 0, at = target; i < room.Length; i++, at += targets)
            room[i] = timeMajor[at];
        MarkInvalid(room);
    }

    public void DiscardBefore(long frame)
    {
        int discard = (int)Math.Clamp(frame - FirstFrame, 0, _end - _start);
        _start += discard;
        FirstFrame += discard;
        while (_invalid.Count > 0 && _invalid[0].End <= FirstFrame)
            _invalid.RemoveAt(0);
    }

    private Span<double> Reserve(int frames)
    {
        if (_end + frames > _samples.Count)
        {
            int kept = _end - _start;
            ArraySegment<double> to = kept + frames > _samples.Count
                ? AlignedMemory.Allocate<double>(Math.Max(kept + frames, 2 * _samples.Count))
                : _samples;
            _samples.AsSpan(_start, kept).CopyTo(to);
            _samples = to;
            _start = 0;
            _end = kept;
        }
        Span<double> room = _samples.AsSpan(_end, frames);
        _end += frames;
        return room;
    }

    private void MarkInvalid(Span<double> newest)
    {
        // One pass that is nearly always the only one: a sum is finite where every part is.
        if (double.IsFinite(TensorPrimitives.Sum<double>(newest)))
            return;
        long first = EndFrame - newest.Length;
        for (int i = 0; i < newest.Length; i++)
        {
            if (double.IsFinite(newest[i]))
                continue;
            newest[i] = 0;
            AddInvalid(first + i, first + i + 1);
        }
    }

    private void AddInvalid(long start, long end)
    {
        if (_invalid.Count > 0 && _invalid[^1].End == start)
            _invalid[^1] = (_invalid[^1].Start, end);
        else
            _invalid.Add((start, end));
    }
}
