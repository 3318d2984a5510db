using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Imaging;

public class ImagingTests
{
    [Fact]
    public void Average_TwoTargets_IsTheMeanOverTheExposureOfEach()
    {
        double[] voltage = [1, 10, 2, 20, 3, 30, 5, 50, 6, 60, 7, 70];
        var frames = new double[4];
        Exposure.Average(3, 2, voltage, frames);
        Assert.Equal([2, 20, 6, 60], frames);
    }

    [Fact]
    public void Average_OneStepPerFrame_IsTheSameBits()
    {
        double[] voltage = [0.1, -0.06, double.Epsilon];
        var frames = new double[3];
        Exposure.Average(1, 1, voltage, frames);
        Assert.Equal(voltage, frames);
    }

    [Fact]
    public void AddCounted_AnyCutOfTheFrames_GivesTheSameBits()
        => Gen.Select(Gen.ULong, Gen.Int[1, 4], Gen.Int[0, 31], Gen.Int[0, 50]).Sample((key, targets, cut, firstFrame) =>
        {
            var whole = new double[31 * targets];
            ImagingNoise.AddCounted(key, 1, firstFrame, targets, whole);
            var pieces = new double[31 * targets];
            ImagingNoise.AddCounted(key, 1, firstFrame, targets, pieces.AsSpan(0, cut * targets));
            ImagingNoise.AddCounted(key, 1, firstFrame + cut, targets, pieces.AsSpan(cut * targets));
            return whole.SequenceEqual(pieces);
        });

    [Fact]
    public void AddCounted_AnyTargetAndFrame_IsTheNormalOfItsCounter()
    {
        const ulong Key = 0x123456789ABCDEF0;
        const long First = (1L << 33) + 5;
        const int Targets = 11, Frames = 9;
        var noise = new double[Frames * Targets];
        ImagingNoise.AddCounted(Key, 1, First, Targets, noise);
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int target = 0; target < Targets; target++)
            {
                long pair = (First + frame) >> 1;
                PhiloxWords w = Philox.Generate(new PhiloxWords((uint)pair, (uint)(pair >> 32), (uint)target, 0), Key);
                RandomBits.BoxMuller(RandomBits.ToUnitInterval(w.X0, w.X1), RandomBits.ToUnitInterval(w.X2, w.X3), out double even, out double odd);
                Assert.Equal((First + frame) % 2 == 0 ? even : odd, noise[frame * Targets + target], 1e-14);
            }
        }
    }

    [Fact]
    public void AddCounted_ManyFrames_IsWhiteWithTheSigmaAskedFor()
    {
        const int N = 200_000;
        var noise = new double[N];
        ImagingNoise.AddCounted(new RandomStreams(1).Key("noise"), 2, 0, 1, noise);
        double variance = noise.Average(x => x * x);
        Assert.InRange(variance, 4 * (1 - 5 * Math.Sqrt(2.0 / N)), 4 * (1 + 5 * Math.Sqrt(2.0 / N)));
        for (int lag = 1; lag <= 3; lag++)
        {
            double correlation = noise.Zip(noise.Skip(lag)).Average(pair => pair.First * pair.Second) / variance;
            Assert.InRange(correlation, -5 / Math.Sqrt(N), 5 / Math.Sqrt(N));
        }
    }

    [Fact]
    public void StandardDeviation_OfTheReference_IsItsSpikeHeightOverTwenty()
        => Assert.Equal(4.75e-3, ImagingNoise.StandardDeviation(35e-3, -60e-3, 20), 1e-15);
}
