using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Significance;

/// <summary>
/// e^x for sixteen small numbers, out of multiplications and additions that every machine rounds alike; the platform's own may differ from one
/// processor to the next.
/// </summary>
internal static class Exponential
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts, the first of which has few bits, so that its multiples are exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x for |x| ≤ 80, within two units in the last place.</summary>
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
}
