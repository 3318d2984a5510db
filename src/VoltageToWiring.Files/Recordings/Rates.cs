using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Makes exact rates of what files say.</summary>
public static class Rates
{
    private const long MicroHertz = 1_000_000;
    private const double HighestHz = 1e9;

    // Spikes of files that name no spike clock are stamped at least this often, at a whole number of ticks in a frame.
    private const double FinestSpikeHz = 1e6;

    /// <summary>A rate in Hz to a millionth, as a ratio in lowest terms; null where it is no rate.</summary>
    /// <param name="rateHz">The rate.</param>
    public static SampleClock? Of(double rateHz)
    {
        if (!(rateHz >= 1.0 / MicroHertz && rateHz <= HighestHz))
            return null;
        long scaled = (long)Math.Round((decimal)rateHz * MicroHertz);
        return scaled > 0 ? Reduced(scaled, MicroHertz) : null;
    }

    /// <summary>A rate that was rounded to single precision: the shortest decimal that rounds to it.</summary>
    /// <param name="rateHz">The rate.</param>
    internal static SampleClock? Of(float rateHz)
        => Of(double.Parse(rateHz.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A ratio in lowest terms; null where it is no rate.</summary>
    internal static SampleClock? Of(long numerator, long denominator)
        => numerator > 0 && denominator > 0 && (double)numerator / denominator <= HighestHz ? Reduced(numerator, denominator) : null;

    /// <summary>A clock for spikes of whose clock nothing is known: whole ticks in a frame, each at most a microsecond.</summary>
    /// <param name="frames">The clock of the frames.</param>
    internal static SampleClock SpikesOf(SampleClock frames)
    {
        long ticks = (long)Math.Max(1, Math.Ceiling(FinestSpikeHz / frames.RateHz));
        return Reduced(checked(frames.RateNumerator * ticks), frames.RateDenominator);
    }

    /// <summary>The tick nearest to a time.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="seconds">The time.</param>
    internal static long TickOf(SampleClock clock, double seconds) => (long)Math.Round(seconds * clock.RateNumerator / clock.RateDenominator);

    private static SampleClock Reduced(long numerator, long denominator)
    {
        long a = numerator, b = denominator;
        while (b != 0)
            (a, b) = (b, a % b);
        return new SampleClock(numerator / a, denominator / a);
    }
}
