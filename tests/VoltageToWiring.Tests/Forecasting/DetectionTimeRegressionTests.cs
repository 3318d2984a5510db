using VoltageToWiring.Numerics.Forecasting;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Forecasting;

public class DetectionTimeRegressionTests
{
    private static readonly double[] Truth = [3.0, -1.5, Math.Log(0.7)];

    [Fact]
    public void Fit_TimesOfAKnownLaw_GivesItsCoefficientsWithinTheirErrors()
    {
        DetectionTimeFit fit = DetectionTimeRegression.Fit(Draw(clusters: 60, each: 50, recordedSeconds: 60));
        for (int i = 0; i < Truth.Length; i++)
        {
            double error = Math.Sqrt(fit.Covariance[i][i]);
            Assert.InRange(error, 0.001, 0.1);
            Assert.InRange((fit.Coefficients[i] - Truth[i]) / error, -3.5, 3.5);
        }
    }

    [Fact]
    public void Fit_HalfCensored_IsNotPulledTowardsTheEndOfTheRecording()
    {
        ObservedDetection[] observed = Draw(clusters: 60, each: 50, recordedSeconds: 20);
        Assert.InRange(observed.Count(one => one.Found), 1000, 2000);
        Assert.InRange(DetectionTimeRegression.Fit(observed).Coefficients[0], Truth[0] - 0.15, Truth[0] + 0.15);
    }

    [Fact]
    public void Fit_AnotherOrder_IsTheSame()
    {
        ObservedDetection[] observed = Draw(clusters: 30, each: 20, recordedSeconds: 60);
        DetectionTimeFit fit = DetectionTimeRegression.Fit(observed), backwards = DetectionTimeRegression.Fit([.. observed.Reverse()]);
        Assert.All(fit.Coefficients.Zip(backwards.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Fit_FeatureThatNeverVaries_IsRefused()
    {
        ObservedDetection[] observed = [.. Draw(clusters: 30, each: 5, recordedSeconds: 60).Select(one => one with { Features = [1, 1] })];
        Assert.Throws<ArgumentException>(() => DetectionTimeRegression.Fit(observed));
    }

    [Fact]
    public void Fit_FewClusters_IsRefused()
        => Assert.Throws<ArgumentException>(() => DetectionTimeRegression.Fit(Draw(clusters: 3, each: 50, recordedSeconds: 60)));

    [Theory]
    [InlineData(10.0, true, 0.0)]
    [InlineData(7.0, true, -1.0)]
    public void LogLikelihood_FarFromTheFloor_IsThatOfANormalLogarithm(double seconds, bool found, double logSpread)
    {
        var law = new DetectionTimeLaw(1e-9, Math.Log(5), logSpread);
        double spread = Math.Exp(logSpread), z = Math.Log(seconds / 5) / spread;
        Assert.Equal(-z * z / 2 - Math.Log(spread * Math.Sqrt(2 * Math.PI)), law.LogLikelihood(seconds, found), 1e-9);
    }

    [Fact]
    public void LogLikelihood_NotFoundAtTheMedian_IsOneHalf()
        => Assert.Equal(Math.Log(0.5), new DetectionTimeLaw(2, Math.Log(5), 0).LogLikelihood(7, found: false), 1e-9);

    [Fact]
    public void LogLikelihood_NotFoundForVeryLong_GoesOnSmoothly()
    {
        var law = new DetectionTimeLaw(1e-9, 0, 0);
        double before = law.LogLikelihood(Math.Exp(7.9999), found: false), after = law.LogLikelihood(Math.Exp(8.0001), found: false);
        Assert.InRange(before - after, 0.001, 0.003);
    }

    [Fact]
    public void Law_NothingToGather_WaitsForTheSpikes()
    {
        var law = new DetectionTimeLaw(4, Math.Log(1e-9), 0);
        Assert.Equal(4, Math.Exp(law.Location), 1e-6);
        Assert.Equal(1 / Math.Sqrt(DetectionTimeLaw.FloorSpikes), law.Spread, 1e-6);
    }

    private static ObservedDetection[] Draw(int clusters, int each, double recordedSeconds)
    {
        var random = new RandomStreams(1).Stream("detections");
        const double Floor = 0.5;
        return [.. Enumerable.Range(0, clusters * each).Select(i =>
        {
            double feature = random.NextGaussian() / 2;
            var law = new DetectionTimeLaw(Floor, Truth[0] + Truth[1] * feature, Truth[2]);
            double seconds = Math.Exp(law.Location + law.Spread * random.NextGaussian());
            return new ObservedDetection([1, feature], Floor, Math.Min(seconds, recordedSeconds), seconds <= recordedSeconds, i % clusters);
        })];
    }
}
