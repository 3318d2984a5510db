using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Imaging;

public class SampleDropoutTests
{
    [Fact]
    public void StrikeCounted_AnyCutOfTheFrames_StrikesTheSameSamples()
        => Gen.Select(Gen.ULong, Gen.Int[1, 4], Gen.Int[0, 31], Gen.Int[0, 50]).Sample((key, targets, cut, firstFrame) =>
        {
            var whole = new double[31 * targets];
            SampleDropout.StrikeCounted(key, 0.5, firstFrame, targets, whole);
            var pieces = new double[31 * targets];
            SampleDropout.StrikeCounted(key, 0.5, firstFrame, targets, pieces.AsSpan(0, cut * targets));
            SampleDropout.StrikeCounted(key, 0.5, firstFrame + cut, targets, pieces.AsSpan(cut * targets));
            return whole.SequenceEqual(pieces);
        });

    [Fact]
    public void StrikeCounted_ManyFrames_StrikesTheFractionOfEachTargetOnItsOwn()
    {
        const int N = 200_000;
        const double Fraction = 0.1;
        var frames = new double[2 * N];
        SampleDropout.StrikeCounted(new RandomStreams(1).Key("nan"), Fraction, 0, 2, frames);
        bool[][] struck = [.. Enumerable.Range(0, 2).Select(target => Enumerable.Range(0, N).Select(frame => double.IsNaN(frames[2 * frame + target])).ToArray())];
        foreach (bool[] target in struck)
            AssertFraction(Fraction, target);
        // Neither the other target nor the next frame has any say in it.
        AssertFraction(Fraction * Fraction, struck[0].Zip(struck[1], (a, b) => a && b));
        AssertFraction(Fraction * Fraction, struck[0].Zip(struck[0].Skip(1), (a, b) => a && b));

        static void AssertFraction(double expected, IEnumerable<bool> values)
        {
            double error = Math.Sqrt(expected * (1 - expected) / N);
            Assert.InRange(values.Average(value => value ? 1.0 : 0), expected - 5 * error, expected + 5 * error);
        }
    }
}
