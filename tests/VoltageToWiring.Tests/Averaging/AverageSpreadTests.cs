using VoltageToWiring.Numerics.Averaging;

namespace VoltageToWiring.Tests.Averaging;

public class AverageSpreadTests
{
    [Fact]
    public void CopyTo_AnyAverages_IsTheirMeanAndDeviation()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[2, 12], Gen.Double[-1, 1].Array[480]).Sample((frames, count, noise) =>
        {
            var spread = new AverageSpread(frames);
            double[][] averages = [.. Enumerable.Range(0, count).Select(i => noise[(i * frames)..((i + 1) * frames)].Select(x => -0.06 + 1e-4 * x).ToArray())];
            foreach (double[] average in averages)
                spread.Add(average);
            spread.Add(Enumerable.Repeat(double.NaN, frames).ToArray());
            var mean = new double[frames];
            var deviation = new double[frames];
            spread.CopyTo(mean, deviation);
            for (int frame = 0; frame < frames; frame++)
            {
                double expected = averages.Average(average => average[frame]);
                Assert.Equal(expected, mean[frame], 1e-15);
                Assert.Equal(Math.Sqrt(averages.Sum(average => Math.Pow(average[frame] - expected, 2)) / (count - 1)), deviation[frame], 1e-12);
            }
        });

    [Fact]
    public void CopyTo_NoneOrOne_IsNotKnown()
    {
        var spread = new AverageSpread(3);
        var mean = new double[3];
        var deviation = new double[3];
        spread.CopyTo(mean, deviation);
        Assert.All(mean.Concat(deviation), value => Assert.Equal(double.NaN, value));
        spread.Add([1, 2, 3]);
        spread.CopyTo(mean, deviation);
        Assert.Equal([1, 2, 3], mean);
        Assert.All(deviation, value => Assert.Equal(double.NaN, value));
    }
}
