using System.Runtime.Intrinsics;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The clock on which connections are scored: camera frames averaged to about a millisecond, or the camera's own where they are longer.
/// </summary>
/// <param name="CameraFrames">Camera frames in one frame of the analysis.</param>
/// <param name="Clock">The clock of the analysis.</param>
/// <param name="SpikeClock">The clock of the spikes.</param>
/// <param name="TicksPerFrame">Ticks in a frame where that is a whole number, else 0.</param>
public sealed record AnalysisFrames(int CameraFrames, SampleClock Clock, SampleClock SpikeClock, long TicksPerFrame)
{
    private const double RateHz = 1000;

    /// <summary>Period of a frame, s.</summary>
    public double PeriodSeconds => Clock.PeriodSeconds;

    /// <summary>The clock for a recording.</summary>
    /// <param name="info">The recording.</param>
    public static AnalysisFrames Of(RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return Of(info, (int)Math.Max(1, Math.Round(info.FrameClock.RateHz / RateHz)));
    }

    /// <summary>The camera's own frames.</summary>
    /// <param name="info">The recording.</param>
    public static AnalysisFrames OfCamera(RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return Of(info, 1);
    }

    private static AnalysisFrames Of(RecordingInfo info, int cameraFrames)
    {
        SampleClock clock = info.FrameClock.DividedBy(cameraFrames);
        // Spike rate over frame rate, where it is whole.
        Int128 ticks = (Int128)info.SpikeClock.RateNumerator * clock.RateDenominator;
        Int128 frames = (Int128)info.SpikeClock.RateDenominator * clock.RateNumerator;
        return new AnalysisFrames(cameraFrames, clock, info.SpikeClock, ticks % frames == 0 ? (long)(ticks / frames) : 0);
    }

    /// <summary>The frame during which a spike falls: the same rule for real and surrogate spikes.</summary>
    /// <param name="tick">Index on the spike clock, at least 0.</param>
    public long FrameOf(long tick) => TicksPerFrame > 0 ? tick / TicksPerFrame : SpikeClock.ToIndexOf(Clock, tick);

    /// <summary><see cref="FrameOf"/> of eight ticks.</summary>
    /// <param name="ticks">Indices on the spike clock, at least 0.</param>
    public Vector512<long> FramesOf(Vector512<long> ticks)
    {
        // The quotient of integers below 2⁵² is never rounded up to a whole number that it does not reach.
        if (TicksPerFrame > 0 && Vector512.LessThanAll(ticks, Vector512.Create(1L << 52)))
            return Vector512.ConvertToInt64(Vector512.Floor(Vector512.ConvertToDouble(ticks) / Vector512.Create((double)TicksPerFrame)));
        Vector512<long> frames = default;
        for (int lane = 0; lane < Vector512<long>.Count; lane++)
            frames = frames.WithElement(lane, FrameOf(ticks[lane]));
        return frames;
    }

    /// <summary>A tick that falls on a frame: its first, or one near it.</summary>
    /// <param name="frame">The frame.</param>
    public long FirstTickOf(long frame) => TicksPerFrame > 0 ? frame * TicksPerFrame : Clock.ToIndexOf(SpikeClock, frame);

    /// <summary>Frames nearest to a time, at least some number.</summary>
    /// <param name="seconds">The time, s.</param>
    /// <param name="atLeast">The least.</param>
    public int Frames(double seconds, int atLeast = 0) => Math.Max(atLeast, (int)Math.Round(seconds / PeriodSeconds));
}
