namespace VoltageToWiring.Simulation.Imaging;

/// <summary>Cuts the frames of a recording, read from its start, into runs without gaps.</summary>
internal sealed class VisibleFrames
{
    private readonly IReadOnlyList<FrameGap> _gaps;
    private int _next;

    /// <summary>The frames from the start on.</summary>
    /// <param name="gaps">The gaps, ascending, not overlapping, each of at least one frame.</param>
    public VisibleFrames(IReadOnlyList<FrameGap> gaps)
    {
        long end = 0;
        foreach (FrameGap gap in gaps)
        {
            if (gap.FirstFrame < end || gap.Count < 1)
                throw new ArgumentException($"A gap begins at frame {gap.FirstFrame} and lasts {gap.Count}; the one before it ends at {end}.", nameof(gaps));
            end = gap.EndFrame;
        }
        _gaps = gaps;
    }

    /// <summary>The first run of visible frames in a range.</summary>
    /// <param name="frame">Where the range begins, not before any frame asked for earlier; becomes where the run begins.</param>
    /// <param name="endFrame">Index after the range.</param>
    /// <returns>Frames in the run; 0, with <paramref name="frame"/> at the end of the range, where none is left.</returns>
    public int NextRun(ref long frame, long endFrame)
    {
        for (; _next < _gaps.Count && _gaps[_next].FirstFrame <= frame; _next++)
        {
            if (_gaps[_next].EndFrame > endFrame)
            {
                frame = endFrame;
                return 0;
            }
            frame = Math.Max(frame, _gaps[_next].EndFrame);
        }
        long end = _next < _gaps.Count ? Math.Min(_gaps[_next].FirstFrame, endFrame) : endFrame;
        return (int)(end - frame);
    }
}
