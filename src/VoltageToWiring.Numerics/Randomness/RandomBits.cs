namespace VoltageToWiring.Numerics.Randomness;

/// <summary>From random bits to random numbers.</summary>
public static class RandomBits
{
    /// <summary>A double in [0, 1) from the top 53 of 64 random bits.</summary>
    /// <param name="high">The bits that matter most.</param>
    /// <param name="low">The rest.</param>
    public static double ToUnitInterval(uint high, uint low)
        => ((high >> 5) * 67108864.0 + (low >> 6)) / 9007199254740992.0;

    /// <summary>Two independent standard normals from two uniforms (G. E. P. Box and M. E. Muller, 1958).</summary>
    /// <param name="u1">In [0, 1); its complement goes into the logarithm, which is therefore finite.</param>
    /// <param name="u2">In [0, 1).</param>
    /// <param name="first">√(−2 ln(1 − u1))·cos 2πu2.</param>
    /// <param name="second">√(−2 ln(1 − u1))·sin 2πu2.</param>
    public static void BoxMuller(double u1, double u2, out double first, out double second)
    {
        double radius = Math.Sqrt(-2.0 * Math.Log(1.0 - u1));
        (double sin, double cos) = Math.SinCos(2.0 * Math.PI * u2);
        first = radius * cos;
        second = radius * sin;
    }
}
