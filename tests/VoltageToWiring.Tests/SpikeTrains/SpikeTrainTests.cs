using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class SpikeTrainTests
{
    [Theory]
    [InlineData(0.00025, 2)]
    [InlineData(0.00035, 4)]
    [InlineData(0.00034, 3)]
    public void ToTick_HalfwayBetweenTicks_GoesToTheEvenOne(double time, long tick)
        => Assert.Equal(tick, SpikeClock.ToTick(time, 0.0001));

    [Fact]
    public void ReferencePoissonTrain_AnyRateAndDuration_AscendsAndEndsBeforeTheEnd()
        => Gen.Select(Gen.UInt, Gen.Double[0.01, 200], Gen.Double[0.1, 5]).Sample((seed, rate, duration) =>
        {
            double[] times = ReferencePoissonTrain.Draw(new NumpyRandom(seed), rate, duration);
            return times.SequenceEqual(times.Order()) && times.All(t => t >= 0 && t < duration);
        });

    [Fact]
    public void ReferencePoissonTrain_LongTrain_HasPoissonCountsAndExponentialIntervals()
    {
        double[] times = ReferencePoissonTrain.Draw(new NumpyRandom(1), 20, 1000);
        Assert.InRange(times.Length, 20_000 - 5 * Math.Sqrt(20_000), 20_000 + 5 * Math.Sqrt(20_000));
        var intervals = new double[times.Length];
        IntervalPermutation.Intervals(times, intervals);
        double mean = intervals.Average();
        double cv = Math.Sqrt(intervals.Average(x => (x - mean) * (x - mean))) / mean;
        Assert.InRange(cv, 0.96, 1.04);
    }

    [Fact]
    public void LogNormalRates_ManyTrains_HaveTheMeanAndTheSigmaOfTheirLogarithm()
    {
        var rates = new double[100_000];
        LogNormalRates.Draw(new RandomStreams(1).Stream("rates"), 4, 1, rates);
        // Standard error of the mean: 4·√(e − 1)/√N = 0.017.
        Assert.InRange(rates.Average(), 4 - 0.085, 4 + 0.085);
        double[] logs = [.. rates.Select(rate => Math.Log(rate))];
        double mean = logs.Average();
        Assert.InRange(Math.Sqrt(logs.Average(x => (x - mean) * (x - mean))), 0.985, 1.015);
    }

    [Fact]
    public void IntervalPermutation_AnyTrain_KeepsItsIntervalsAndItsEnd()
        => Gen.Select(Gen.UInt, Gen.Double[0.001, 0.1].Array[1, 50]).Sample((seed, intervals) =>
        {
            var onsets = new int[intervals.Length];
            var scratch = new double[intervals.Length];
            IntervalPermutation.Draw(new NumpyRandom(seed), intervals, scratch, 1e-6, 1, onsets);
            Assert.Equal(intervals.Order(), scratch.Order());
            Assert.Equal(onsets.Order(), onsets);
            Assert.Equal(intervals.Sum() * 1e6, onsets[^1], tolerance: 1);
        });

    [Fact]
    public void IntervalPermutation_SeveralTicksInAFrame_GivesTheFrameThatHoldsTheTick()
    {
        double[] intervals = [0.0019, 0.0002];
        var onsets = new int[2];
        // Only the last spike time is the same in both orders: 2.1 ms, tick 21, frame 2.
        IntervalPermutation.Draw(new NumpyRandom(0), intervals, new double[2], 0.0001, 10, onsets);
        Assert.Equal(2, onsets[1]);
        Assert.Contains(onsets[0], new[] { 0, 1 });
    }

    [Fact]
    public void IntervalPermutation_DrawsFirstAndExchangesLater_EqualsThePlainForm()
        => Gen.Select(Gen.UInt, Gen.Int[1, 3], Gen.Double[0, 0.1].Array[0, 60]).Sample((seed, ticksPerFrame, intervals) =>
        {
            foreach (bool isNumpy in new[] { true, false })
            {
                IRandomSource Source() => isNumpy ? new NumpyRandom(seed) : new RandomStreams(seed).Stream("surrogates");
                var plain = new int[intervals.Length];
                var later = new int[intervals.Length];
                var exchanges = new int[intervals.Length];
                IntervalPermutation.Draw(Source(), intervals, new double[intervals.Length], 0.0001, ticksPerFrame, plain);
                IntervalPermutation.DrawExchanges(Source(), exchanges);
                IntervalPermutation.Exchange(exchanges, intervals, new double[intervals.Length], 0.0001, ticksPerFrame, later);
                Assert.Equal(plain, later);
            }
        });
}
