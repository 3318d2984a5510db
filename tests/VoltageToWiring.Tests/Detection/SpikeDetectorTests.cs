using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Detection;

public class SpikeDetectorTests
{
    private const int Frames = 20_000;

    private static readonly double[] Shape = [0.1, 0.2, 0.4, 1, 0.3, 0.1];

    private static SpikeDetectorOptions Options(bool learns = true) => new()
    {
        BeforeFrames = 3,
        AfterFrames = 2,
        RefractoryFrames = 4,
        PieceFrames = 1000,
        KeptOfPiece = 0.98,
        ThresholdFloor = 2.6,
        Template = Shape,
        Learns = learns,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_PlantedSpikes_AreFoundAtTheirFrames(bool learns)
    {
        (double[] trace, List<long> truth) = Trace(12);
        FoundSpike[] found = [.. Detect(trace, Options(learns))];
        Assert.Equal(truth.Where(frame => frame > 1010), found.Select(spike => spike.Frame));
        // The score of a spike is its height over the noise, through the filter that gathers all of it.
        double gathered = 12 * Math.Sqrt(Shape.Sum(value => value * value));
        Assert.InRange(found.Average(spike => spike.Snr), 0.85 * gathered, 1.05 * gathered);
    }

    [Fact]
    public void Add_NoSpikes_FindsAlmostNone()
    {
        (double[] trace, _) = Trace(0);
        Assert.InRange(Detect(trace, Options()).Count, 0, 3);
        Assert.Empty(Detect(new double[Frames], Options()));
    }

    [Fact]
    public void Add_WithinTheRefractoryPeriod_OnlyTheLargerCounts()
    {
        (double[] trace, _) = Trace(12);
        foreach (long frame in new[] { 5500, 9500 })
        {
            for (int at = -3; at <= 2; at++)
            {
                trace[frame + at] += 12 * Shape[at + 3];
                trace[frame + 4 + at] += 16 * Shape[at + 3];
            }
        }
        long[] found = [.. Detect(trace, Options()).Select(spike => spike.Frame)];
        Assert.Contains(5504, found);
        Assert.DoesNotContain(5500, found);
        Assert.All(found.Zip(found.Skip(1)), pair => Assert.True(pair.Second - pair.First > 4));
    }

    [Fact]
    public void Add_FramesToCome_ChangeNothingThatWasSaid()
    {
        (double[] trace, _) = Trace(5);
        FoundSpike[] whole = [.. Detect(trace, Options())];
        foreach (int end in new[] { 3333, 7001, 15_000 })
        {
            double[] other = [.. trace.Take(end), .. Enumerable.Repeat(50.0, 100)];
            int latency = Options().LatencyFrames;
            Assert.Equal(
                whole.Where(spike => spike.Frame + latency < end),
                Detect(other, Options()).Where(spike => spike.Frame + latency < end));
        }
    }

    [Fact]
    public void SkipTo_AfterMissingFrames_SpikesAreWhereTheyAre()
    {
        (double[] trace, List<long> truth) = Trace(12);
        var detector = new SpikeDetector(1, Options());
        var found = new List<FoundSpike>();
        for (int frame = 0; frame < Frames; frame++)
        {
            if (frame is >= 8000 and < 12_000)
                continue;
            detector.SkipTo(frame, found);
            detector.Add([trace[frame]], found);
        }
        Assert.Equal(
            truth.Where(frame => frame is > 1010 and < 7990 or > 12_010), found.Select(spike => spike.Frame).Where(frame => frame is < 7990 or > 12_010));
        Assert.Equal(Frames, detector.EndFrame);
        Assert.Equal(Frames - 6, detector.CompleteThroughFrame);
    }

    [Fact]
    public void Constructor_TemplateOfAnotherLength_IsRefused()
        => Assert.Throws<ArgumentException>(() => new SpikeDetector(1, Options() with { AfterFrames = 5 }));

    private static List<FoundSpike> Detect(double[] trace, SpikeDetectorOptions options)
    {
        var detector = new SpikeDetector(1, options);
        var found = new List<FoundSpike>();
        foreach (double sample in trace)
            detector.Add([sample], found);
        return found;
    }

    // Noise of standard deviation 1 with a spike about every tenth of a second.
    private static (double[] Trace, List<long> Spikes) Trace(double height)
    {
        var random = new RandomStreams(11).Stream("trace");
        double[] trace = [.. Enumerable.Range(0, Frames).Select(_ => random.NextGaussian())];
        var spikes = new List<long>();
        for (long frame = 60; frame < Frames - 50; frame += 60 + random.NextAtMost(80))
        {
            spikes.Add(frame);
            for (int at = 0; at < Shape.Length; at++)
                trace[frame - 3 + at] += height * Shape[at];
        }
        return (trace, spikes);
    }
}
