using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Functions;

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

    /// <summary><see cref="ToUnitInterval(uint, uint)"/> of eight at once.</summary>
    internal static Vector512<double> ToUnitInterval(Vector512<ulong> high, Vector512<ulong> low)
    {
        Vector512<double> upper = Vector512.ConvertToDouble((high >>> 5).AsInt64()), lower = Vector512.ConvertToDouble((low >>> 6).AsInt64());
        return (upper * Vector512.Create(67108864.0) + lower) * Vector512.Create(1.0 / 9007199254740992.0);
    }

    /// <summary><see cref="BoxMuller(double, double, out double, out double)"/> of eight at once, within a few units in the last place.</summary>
    internal static (Vector512<double> First, Vector512<double> Second) BoxMuller(Vector512<double> u1, Vector512<double> u2)
    {
        Vector512<double> radius = Vector512.Sqrt(Vector512.Create(-2.0) * Elementary.Log(Vector512.Create(1.0) - u1));
        (Vector512<double> sin, Vector512<double> cos) = Elementary.SinCosOfTurns(u2);
        return (radius * cos, radius * sin);
    }
}
