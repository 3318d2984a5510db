using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class ScoringKernelTests
{
    private static readonly PspTemplate Template = new(0.020, 0.008, 0.001);

    [Theory]
    [InlineData(1, 21)]
    [InlineData(30, 21)]
    [InlineData(1003, 21)]
    [InlineData(700, 1)]
    [InlineData(700, 9)]
    public void TileAutocovariance_AnyRows_IsThatOfEachTrace(int frames, int lags)
    {
        float[] rows = RandomRows.Of(frames, 3);
        for (int t = 1; t < frames; t++)
        {
            for (int lane = 0; lane < Tile.Lanes; lane++)
                rows[t * Tile.Lanes + lane] += 0.05f * lane * rows[(t - 1) * Tile.Lanes + lane] + 0.01f * lane;
        }
        var autocovariance = new double[lags * Tile.Lanes];
        TileAutocovariance.Of(rows, new float[(frames + lags + 7) * Tile.Lanes], autocovariance);
        var expected = new double[lags];
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            double[] trace = RandomRows.Lane(rows, lane);
            YuleWalker.Autocovariance(trace, trace.Average(), expected);
            for (int lag = 0; lag < lags; lag++)
                Assert.Equal(expected[lag], autocovariance[lag * Tile.Lanes + lane], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(21)]
    [InlineData(64)]
    public void TileCholesky_AnyOrder_SolvesAllSixteen(int order)
    {
        Matrix<double> random = Matrix<double>.Build.Dense(order, order, (i, j) => Math.Sin(3 * i + 7 * j * j + i * j));
        Matrix<double> gram = random * random.Transpose() + Matrix<double>.Build.DenseIdentity(order);
        Matrix<double> factor = gram.Cholesky().Factor;
        double[] solution = RandomRows.Of(order, 4).Select(value => (double)value).ToArray();
        Matrix<double> right = Matrix<double>.Build.DenseOfRowMajor(order, Tile.Lanes, solution);
        TileCholesky.Solve(factor.ToRowMajorArray(), factor.ToColumnMajorArray(), order, solution);
        Matrix<double> back = gram * Matrix<double>.Build.DenseOfRowMajor(order, Tile.Lanes, solution);
        Assert.True((back - right).Enumerate().Max(Math.Abs) < 1e-9);
    }

    [Fact]
    public void RobustLocation_AnySamples_EqualsSorting()
        => Gen.Int[-50, 50].Select(i => i / 4f).Array[1, 60].Sample(samples =>
        {
            double median = SortedMedian(samples);
            double spread = 1.4826 * SortedMedian([.. samples.Select(x => Math.Abs(x - (float)median))]);
            Assert.Equal(new RobustLocation(median, spread), RobustLocation.Of(samples));
        });

    [Fact]
    public void RobustLocation_NormalSamplesWithOutliers_IsTheirMeanAndStandardDeviation()
    {
        RandomStream random = new RandomStreams(1).Stream("x");
        float[] samples = [.. Enumerable.Range(0, 20_000).Select(i => i % 100 == 0 ? 1000f : (float)(3 + 2 * random.NextGaussian()))];
        RobustLocation location = RobustLocation.Of(samples);
        Assert.InRange(location.Median, 2.9, 3.1);
        Assert.InRange(location.Spread, 1.9, 2.1);
    }

    [Fact]
    public void RobustLocation_OfATile_IsThatOfEachColumnsSamples()
        => Gen.Select(Gen.Int[1, 120], Gen.Int[0, 1000], Gen.Int[0, 3]).Sample((rows, seed, kind) =>
        {
            float[] tile = RandomRows.Of(rows, seed);
            for (int at = 0; at < tile.Length; at++)
            {
                // Samples that are missing, the same, or all missing in one column.
                tile[at] = kind == 1 && at % 7 == 0 || kind == 3 && at % Tile.Lanes == 2 ? float.NaN : kind == 2 ? MathF.Round(tile[at]) : tile[at];
            }
            var expected = new RobustLocation[Tile.Lanes];
            var counts = new int[Tile.Lanes];
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                float[] samples = [.. RandomRows.Lane(tile, lane).Select(value => (float)value).Where(value => !float.IsNaN(value))];
                counts[lane] = samples.Length;
                expected[lane] = samples.Length == 0 ? new RobustLocation(double.NaN, double.NaN) : RobustLocation.Of(samples);
            }
            var locations = new RobustLocation[Tile.Lanes];
            var valid = new int[Tile.Lanes];
            RobustLocation.OfTile(tile, locations, valid);
            Assert.Equal(counts, valid);
            Assert.Equal(expected, locations);
        });

    [Fact]
    public void RobustLocation_NoSamples_IsRefused() => Assert.Throws<ArgumentException>(() => RobustLocation.Of([]));

    [Fact]
    public void YuleWalker_AutoregressiveSignal_FindsItsCoefficients()
    {
        RandomStream random = new RandomStreams(2).Stream("x");
        var x = new double[200_000];
        for (int t = 2; t < x.Length; t++)
            x[t] = 1.2 * x[t - 1] - 0.5 * x[t - 2] + random.NextGaussian();
        var autocovariance = new double[6];
        YuleWalker.Autocovariance(x, 0, autocovariance);
        var filter = new double[6];
        double innovation = YuleWalker.Fit(autocovariance, filter);
        double[] expected = [1, -1.2, 0.5, 0, 0, 0];
        for (int q = 0; q < filter.Length; q++)
            Assert.Equal(expected[q], filter[q], 0.02);
        Assert.Equal(1, innovation, 0.02);
    }

    [Fact]
    public void YuleWalker_AnyAutocovariance_SolvesTheNormalEquations()
        => Gen.Double[-1, 1].Array[50].Sample(signal =>
        {
            const int Order = 5;
            var r = new double[Order + 1];
            YuleWalker.Autocovariance(signal, signal.Average(), r);
            var a = new double[Order + 1];
            YuleWalker.Fit(r, a);
            for (int lag = 1; lag <= Order; lag++)
            {
                double sum = 0;
                for (int q = 0; q <= Order; q++)
                    sum += a[q] * r[Math.Abs(lag - q)] * (lag == q ? 1 + 1e-9 : 1);
                Assert.Equal(0, sum, 1e-9);
            }
        });

    [Fact]
    public void YuleWalker_ConstantSignal_IsTheIdentity()
    {
        var filter = new double[4];
        Assert.Equal(0, YuleWalker.Fit(new double[4], filter));
        Assert.Equal([1, 0, 0, 0], filter);
    }

    [Fact]
    public void PspTemplate_Samples_RiseToOneAndFall()
    {
        var samples = new double[100];
        Template.Sample(samples);
        Assert.Equal(0, samples[0]);
        Assert.Equal(1, samples.Max(), 1e-12);
        int peak = Array.IndexOf(samples, samples.Max());
        // The continuous peak lies at ln(decay/rise)·decay·rise/(decay − rise) = 12.2 ms.
        Assert.Equal(12, peak);
        // As the recursion that predicts potentials from spikes makes it.
        double slow = Template.Scale, fast = Template.Scale;
        foreach (double sample in samples)
        {
            Assert.Equal(slow - fast, sample, 1e-12);
            slow *= Template.SlowFactor;
            fast *= Template.FastFactor;
        }
    }

    [Fact]
    public void MatchedFilter_Potential_GivesItsPeakWhereItBeginsWhateverTheBaseline()
    {
        double[] whitening = [1, -0.6, 0.1];
        MatchedFilter filter = MatchedFilter.Create(Template, whitening, 50, 100);
        var potential = new double[100];
        Template.Sample(potential);
        var trace = new double[400];
        Array.Fill(trace, -0.06);
        for (int i = 0; i < 100; i++)
            trace[200 + i] += 0.9e-3 * potential[i];
        Assert.Equal(0.9e-3, At(filter, trace, 200), 1e-12);
        Assert.Equal(0, At(filter, [.. Enumerable.Repeat(-0.06, 300)], 150), 1e-12);
        Assert.Equal(0, filter.Weights.ToArray().Sum(), 1e-12);
        Assert.Equal(1, TensorPrimitives.Dot(filter.Weights, filter.WhitenedTemplate), 1e-12);
    }

    [Fact]
    public void MatchedFilter_Taps_AreWhiteningThenWeights()
        => Gen.Double[-1, 1].Array[300].Sample(trace =>
        {
            double[] whitening = [1, -0.9, 0.3, -0.05];
            MatchedFilter filter = MatchedFilter.Create(Template, whitening, 40, 80);
            var white = new double[trace.Length];
            for (int t = 0; t < trace.Length; t++)
            {
                for (int q = 0; q < whitening.Length && q <= t; q++)
                    white[t] += whitening[q] * trace[t - q];
            }
            double expected = 0;
            for (int j = -40; j < 80; j++)
                expected += filter.Weights[j + 40] * white[150 + j];
            Assert.Equal(expected, At(filter, trace, 150), 1e-9);
        });

    private static double At(MatchedFilter filter, double[] trace, int t)
        => TensorPrimitives.Dot(filter.Taps, trace.AsSpan(t + filter.FirstTap, filter.Taps.Length));

    private static double SortedMedian(float[] samples)
    {
        float[] sorted = [.. samples.Order()];
        int n = sorted.Length;
        return n % 2 == 1 ? sorted[n / 2] : ((double)sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
