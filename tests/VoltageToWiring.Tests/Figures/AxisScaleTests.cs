using System.Globalization;
using VoltageToWiring.Figures.Axes;

namespace VoltageToWiring.Tests.Figures;

public class AxisScaleTests
{
    public static TheoryData<string> Scales => ["linear", "logarithmic", "symmetric"];

    [Theory]
    [MemberData(nameof(Scales))]
    public void Ticks_AnyRange_LieWithinItAscendingAndNotTooMany(string name)
        => Gen.Select(Gen.Double[-6, 6], Gen.Double[0.01, 6], Gen.Int[2, 12]).Sample((from, span, most) =>
        {
            AxisScale scale = Named(name);
            double low = Value(name, from), high = Value(name, from + span);
            IReadOnlyList<AxisTick> ticks = scale.Ticks(low, high, most);
            double little = 1e-9 * (high - low);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, low - little, high + little));
            Assert.Equal(ticks.Select(tick => tick.Value).Distinct().Order(), ticks.Select(tick => tick.Value));
            Assert.InRange(ticks.Count, 2, Math.Max(most, 5));
            Assert.All(ticks, tick => Assert.Equal(tick.Value, Read(tick.Label), 1e-6 * Math.Abs(tick.Value) + 1e-7));
        });

    [Theory]
    [InlineData(0, 20, 5, "0 5 10 15 20")]
    [InlineData(-0.8, 1, 4, "−0.5 0.0 0.5 1.0")]
    [InlineData(0, 1, 6, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(3.07, 6.07, 8, "3.5 4.0 4.5 5.0 5.5 6.0")]
    [InlineData(-0.0004, 0.0004, 3, "−0.0004 −0.0002 0.0000 0.0002 0.0004")]
    public void Ticks_Linear_AreRound(double low, double high, int most, string expected)
        => Assert.Equal(expected, string.Join(' ', AxisScale.Linear.Ticks(low, high, most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(-0.5, 0.5, 5, "0")]
    [InlineData(-0.5, 29.5, 8, "0 5 10 15 20 25")]
    [InlineData(-0.5, 2.5, 12, "0 1 2")]
    [InlineData(-0.5, 999.5, 6, "0 200 400 600 800")]
    public void Ticks_Whole_NameNothingBetween(double low, double high, int most, string expected)
        => Assert.Equal(expected, string.Join(' ', AxisScale.Whole.Ticks(low, high, most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(1, 600, 8, "1 3 10 30 100 300")]
    [InlineData(0.5, 8, 6, "0.5 1 2 5")]
    [InlineData(1e-3, 1e9, 5, "0.001 1 1000 1e6 1e9")]
    public void Ticks_Logarithmic_AreRound(double low, double high, int most, string expected)
        => Assert.Equal(expected, string.Join(' ', AxisScale.Logarithmic.Ticks(low, high, most).Select(tick => tick.Label)));

    [Fact]
    public void Ticks_Symmetric_AreRoundOnBothSidesOfZero()
        => Assert.Equal("−3 −1 0 1 3 10 30 100 300", string.Join(' ', AxisScale.Symmetric.Ticks(-3.2, 450, 12).Select(tick => tick.Label)));

    [Theory]
    [MemberData(nameof(Scales))]
    public void Unmap_UndoesMap(string name) => Gen.Double[-6, 6].Sample(at =>
    {
        AxisScale scale = Named(name);
        double value = Value(name, at);
        Assert.Equal(value, scale.Unmap(scale.Map(value)), 1e-9 * Math.Abs(value) + 1e-12);
    });

    [Fact]
    public void Around_ValuesThatAreNotKnown_AreLeftOutOfAccount()
    {
        FigureAxis axis = FigureAxis.Around("x", AxisScale.Linear, [double.NaN, 1, double.PositiveInfinity], [3, double.NaN]);
        Assert.Equal((0.9, 3.1), (axis.Low, axis.High));
        FigureAxis alone = FigureAxis.Around("x", AxisScale.Linear, [0.0]);
        Assert.True(alone.Low < 0 && alone.High > 0);
        FigureAxis nothing = FigureAxis.Around("x", AxisScale.Logarithmic, [double.NaN, -1]);
        Assert.True(nothing.Low > 0 && nothing.High > nothing.Low);
    }

    private static AxisScale Named(string name)
        => name == "linear" ? AxisScale.Linear : name == "logarithmic" ? AxisScale.Logarithmic : AxisScale.Symmetric;

    // On logarithmic axes the ends are spread over decades.
    private static double Value(string name, double at) => name == "logarithmic" ? Math.Pow(10, at) : 100 * at;

    private static double Read(string label) => double.Parse(label.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
}
