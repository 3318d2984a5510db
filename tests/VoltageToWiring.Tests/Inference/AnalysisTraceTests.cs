using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class AnalysisTraceTests
{
    private const int Targets = 18;
    private const int Longest = 4;
    private const int Frames = 150;

    private static readonly Gen<(int Seed, int[] Cuts)> Cases = Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 30].Array[0, 20]);

    [Fact]
    public void Append_AnyCut_BridgesShortRunsAndKeepsLongOnesAsGaps()
        => Cases.Sample((seed, cuts) =>
        {
            float[] samples = Samples(seed);
            (float[] bridged, bool[] valid) = Reference(samples);
            var trace = new AnalysisTrace(Targets, Longest);
            foreach (float[] piece in Cut(samples, cuts))
            {
                trace.Append(piece);
                // What is said to be ready is what it will be at the end.
                Check(trace, trace.ReadyFrame, bridged, valid);
                Assert.InRange(trace.ReadyFrame, trace.EndFrame - Longest, trace.EndFrame);
            }
            trace.Complete();
            Assert.Equal(Frames, trace.ReadyFrame);
            Check(trace, Frames, bridged, valid);
        });

    [Fact]
    public void IsValid_AnyRange_IsThatNoGapMeetsIt()
        => Gen.Select(Cases, Gen.Int[0, Frames], Gen.Int[0, Frames]).Sample((data, a, b) =>
        {
            float[] samples = Samples(data.Seed);
            (_, bool[] valid) = Reference(samples);
            var trace = new AnalysisTrace(Targets, Longest);
            foreach (float[] piece in Cut(samples, data.Cuts))
                trace.Append(piece);
            trace.Complete();
            int first = Math.Min(a, b), end = Math.Max(a, b);
            bool somewhere = false;
            for (int target = 0; target < Targets; target++)
            {
                bool expected = Enumerable.Range(first, end - first).All(frame => valid[frame * Targets + target]);
                // An empty range is valid wherever it lies.
                if (first < end)
                    Assert.Equal(expected, trace.IsValid(target, first, end));
                somewhere |= expected;
            }
            if (first < end)
                Assert.Equal(somewhere, trace.IsValidSomewhere(first, end));
        });

    [Fact]
    public void DiscardBefore_Frames_KeepsWhatIsLater()
        => Cases.Sample((seed, cuts) =>
        {
            float[] samples = Samples(seed);
            (float[] bridged, bool[] valid) = Reference(samples);
            var trace = new AnalysisTrace(Targets, Longest);
            foreach (float[] piece in Cut(samples, cuts))
            {
                trace.Append(piece);
                trace.DiscardBefore(trace.EndFrame - 3 * Longest);
                Assert.Equal(Math.Max(0, trace.EndFrame - 3 * Longest), trace.FirstFrame);
                Check(trace, trace.ReadyFrame, bridged, valid);
            }
        });

    [Fact]
    public void ReadyFrame_RunThatMayBeBridged_WaitsForItsEnd()
    {
        var trace = new AnalysisTrace(1, 2);
        float[] samples = [1, float.NaN, float.NaN, 4, float.NaN, float.NaN, float.NaN, float.NaN, 5];
        long[] expected = [1, 1, 1, 4, 4, 4, 7, 8, 9];
        for (int frame = 0; frame < samples.Length; frame++)
        {
            trace.Append([samples[frame]]);
            Assert.Equal(expected[frame], trace.ReadyFrame);
        }
        Assert.Equal(2, trace.Rows(0, 1, 1)[0], 1e-6f);
        Assert.Equal(3, trace.Rows(0, 2, 1)[0], 1e-6f);
        Assert.True(trace.IsValid(0, 0, 4));
        Assert.False(trace.IsValid(0, 0, 5));
        Assert.False(trace.IsValid(0, 7, 8));
        Assert.True(trace.IsValid(0, 8, 9));
    }

    [Fact]
    public void Append_NaNFromTheStart_IsAGapHoweverShort()
    {
        var trace = new AnalysisTrace(1, 2);
        trace.Append([float.NaN, 2, 3]);
        Assert.False(trace.IsValid(0, 0, 1));
        Assert.True(trace.IsValid(0, 1, 3));
        Assert.True(float.IsNaN(trace.Rows(0, 0, 1)[0]));
    }

    private static void Check(AnalysisTrace trace, long end, float[] bridged, bool[] valid)
    {
        for (long frame = trace.FirstFrame; frame < end; frame++)
        {
            for (int target = 0; target < Targets; target++)
            {
                int at = (int)frame * Targets + target;
                Assert.Equal(bridged[at], trace.Rows(target / Tile.Lanes, frame, 1)[target % Tile.Lanes], 1e-5f);
                Assert.Equal(valid[at], trace.IsValid(target, frame, frame + 1));
            }
        }
    }

    private static (float[] Bridged, bool[] Valid) Reference(float[] samples)
    {
        float[] bridged = [.. samples];
        bool[] valid = [.. samples.Select(_ => true)];
        for (int target = 0; target < Targets; target++)
        {
            float At(int frame) => samples[frame * Targets + target];
            for (int first = 0; first < Frames; first++)
            {
                int end = first;
                while (end < Frames && float.IsNaN(At(end)))
                    end++;
                if (end == first)
                    continue;
                bool isShort = end - first <= Longest && first > 0 && end < Frames;
                for (int frame = first; frame < end; frame++)
                {
                    valid[frame * Targets + target] = isShort;
                    if (isShort)
                        bridged[frame * Targets + target] = At(first - 1) + (At(end) - At(first - 1)) * (frame - first + 1) / (end - first + 1);
                }
                first = end;
            }
        }
        return (bridged, valid);
    }

    private static float[] Samples(int seed)
    {
        RandomStream random = new RandomStreams(2).Stream("trace", seed);
        var samples = new float[Frames * Targets];
        for (int target = 0; target < Targets; target++)
        {
            bool missing = false;
            for (int frame = 0; frame < Frames; frame++)
            {
                missing ^= random.NextDouble() < (missing ? 0.3 : 0.1);
                samples[frame * Targets + target] = missing ? float.NaN : (float)random.NextGaussian();
            }
        }
        return samples;
    }

    private static IEnumerable<float[]> Cut(float[] samples, int[] cuts)
    {
        int from = 0;
        foreach (int count in cuts.Append(Frames))
        {
            int end = Math.Min(Frames, from + count);
            yield return samples[(from * Targets)..(end * Targets)];
            from = end;
        }
    }
}
