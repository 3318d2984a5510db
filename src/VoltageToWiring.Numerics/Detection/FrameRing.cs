namespace VoltageToWiring.Numerics.Detection;

/// <summary>The newest frames, a value of each trace in each.</summary>
/// <param name="targets">Number of traces.</param>
/// <param name="frames">How many frames are kept.</param>
internal sealed class FrameRing(int targets, int frames)
{
    private readonly double[] _values = new double[checked(targets * frames)];
    private int _newest = -1;

    /// <summary>Makes room for the next frame, in place of the oldest.</summary>
    /// <returns>The frame, to be written.</returns>
    public Span<double> Next()
    {
        _newest = (_newest + 1) % frames;
        return Back(0);
    }

    /// <summary>A frame that is kept; zeros where there was none yet.</summary>
    /// <param name="back">How many frames before the newest, 0 for that itself.</param>
    public Span<double> Back(int back) => _values.AsSpan((_newest - back + frames) % frames * targets, targets);
}
