using System.Globalization;

namespace VoltageToWiring.Streaming.Recordings;

/// <summary>
/// A clock that counts samples: its rate is an exact ratio, so that time is always index × period and never accumulated.
/// </summary>
/// <param name="RateNumerator">Numerator of the rate in Hz, positive.</param>
/// <param name="RateDenominator">Denominator of the rate, positive.</param>
public readonly record struct SampleClock(long RateNumerator, long RateDenominator = 1)
{
    /// <summary>Rate, Hz.</summary>
    public double RateHz => (double)RateNumerator / RateDenominator;

    /// <summary>Period, s.</summary>
    public double PeriodSeconds => (double)RateDenominator / RateNumerator;

    /// <summary>The clock that ticks once in a number of ticks of this one.</summary>
    /// <param name="ticks">At least 1.</param>
    public SampleClock DividedBy(int ticks)
    {
        long denominator = checked(RateDenominator * ticks);
        long a = RateNumerator, b = denominator;
        while (b != 0)
            (a, b) = (b, a % b);
        return new SampleClock(RateNumerator / a, denominator / a);
    }

    /// <summary>Time of a sample since the start of the recording, s.</summary>
    /// <param name="index">Index of the sample.</param>
    public double TimeSeconds(long index) => (double)((Int128)index * RateDenominator) / RateNumerator;

    /// <summary>The sample of another clock during which a sample of this one falls: floor(index · other rate / this rate).</summary>
    /// <param name="index">Index on this clock.</param>
    /// <param name="other">The other clock.</param>
    public long ToIndexOf(SampleClock other, long index)
    {
        if (this == other)
            return index;
        Int128 numerator = (Int128)index * other.RateNumerator * RateDenominator;
        Int128 denominator = (Int128)other.RateDenominator * RateNumerator;
        (Int128 quotient, Int128 remainder) = Int128.DivRem(numerator, denominator);
        return (long)(remainder < 0 ? quotient - 1 : quotient);
    }

    /// <inheritdoc/>
    public override string ToString() => RateHz.ToString("0.######", CultureInfo.InvariantCulture) + " Hz";
}
