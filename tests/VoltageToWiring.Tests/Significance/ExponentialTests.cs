using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Tests.Significance;

public class ExponentialTests
{
    [Fact]
    public void OfSmall_UpToEighty_IsWithinTwoUnitsInTheLastPlace()
    {
        const int Steps = 160_000;
        double worst = 0;
        for (int i = 0; i <= Steps; i++)
        {
            float x = -80 + i * (160f / Steps);
            double exact = Math.Exp(x);
            double unit = MathF.BitIncrement((float)exact) - (double)(float)exact;
            worst = Math.Max(worst, Math.Abs(Of(x) - exact) / unit);
        }
        Assert.InRange(worst, 0.1, 2);
    }

    [Fact]
    public void OfSmall_Zero_IsOne() => Assert.Equal(1, Of(0));

    private static float Of(float x) => Exponential.OfSmall(Vector512.Create(x))[7];
}
