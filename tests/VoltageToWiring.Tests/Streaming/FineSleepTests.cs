using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Tests.Streaming;

public class FineSleepTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Until_ATimeToCome_ReturnsWhenItHasPassed(bool spins)
    {
        TimeProvider time = TimeProvider.System;
        long due = time.GetTimestamp() + time.TimestampFrequency / 500;
        long returned = FineSleep.Until(time, due, spins);
        Assert.True(returned >= due);
        Assert.True(time.GetTimestamp() >= returned);
    }

    [Fact]
    public void Until_ATimeThatHasPassed_ReturnsTheTimeNow()
    {
        long before = TimeProvider.System.GetTimestamp();
        Assert.True(FineSleep.Until(TimeProvider.System, before - 1) >= before);
    }
}
