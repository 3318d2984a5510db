using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns times of a pipeline into numbers of frames.</summary>
/// <param name="binder">Knows where every key was written.</param>
/// <param name="clock">The clock of the frames.</param>
/// <param name="exact">Whether a time that is no whole number of frames is refused; otherwise the nearest number is taken.</param>
internal sealed class FrameTimes(PipelineBinder binder, SampleClock clock, bool exact)
{
    /// <summary>Time from one frame to the next, s.</summary>
    public decimal PeriodSeconds => (decimal)clock.RateDenominator / clock.RateNumerator;

    /// <summary>A time as a number of frames, at least 1.</summary>
    /// <param name="path">The key.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="PipelineException">It is no whole number of frames, and has to be one.</exception>
    public long Of(string path, Quantity time)
    {
        decimal scaled = time.ExactSi * clock.RateNumerator;
        decimal nearest = Math.Max(1, Math.Round(scaled / clock.RateDenominator));
        if (!exact || nearest * clock.RateDenominator == scaled)
            return (long)nearest;
        string period = (PeriodSeconds * 1000).ToString("0.######", CultureInfo.InvariantCulture);
        throw binder.Error(path, $"is {time}", $"a whole number of frames of {period} ms each");
    }

    /// <summary>The fewest frames that last a time.</summary>
    /// <param name="seconds">The time, s.</param>
    public long AtLeast(decimal seconds) => (long)Math.Ceiling(seconds * clock.RateNumerator / clock.RateDenominator);

    /// <summary>How long some frames last.</summary>
    /// <param name="frames">How many.</param>
    public Quantity Length(long frames)
    {
        decimal seconds = frames * PeriodSeconds;
        return new Quantity(seconds.ToString("0.######", CultureInfo.InvariantCulture) + " s", seconds);
    }
}
