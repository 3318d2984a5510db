using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Makes an exact clock of the rate that a header states as a decimal number.</summary>
internal static class OpenEphysRate
{
    private const long FinestParts = 1_000_000;

    /// <summary>The clock: to a millionth of a hertz, or as fine as its ratio allows.</summary>
    public static SampleClock Of(double rateHz)
    {
        long parts = FinestParts;
        while (rateHz * parts > WireProtocol.LargestRatePart && parts > 1)
            parts /= 10;
        long numerator = Math.Max(1, (long)Math.Round(rateHz * parts, MidpointRounding.ToEven));
        long divisor = GreatestCommonDivisor(numerator, parts);
        return new SampleClock(numerator / divisor, parts / divisor);
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
