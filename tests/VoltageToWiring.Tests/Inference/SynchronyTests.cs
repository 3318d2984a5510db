using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;

namespace VoltageToWiring.Tests.Inference;

public class SynchronyTests
{
    [Theory]
    // Long recordings of many spikes: what is remarkable is a fixed share.
    [InlineData(0.079, 100_000, 1_000_000, ConnectionWarnings.None)]
    [InlineData(0.081, 100_000, 1_000_000, ConnectionWarnings.Synchrony)]
    [InlineData(0.91, 100_000, 1_000_000, ConnectionWarnings.Synchrony | ConnectionWarnings.Collinear)]
    // Five standard errors of 40 ms looks in 25 s are 0.2.
    [InlineData(0.19, 25, 1_000_000, ConnectionWarnings.None)]
    [InlineData(0.21, 25, 1_000_000, ConnectionWarnings.Synchrony)]
    // Three coincidences among ten spikes are 0.3 more.
    [InlineData(0.49, 25, 10, ConnectionWarnings.None)]
    [InlineData(0.51, 25, 10, ConnectionWarnings.Synchrony)]
    // However little is known, trains that cannot be told apart are.
    [InlineData(0.95, 0, 0, ConnectionWarnings.Synchrony | ConnectionWarnings.Collinear)]
    [InlineData(0.89, 0, 0, ConnectionWarnings.None)]
    [InlineData(-1, 100_000, 1_000_000, ConnectionWarnings.None)]
    public void WarningsOf_Correlation_AreThoseOfTheLimits(double correlation, double seconds, long spikes, ConnectionWarnings expected)
        => Assert.Equal(expected, Synchrony.WarningsOf(correlation, seconds, spikes));
}
