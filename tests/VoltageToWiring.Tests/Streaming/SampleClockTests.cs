using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Streaming;

public class SampleClockTests
{
    [Fact]
    public void ToIndexOf_AnyClocks_IsTheFloorOfTheExactRatio()
        => Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[1, 100_000], Gen.Long[1, 1000], Gen.Long[1, 100_000]).Sample((index, rate, denominator, other) =>
        {
            var from = new SampleClock(rate, denominator);
            var to = new SampleClock(other);
            Int128 exact = (Int128)index * other * denominator / rate;
            return from.ToIndexOf(to, index) == (long)exact;
        });

    [Fact]
    public void ToIndexOf_NegativeIndex_RoundsDown()
        => Assert.Equal(-1, new SampleClock(10_000).ToIndexOf(new SampleClock(1000), -1));

    [Fact]
    public void TimeSeconds_TenHoursAtAwkwardRate_HasNoDrift()
        => Assert.Equal(36_000, new SampleClock(10_000, 3).TimeSeconds(120_000_000));
}
