using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Inference;

public class FrameAveragerTests
{
    private const int Targets = 3;
    private const int CameraFrames = 10;

    // Of frame 5 nothing is there, of frame 3 half.
    private const int GapFirst = 35;
    private const int GapCount = 25;

    [Theory]
    [InlineData(SampleType.Float32)]
    [InlineData(SampleType.Float64)]
    public void Append_AnyCut_GivesTheMeansOfFiniteFrames(SampleType type)
        => Gen.Int[1, 40].Array[0, 12].Sample(cuts =>
        {
            double[] samples = Samples(200);
            float[] averages = Average(samples, type, cuts);
            Assert.Equal(200 / CameraFrames * Targets, averages.Length);
            for (int at = 0; at < averages.Length; at++)
            {
                int first = at / Targets * CameraFrames;
                double[] finite = [.. Enumerable.Range(first, CameraFrames)
                    .Where(frame => frame is < GapFirst or >= GapFirst + GapCount)
                    .Select(frame => type == SampleType.Float32 ? (float)samples[frame * Targets + at % Targets] : samples[frame * Targets + at % Targets])
                    .Where(double.IsFinite)];
                Assert.Equal(finite.Length == 0 ? float.NaN : (float)finite.Average(), averages[at], 1e-6f);
            }
            Assert.Equal(Average(samples, type, []), averages);
            Assert.Contains(float.NaN, averages);
        });

    [Fact]
    public void TakeBefore_FrameByFrame_LosesAndRepeatsNothing()
    {
        var averager = new FrameAverager(TestClock.Frames(10_000), 1);
        RecordingBatch batch = Batch([.. Enumerable.Range(0, 1005).Select(i => (double)(i / 10))], SampleType.Float64, 0, 1005, 1);
        averager.Append(batch, 0, 1005);
        Assert.Equal(100, averager.EndFinished);
        var to = new AveragedBatch();
        long expected = 0;
        foreach (long before in new long[] { 0, 1, 1, 40, 30, 99, 500 })
        {
            averager.TakeBefore(before, to);
            Assert.Equal(expected, to.FirstAnalysisFrame);
            foreach (float sample in to.AnalysisSamples)
                Assert.Equal(expected++, sample);
            Assert.Equal(Math.Clamp(before, expected, 100), expected);
            Assert.Equal(expected, averager.FirstFinished);
        }
        Assert.Equal(100, expected);
    }

    private static float[] Average(double[] samples, SampleType type, int[] cuts)
    {
        var averager = new FrameAverager(TestClock.Frames(CameraFrames * 1000), Targets);
        var averages = new List<float>();
        var to = new AveragedBatch();
        int frames = samples.Length / Targets, from = 0;
        foreach (int count in cuts.Append(frames))
        {
            // The gap is no part of any batch.
            int end = Math.Min(from + count, frames);
            RecordingBatch batch = Batch(samples, type, from, end - from, Targets);
            int before = Math.Clamp(GapFirst - from, 0, end - from), after = Math.Clamp(GapFirst + GapCount - from, 0, end - from);
            averager.Append(batch, 0, before);
            averager.AppendGap(after - before);
            averager.Append(batch, after, end - from - after);
            averager.TakeBefore(averager.EndFinished - 1, to);
            averages.AddRange(to.AnalysisSamples);
            from = end;
        }
        averager.TakeBefore(long.MaxValue, to);
        averages.AddRange(to.AnalysisSamples);
        return [.. averages];
    }

    private static RecordingBatch Batch(double[] samples, SampleType type, int first, int count, int targets)
    {
        var batch = new RecordingBatch();
        batch.Reset(first, count, targets, type);
        for (int at = 0; at < count * targets; at++)
        {
            if (type == SampleType.Float32)
                batch.Float32[at] = (float)samples[first * targets + at];
            else
                batch.Float64[at] = samples[first * targets + at];
        }
        return batch;
    }

    private static double[] Samples(int frames)
    {
        RandomStream random = new RandomStreams(1).Stream("samples");
        double[] samples = [.. Enumerable.Range(0, frames * Targets).Select(_ => random.NextGaussian())];
        samples[3] = double.NaN;
        samples[7] = double.PositiveInfinity;
        samples[8] = double.NegativeInfinity;
        // All of one target's part of frame 15.
        for (int frame = 150; frame < 160; frame++)
            samples[frame * Targets + 1] = double.NaN;
        return samples;
    }
}
