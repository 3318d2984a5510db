using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Functions;

namespace VoltageToWiring.Tests.Functions;

public class ElementaryTests
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
    public void OfBothSigns_UpToTwoAndAHalf_AreWithinTwoMillionths()
    {
        const int Steps = 100_000;
        double worst = 0;
        for (int i = 0; i <= Steps; i++)
        {
            float x = -2.5f + i * (5f / Steps);
            (Vector512<float> plus, Vector512<float> minus) = Elementary.OfBothSigns(Vector512.Create(x));
            worst = Math.Max(worst, Math.Max(Math.Abs(plus[3] / Math.Exp(x) - 1), Math.Abs(minus[11] / Math.Exp(-(double)x) - 1)));
        }
        Assert.InRange(worst, 1e-8, 2e-6);
        Assert.Equal((1, 1), (Elementary.OfBothSigns(Vector512<float>.Zero).Plus[0], Elementary.OfBothSigns(Vector512<float>.Zero).Minus[0]));
    }

    [Fact]
    public void OfSmall_Zero_IsOne() => Assert.Equal(1, Of(0));

    [Fact]
    public void OfNegative_DownToMinusSevenHundred_IsWithinTwoUnitsInTheLastPlace()
    {
        const int Steps = 100_000;
        for (int i = 0; i <= Steps; i++)
        {
            double x = -700.0 * i / Steps, exact = Math.Exp(x);
            Assert.InRange(Math.Abs(Elementary.OfNegative(Vector512.Create(x))[5] - exact), 0, 2 * (Math.BitIncrement(exact) - exact));
        }
        Assert.InRange(Elementary.OfNegative(Vector512.Create(double.NegativeInfinity))[0], 0, 1e-300);
    }

    [Fact]
    public void Log_AnyPositiveNumber_IsWithinTwoUnitsInTheLastPlace()
    {
        for (int i = -100_000; i <= 100_000; i++)
        {
            double x = Math.Exp(0.0007 * i * (1 + 1e-4 * Math.Sin(i))), exact = Math.Log(x);
            double unit = Math.BitIncrement(Math.Max(1, Math.Abs(exact))) - Math.Max(1, Math.Abs(exact));
            Assert.InRange(Math.Abs(Elementary.Log(Vector512.Create(x))[2] - exact), 0, 2 * unit);
        }
        Assert.Equal(0, Elementary.Log(Vector512.Create(1.0))[0]);
    }

    [Fact]
    public void Log_AnyPositiveSingle_IsWithinTwoUnitsInTheLastPlace()
    {
        for (int i = -100_000; i <= 100_000; i++)
        {
            float x = (float)Math.Exp(0.0008 * i * (1 + 1e-4 * Math.Sin(i)));
            double exact = Math.Log(x);
            double unit = Math.Max(1, Math.Abs(exact)) * Math.Pow(2, -23);
            Assert.InRange(Math.Abs(Elementary.Log(Vector512.Create(x))[9] - exact), 0, 2 * unit);
        }
        Assert.Equal(0, Elementary.Log(Vector512.Create(1f))[0]);
    }

    [Fact]
    public void SinCosOfTurns_AnyTurns_AreTheSineAndCosineOfTheAngle()
    {
        for (int i = -40_000; i <= 40_000; i++)
        {
            double x = i / 4000.0 + (i % 7 == 0 ? 0 : 1e-5 * Math.Sin(i));
            (Vector512<double> sin, Vector512<double> cos) = Elementary.SinCosOfTurns(Vector512.Create(x));
            // The reference takes its angle within a turn, where it is exact enough.
            (double expectedSin, double expectedCos) = Math.SinCos(2 * Math.PI * (x - Math.Round(x)));
            Assert.Equal(expectedSin, sin[1], 1e-15);
            Assert.Equal(expectedCos, cos[6], 1e-15);
        }
        Assert.Equal((0, 1), (Elementary.SinCosOfTurns(Vector512.Create(3.0)).Sin[0], Elementary.SinCosOfTurns(Vector512.Create(3.0)).Cos[0]));
    }

    private static float Of(float x) => Elementary.OfSmall(Vector512.Create(x))[7];
}
