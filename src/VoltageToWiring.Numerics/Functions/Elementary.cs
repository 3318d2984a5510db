using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Functions;

/// <summary>
/// e^x, ln x and sin and cos of many numbers at once, out of multiplications and additions that every machine rounds alike; the platform's own
/// may differ from one processor to the next, and even from one compilation to the next where it leaves open whether a multiplication and an
/// addition are fused.
/// </summary>
internal static class Elementary
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts, the first of which has few bits, so that its multiples are exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    private const double DoubleLn2High = 0.693147180369123816490;
    private const double DoubleLn2Low = 1.90821492927058770002e-10;

    // Carries into the exponent where the mantissa is √2 or more: the bits of 2 less those of √2.
    private const long HalfRootBits = 0x4000000000000000L - 0x3FF6A09E667F3BCDL;
    private const int SingleHalfRootBits = 0x40000000 - 0x3FB504F3;

    /// <summary>e^x for |x| ≤ 80, within two units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OfSmall(Vector512<float> x)
    {
        Vector512<float> n = Vector512.Round(x * Log2E);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        Vector512<float> sum = Vector512.Create(1f / 5040);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 720));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 6));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f));
        Vector512<int> powerOfTwo = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        return sum * powerOfTwo.AsSingle();
    }

    /// <summary>
    /// e^x and e^−x for |x| ≤ 2.5, each within two millionths: the even and the odd part of one series of x/4 serve both, which are then squared
    /// twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Plus, Vector512<float> Minus) OfBothSigns(Vector512<float> x)
    {
        Vector512<float> quarter = x * 0.25f;
        Vector512<float> square = quarter * quarter;
        Vector512<float> even = Vector512.FusedMultiplyAdd(square, Vector512.Create(1f / 40320), Vector512.Create(1f / 720));
        Vector512<float> odd = Vector512.FusedMultiplyAdd(square, Vector512.Create(1f / 5040), Vector512.Create(1f / 120));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1f / 24));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1f / 6));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.5f));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1f)) * quarter;
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1f));
        Vector512<float> plus = even + odd, minus = even - odd;
        plus *= plus;
        minus *= minus;
        return (plus * plus, minus * minus);
    }

    /// <summary>e^x for x ≤ 0, within two units in the last place; below −700 as at −700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfNegative(Vector512<double> x)
    {
        x = Vector512.Max(x, Vector512.Create(-700.0));
        Vector512<double> n = Vector512.Round(x * Vector512.Create(1.4426950408889634));
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-DoubleLn2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-DoubleLn2Low), r);
        Vector512<double> sum = Vector512.Create(1.0 / 479001600);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 39916800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 3628800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 362880));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 40320));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 5040));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 720));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 6));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0));
        Vector512<long> powerOfTwo = (Vector512.ConvertToInt64(n) + Vector512.Create(1023L)) << 52;
        return sum * powerOfTwo.AsDouble();
    }

    /// <summary>ln x for normal positive x, within two units in the last place of the larger of its value and 1; exactly 0 at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<int> bits = x.AsInt32();
        Vector512<int> e = ((bits + Vector512.Create(SingleHalfRootBits)) >> 23) - Vector512.Create(127);
        Vector512<float> m = (bits - (e << 23)).AsSingle();
        Vector512<float> exponent = Vector512.ConvertToSingle(e);
        Vector512<float> s = (m - Vector512.Create(1f)) / (m + Vector512.Create(1f));
        Vector512<float> square = s * s;
        Vector512<float> sum = Vector512.FusedMultiplyAdd(square, Vector512.Create(1f / 9), Vector512.Create(1f / 7));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1f / 5));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1f / 3));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1f)) * (s + s);
        sum = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(Ln2Low), sum);
        return Vector512.FusedMultiplyAdd(exponent, Vector512.Create(Ln2High), sum);
    }

    /// <summary>ln x for normal positive x, within two units in the last place of the larger of its value and 1; exactly 0 at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<long> bits = x.AsInt64();
        // x = m·2^e, m within a factor √2 of 1.
        Vector512<long> e = ((bits + Vector512.Create(HalfRootBits)) >> 52) - Vector512.Create(1023L);
        Vector512<double> m = (bits - (e << 52)).AsDouble();
        Vector512<double> exponent = Vector512.ConvertToDouble(e);
        // ln m = 2 artanh((m − 1)/(m + 1)).
        Vector512<double> f = m - Vector512.Create(1.0);
        Vector512<double> s = f / (m + Vector512.Create(1.0));
        Vector512<double> square = s * s;
        Vector512<double> sum = Vector512.Create(1.0 / 23);
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 21));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 19));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 17));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 15));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 13));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 11));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 9));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 7));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 5));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0 / 3));
        sum = Vector512.FusedMultiplyAdd(sum, square, Vector512.Create(1.0)) * (s + s);
        sum = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(DoubleLn2Low), sum);
        return Vector512.FusedMultiplyAdd(exponent, Vector512.Create(DoubleLn2High), sum);
    }

    /// <summary>sin and cos of 2πx for |x| ≤ 1000, within two units in the last place of 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sin, Vector512<double> Cos) SinCosOfTurns(Vector512<double> x)
    {
        // The nearest quarter of a turn, exactly, and what is left of the angle: at most π/4.
        Vector512<double> quarters = x * Vector512.Create(4.0);
        Vector512<double> whole = Vector512.Round(quarters);
        Vector512<double> r = (quarters - whole) * Vector512.Create(Math.PI / 2);
        Vector512<double> square = r * r;
        Vector512<double> sin = Vector512.Create(-1.0 / 1307674368000);
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(1.0 / 6227020800));
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(-1.0 / 39916800));
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(1.0 / 362880));
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(-1.0 / 5040));
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(1.0 / 120));
        sin = Vector512.FusedMultiplyAdd(sin, square, Vector512.Create(-1.0 / 6));
        sin = Vector512.FusedMultiplyAdd(sin * square, r, r);
        Vector512<double> cos = Vector512.Create(1.0 / 20922789888000);
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(-1.0 / 87178291200));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(1.0 / 479001600));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(-1.0 / 3628800));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(1.0 / 40320));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(-1.0 / 720));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(1.0 / 24));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(-0.5));
        cos = Vector512.FusedMultiplyAdd(cos, square, Vector512.Create(1.0));
        // After an odd number of quarters the two change places, after two or three both signs, after one or two that of the cosine.
        Vector512<long> quadrant = Vector512.ConvertToInt64(whole);
        Vector512<double> odd = Vector512.Equals(quadrant & Vector512<long>.One, Vector512<long>.One).AsDouble();
        Vector512<long> signOfSin = (quadrant & Vector512.Create(2L)) << 62;
        Vector512<long> signOfCos = ((quadrant + Vector512<long>.One) & Vector512.Create(2L)) << 62;
        Vector512<double> newSin = Vector512.ConditionalSelect(odd, cos, sin), newCos = Vector512.ConditionalSelect(odd, sin, cos);
        return ((newSin.AsInt64() ^ signOfSin).AsDouble(), (newCos.AsInt64() ^ signOfCos).AsDouble());
    }
}
