namespace VoltageToWiring.Tests.SpikeTrains;

/// <summary>Pearson's test that all classes are equally likely.</summary>
internal static class Uniformity
{
    // The quantile 0.9999 of the standard normal.
    private const double Normal = 3.719;

    public static void AtOneInTenThousand(int[] counts)
    {
        double expected = counts.Average(), chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.True(expected >= 20);
        Assert.True(chiSquare <= Critical(counts.Length - 1), $"χ² = {chiSquare} with {counts.Length - 1} degrees of freedom: {string.Join(' ', counts)}");
    }

    // E. B. Wilson and M. M. Hilferty (1931): the cube root of χ²/k is nearly normal.
    private static double Critical(int k) => k * Math.Pow(1 - 2.0 / (9 * k) + Normal * Math.Sqrt(2.0 / (9 * k)), 3);
}
