using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class OrnsteinUhlenbeckTests
{
    // Grids finer than, and as coarse as, the time constant: the update is exact on all.
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Advance_AnyGrid_HasVarianceOneAndTheTimeConstant(double gridSeconds)
    {
        const double Tau = 0.3;
        const int N = 400_000;
        RandomStream random = new RandomStreams(4).Stream("x");
        var process = new OrnsteinUhlenbeck(Tau, gridSeconds, random);
        var x = new double[N];
        for (int i = 0; i < N; i++)
        {
            x[i] = process.Value;
            process.Advance(random);
        }
        // Squares are correlated over τ/2, so that so many are independent.
        double independent = N / Math.Max(1, Tau / gridSeconds);
        double error = Math.Sqrt(2 / independent);
        Assert.InRange(x.Average(), -5 / Math.Sqrt(independent / 2), 5 / Math.Sqrt(independent / 2));
        Assert.InRange(x.Average(v => v * v), 1 - 5 * error, 1 + 5 * error);
        int lag = (int)Math.Round(Tau / gridSeconds);
        double correlation = Enumerable.Range(0, N - lag).Average(i => x[i] * x[i + lag]);
        Assert.InRange(correlation, Math.Exp(-1) - 5 * error, Math.Exp(-1) + 5 * error);
    }

    [Fact]
    public void Value_AtTheStart_HasVarianceOneAlready()
    {
        RandomStreams streams = new(6);
        double variance = Enumerable.Range(0, 20_000).Average(i => Math.Pow(new OrnsteinUhlenbeck(1, 0.001, streams.Stream("x", i)).Value, 2));
        Assert.InRange(variance, 0.95, 1.05);
    }
}
