using System.Globalization;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Inference;

public class OnlineInferenceTests
{
    private const int Frames = 36_000;
    private const int Targets = 18;
    private const int Sources = 7;

    private static readonly RecordingInfo Info = new()
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = Sources,
        Targets = Targets,
        SampleType = SampleType.Float32,
    };

    private static readonly OnlineOptions Both = new()
    {
        Scores = [ConnectionScore.Joint, ConnectionScore.Pairwise],
        Correction = MultiplicityCorrection.None,
        Surrogates = 19,
        DecaysSeconds = [0.020, 0.015],
    };

    // Train 5 never fires; target 17 is constant; all others are connected where (source + target) % 3 == 0.
    private readonly SpikeEvent[] _spikes;
    private readonly float[] _samples;

    public OnlineInferenceTests()
    {
        RandomStreams streams = new(4);
        _spikes = [.. Enumerable.Range(0, Sources).Where(source => source != 5)
            .SelectMany(source => ReferencePoissonTrain.Draw(streams.Stream("trains", source), 20, Frames / 1000.0)
                .Select(time => new SpikeEvent(source, SpikeClock.ToTick(time, 1e-4))))
            .Where(spike => spike.Tick < 10 * Frames)
            .OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source)];
        _samples = new float[Frames * Targets];
        RandomStream noise = streams.Stream("noise");
        var potential = new double[150];
        new PspTemplate(0.020, 0.008, 1e-3).Sample(potential);
        for (int target = 0; target < Targets; target++)
        {
            var trace = new double[Frames];
            foreach (SpikeEvent spike in _spikes.Where(spike => (spike.Source + target) % 3 == 0))
            {
                for (int j = 0; j < potential.Length && spike.Tick / 10 + j < Frames; j++)
                    trace[spike.Tick / 10 + j] += (spike.Source == 0 ? -1e-3 : 1e-3) * potential[j];
            }
            for (int t = 0; t < Frames; t++)
                _samples[t * Targets + target] = target == 17 ? -0.06f : (float)(-0.06 + trace[t] + 2e-3 * noise.NextGaussian());
        }
        // Failing frames everywhere, a gap of all targets, a gap of two.
        RandomStream failing = streams.Stream("failing");
        for (int at = 0; at < _samples.Length; at++)
        {
            int frame = at / Targets;
            bool missing = failing.NextDouble() < 0.02 || frame is >= 9000 and < 10500 || at % Targets is 3 or 9 && frame is >= 15000 and < 17000;
            _samples[at] = missing ? float.NaN : _samples[at];
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(64, 3)]
    [InlineData(1000, 1)]
    [InlineData(4001, 2)]
    public void Report_AnyCutAndAnyWorkers_IsTheSameToTheBit(int cut, int workers)
        => Assert.Equal(Text(Run(Frames, 1)), Text(Run(cut, workers)));

    [Fact]
    public void Report_InTheMiddle_DoesNotDependOnTheCutNorOnEarlierReports()
    {
        Assert.Equal(Text(Run(500, 1, until: 12_000)), Text(Run(12_000, 2, until: 12_000)));
        Assert.Equal(Text(Run(500, 1, until: 12_000, reportEvery: 1500)), Text(Run(500, 1, until: 12_000)));
    }

    [Fact]
    public void Report_ConnectedPairs_HaveSignAndAmplitude()
    {
        IReadOnlyList<IReadOnlyList<OnlineEstimate>> report = Run(1000, 1);
        for (int target = 0; target < 17; target++)
        {
            for (int source = 0; source < Sources; source++)
            {
                if (source == 5 || (source + target) % 3 != 0)
                    continue;
                foreach (OnlineEstimate score in report[target * Sources + source])
                {
                    Assert.Equal(source == 0 ? ConnectionState.Inhibitory : ConnectionState.Excitatory, score.State);
                    Assert.True(score.SignCertified);
                    Assert.Equal(source == 0 ? -1e-3 : 1e-3, score.Amplitude!.Value, 0.35e-3);
                    Assert.True(score.AnytimeInterval!.Value.Low < score.FixedInterval!.Value.Low);
                }
            }
        }
    }

    [Fact]
    public void Report_SilentTrainAndConstantTrace_AreInsufficientAndNothingElse()
    {
        IReadOnlyList<IReadOnlyList<OnlineEstimate>> report = Run(1000, 1);
        for (int target = 0; target < Targets; target++)
            Assert.All(report[target * Sources + 5], AssertNothingIsKnown);
        for (int source = 0; source < Sources; source++)
            Assert.All(report[17 * Sources + source], AssertNothingIsKnown);

        static void AssertNothingIsKnown(OnlineEstimate score)
        {
            Assert.Equal(ConnectionState.Insufficient, score.State);
            Assert.Equal(0, score.SpikesUsed);
            Assert.Equal(0, score.Log10Evidence);
            Assert.Equal(1, score.AnytimeP);
            Assert.Null(score.Amplitude);
            Assert.Null(score.AnytimeInterval);
        }
    }

    [Fact]
    public void Report_OnlyConstantTraces_IsInsufficientHoweverLong()
    {
        using var inference = new OnlineInference(Info with { Targets = 1 }, Both, 1);
        var constant = new float[1000];
        Array.Fill(constant, -0.06f);
        for (int second = 0; second < 120; second++)
        {
            long first = 10_000L * second;
            inference.Add(constant, [.. Enumerable.Range(0, 20).Select(i => new SpikeEvent(i % Sources, first + 500 * i))]);
        }
        inference.Complete();
        Assert.All(inference.Report(), scores => Assert.All(scores, score => Assert.Equal(ConnectionState.Insufficient, score.State)));
    }

    [Fact]
    public void Report_GapOfOneTarget_CostsThatTargetItsSpikesOnly()
    {
        IReadOnlyList<IReadOnlyList<OnlineEstimate>> report = Run(1000, 1);
        OnlineEstimate whole = report[4 * Sources][0], gap = report[3 * Sources][0];
        Assert.InRange(whole.SpikesUsed - gap.SpikesUsed, 20, 120);
        Assert.Equal(whole.SpikesUsed + whole.SpikesUnused, gap.SpikesUsed + gap.SpikesUnused);
    }

    [Fact]
    public void Report_NoFrames_SaysNothing()
    {
        using var inference = new OnlineInference(Info, Both, 1);
        Assert.All(inference.Report(), scores => Assert.All(scores, score => Assert.Equal(ConnectionState.Insufficient, score.State)));
        inference.Complete();
        Assert.Equal(Sources * Targets, inference.Report().Count);
    }

    [Fact]
    public void Report_OtherSeed_DrawsOtherSurrogatesAndFindsTheSame()
    {
        IReadOnlyList<IReadOnlyList<OnlineEstimate>> one = Run(1000, 1, seed: 1), other = Run(1000, 1, seed: 2);
        Assert.NotEqual(one[0][0].Log10Evidence, other[0][0].Log10Evidence);
        Assert.Equal(one[0][0].Amplitude, other[0][0].Amplitude);
        Assert.Equal(one[0][0].State, other[0][0].State);
    }

    private IReadOnlyList<IReadOnlyList<OnlineEstimate>> Run(int cut, int workers, ulong seed = 1, int until = Frames, int? reportEvery = null)
    {
        using var inference = new OnlineInference(Info, Both with { Workers = workers }, seed);
        int next = 0;
        for (int first = 0; first < until; first += cut)
        {
            int end = Math.Min(until, first + cut);
            int from = next;
            while (next < _spikes.Length && _spikes[next].Tick < 10 * end)
                next++;
            inference.Add(_samples.AsSpan(first * Targets, (end - first) * Targets), _spikes.AsSpan(from..next));
            if (reportEvery is { } every && end % every == 0)
                inference.Report();
        }
        if (until == Frames)
            inference.Complete();
        return inference.Report();
    }

    private static string Text(IReadOnlyList<IReadOnlyList<OnlineEstimate>> report)
        => string.Join('\n', report.SelectMany(scores => scores).Select(score => string.Create(CultureInfo.InvariantCulture, $"{score}")));
}
