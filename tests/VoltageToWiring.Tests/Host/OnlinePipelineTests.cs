using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Host;

/// <summary>The keys of online inference: what they resolve to, what is refused, and what an absent section leaves as it was.</summary>
public class OnlinePipelineTests
{
    private const string Small = """
        name: small
        source:
          simulate:
            duration: 2 s
            trains: { count: 3, rate: 20 Hz }
            imaging: { frame_rate: 1 kHz }
        inference:
          sta: { window: 50 ms, surrogates: 5 }
        """;

    [Theory]
    [InlineData("inference.online=some", "inference.online is 'some'", "none, or a map with the keys score, surrogates")]
    [InlineData("inference.online=[joint]", "inference.online is a list", "none, or a map with the keys score")]
    [InlineData("inference.online.scores=joint", "inference.online.scores is not a known key", "perhaps score?")]
    [InlineData("inference.online.score=best", "inference.online.score is 'best'", "joint, pairwise, sta, both")]
    [InlineData("inference.online.score=sta", "inference.online.score is sta, but inference.sta.scheme is whole-train", "joint, pairwise, both, or sta with inference.sta.scheme: blocks")]
    [InlineData("inference.online.surrogates=0", "is '0'", "1 to 9999")]
    [InlineData("inference.online.surrogates=10000", "is '10000'", "1 to 9999")]
    [InlineData("inference.online.surrogates=18", "inference.online.surrogates is 18, too few for alpha 0.05", "19 to 9999")]
    [InlineData("inference.online={ alpha: 0.001 }", "inference.online.surrogates is 99, too few for alpha 0.001", "999 to 9999")]
    [InlineData("inference.online={ surrogates: 38, horizon: 2 s }", "inference.online.surrogates is 38, too few for alpha 0.05 and a horizon", "39 to 9999")]
    [InlineData("inference.online={ surrogates: 118, horizon: 2 s, correction: family-wise }", "is 118, too few for alpha 0.05 and a horizon, family-wise over 3 pairs", "119 to 9999")]
    [InlineData("inference.online={ alpha: 0.0005, horizon: 2 s, correction: family-wise }", "is 999, too few for alpha 0.0005", "11999 of at most 9999: a larger alpha, another correction, or no horizon")]
    [InlineData("inference.online.scheme=shuffle", "is 'shuffle'", "auto, blocks, jitter")]
    [InlineData("inference.online.block=1", "inference.online.block is '1'", "2 to 1000")]
    [InlineData("inference.online.block=1001", "is '1001'", "2 to 1000")]
    [InlineData("inference.online.alpha=0", "inference.online.alpha is '0'", "above 0 and below 1")]
    [InlineData("inference.online.alpha=1", "inference.online.alpha is '1'", "above 0 and below 1")]
    [InlineData("inference.online.alpha=5 %", "is '5 %'", "a number, above 0 and below 1")]
    [InlineData("inference.online.correction=bonferroni", "is 'bonferroni'", "e-bh, family-wise, none")]
    [InlineData("inference.online.horizon=never", "is 'never'", "none, or a time such as 10 min")]
    [InlineData("inference.online.horizon=3 s", "inference.online.horizon is 3 s", "none, or at most the recording's 2 s")]
    [InlineData("inference.online.horizon=9 ms", "is 9 ms, shorter than a block of 10 intervals can be", "none, or at least 10 ms, a frame for each")]
    [InlineData("inference.online.horizon=499 ms", "is 499 ms, shorter than a block of 10 intervals of the fastest train", "none, or at least 500 ms")]
    [InlineData("inference.online.report_every=0.5 ms", "inference.online.report_every is 0.5 ms", "a whole number of frames of 1 ms each")]
    [InlineData("inference.online={ minimum_amplitude: 0 mV }", "is '0 mV'", "a voltage (V, mV, uV, µV), above 0 and at most 1 V")]
    [InlineData("inference.online.minimum_amplitude=0.1", "is '0.1', which has no unit", "a voltage")]
    [InlineData("inference.online.minimum_amplitude=0.1 nS", "which is a conductance", "a voltage")]
    [InlineData("inference.online.delays=2 ms", "inference.online.delays is '2 ms'", "a list of 1 to 16 times (s, ms, us, µs, min, h), 0 to 100 ms each")]
    [InlineData("inference.online.delays=[]", "inference.online.delays is an empty list", "a list of 1 to 16 times")]
    [InlineData("inference.online.delays=[0 ms, 101 ms]", "inference.online.delays[1] is '101 ms'", "0 to 100 ms each")]
    [InlineData("inference.online.delays=[0 ms, -1 ms]", "inference.online.delays[1] is '-1 ms'", "0 to 100 ms each")]
    [InlineData("inference.online.delays=[2]", "inference.online.delays[0] is '2', which has no unit", "0 to 100 ms each")]
    [InlineData("inference.online.delays=[[2 ms]]", "inference.online.delays[0] is a list", "0 to 100 ms each")]
    [InlineData("inference.online.delays=[1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s]", "lists 17 values", "a list of 1 to 16 times")]
    [InlineData("inference.online.decay=[0 ms]", "inference.online.decay[0] is '0 ms'", "above 0 and at most 1 s each")]
    [InlineData("inference.online.decay=[1.1 s]", "inference.online.decay[0] is '1.1 s'", "above 0 and at most 1 s each")]
    [InlineData("inference.online.decay=[1ms,1ms,1ms,1ms,1ms,1ms,1ms,1ms,1ms]", "lists 9 values", "a list of 1 to 8 times")]
    [InlineData("inference.online.rise=[9 ms, 20 ms]", "inference.online.rise has 20 ms", "only times shorter than every decay, the shortest of which is 20 ms")]
    [InlineData("until=decided", "until is decided, but nothing decides without inference.online", "end, a time such as 60 s, or decided with inference.online")]
    public void Load_BadSetting_IsOneSentenceWithWhereWhatAndWhatIsAllowed(string setting, string found, string allowed)
    {
        string message = Refusal(setting);
        Assert.StartsWith("--set " + setting[..setting.IndexOf('=', StringComparison.Ordinal)], message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("; allowed is ", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TwoCadences_AreRefusedUnlessTheyAreOne()
    {
        Assert.Equal(
            "--set inference.online.report_every: inference.online.report_every is 500 ms, but inference.sta.report_every is 1 s; "
            + "allowed is the same for both, or only one of the two keys.",
            Refusal("inference.online.report_every=500 ms", "inference.sta.report_every=1 s"));
        Assert.Equal(500, Resolve("inference.online.report_every=500 ms", "inference.sta.report_every=0.5 s").Sta.ReportEveryFrames);
    }

    [Fact]
    public void Resolve_Cadence_IsTheOneThatIsWritten()
    {
        Assert.Equal(1000, Resolve().Sta.ReportEveryFrames);
        Assert.Equal(200, Resolve("inference.sta.report_every=200 ms").Sta.ReportEveryFrames);
        Assert.Equal(1000, Resolve("inference.online={ }").Sta.ReportEveryFrames);
        Assert.Equal(300, Resolve("inference.online={ report_every: 300 ms }").Sta.ReportEveryFrames);
        Assert.Equal(200, Resolve("inference.online={ }", "inference.sta.report_every=200 ms").Sta.ReportEveryFrames);
        Assert.StartsWith(
            "--set inference.sta.report_every: inference.sta.report_every is 0.5 ms",
            Refusal("inference.online={ }", "inference.sta.report_every=0.5 ms"), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LongWindowWithBlocks_IsRefused()
    {
        const string Long = "source.simulate.duration=60 s";
        Assert.Equal(
            "--set inference.sta.window: inference.sta.window is 11 s; allowed is at most 10 s, the longest a block may be, with inference.sta.scheme: blocks.",
            Refusal(Long, "inference.sta.scheme=blocks", "inference.sta.window=11 s"));
        Assert.Equal(10_000, Resolve(Long, "inference.sta.scheme=blocks", "inference.sta.window=10 s").Sta.WindowFrames);
        Assert.Equal(11_000, Resolve(Long, "inference.sta.window=11 s").Sta.WindowFrames);
    }

    [Theory]
    [InlineData("inference.online=none")]
    [InlineData("inference.online=null")]
    public void Resolve_None_IsAsIfThereWereNoSection(string setting)
    {
        LoadedPipeline pipeline = Load("inference.online.alpha=0.01", setting);
        Assert.Null(pipeline.Resolved.Online);
        Assert.Equal(Load().ToYaml(), pipeline.ToYaml());
        Assert.Contains("online: none", pipeline.ToYaml(), StringComparison.Ordinal);
        Assert.False(pipeline.Resolved.StaBlockSurrogates);
        Assert.Equal(5, pipeline.Resolved.Surrogates);
    }

    [Fact]
    public void Resolve_EmptySection_HasTheDefaults()
    {
        OnlineOptions online = Resolve("inference.online={ }", "workers=3").Online!;
        Assert.Equal([ConnectionScore.Joint], online.Scores);
        Assert.Equal((99, null, 10, 0.05), (online.Surrogates, online.Scheme, online.BlockIntervals, online.Alpha));
        Assert.Equal((MultiplicityCorrection.EBenjaminiHochberg, null, 1e-4), (online.Correction, online.HorizonSeconds, online.MinimumAmplitude));
        Assert.Equal([0, 0.002, 0.004], online.DelaysSeconds);
        Assert.Equal([0.02], online.DecaysSeconds);
        Assert.Equal([0.008], online.RisesSeconds);
        Assert.Equal(3, online.Workers);
    }

    [Fact]
    public void Resolve_EveryKey_IsInTheOptions()
    {
        OnlineOptions online = Resolve(
            "inference.online={ score: both, surrogates: 199, scheme: jitter, block: 20, alpha: 0.1, correction: family-wise, horizon: 1.5 s }",
            "inference.online.minimum_amplitude=50 uV", "inference.online.delays=[1 ms]", "inference.online.decay=[15 ms, 30ms]", "inference.online.rise=[2 ms]").Online!;
        Assert.Equal([ConnectionScore.Joint, ConnectionScore.Pairwise], online.Scores);
        Assert.Equal((199, SurrogateScheme.Jitter, 20, 0.1), (online.Surrogates, online.Scheme, online.BlockIntervals, online.Alpha));
        Assert.Equal((MultiplicityCorrection.FamilyWise, 1.5, 5e-5), (online.Correction, online.HorizonSeconds, online.MinimumAmplitude));
        Assert.Equal([0.001], online.DelaysSeconds);
        Assert.Equal([0.015, 0.03], online.DecaysSeconds);
        Assert.Equal([0.002], online.RisesSeconds);
    }

    [Theory]
    [InlineData("pairwise", ConnectionScore.Pairwise)]
    [InlineData("joint", ConnectionScore.Joint)]
    [InlineData("sta", ConnectionScore.Sta)]
    public void Resolve_OneScore_IsTheOnlyOne(string written, ConnectionScore score)
        => Assert.Equal([score], Resolve("inference.sta.scheme=blocks", $"inference.online.score={written}").Online!.Scores);

    [Fact]
    public void Resolve_Horizon_AsksForMoreSurrogatesByDefault()
    {
        Assert.Equal(999, Resolve("inference.online.horizon=2 s").Online!.Surrogates);
        Assert.Equal(2, Resolve("inference.online.horizon=2 s").Online!.HorizonSeconds);
        Assert.Equal(99, Resolve("inference.online.horizon=none").Online!.Surrogates);
        Assert.Equal(499, Resolve("inference.online={ horizon: 2 s, surrogates: 499 }").Online!.Surrogates);
    }

    [Fact]
    public void Resolve_BlocksScheme_KeepsTheCountAndDrawsNoWholeTrains()
    {
        ResolvedPipeline resolved = Resolve("inference.sta.scheme=blocks");
        Assert.Equal((5, true, false), (resolved.Surrogates, resolved.StaBlockSurrogates, resolved.HasWholeTrainSurrogates));
        Assert.DoesNotContain(ResourceEstimate.Of(resolved).Memory, item => item.What == "spikes of all surrogates");
    }

    [Fact]
    public void Resolve_UntilDecided_RunsAtMostToTheEnd()
    {
        ResolvedPipeline resolved = Resolve("inference.online={ }", "until=decided");
        Assert.True(resolved.StopWhenDecided);
        Assert.Equal(resolved.Simulation.TotalSteps, resolved.StopAfterSteps);
        Assert.False(Resolve("inference.online={ }", "until=1 s").StopWhenDecided);
    }

    [Theory]
    [InlineData("inference.online={ }")]
    [InlineData("inference.online={ report_every: 100 ms, horizon: 2 s, correction: none, scheme: blocks }", "until=decided")]
    [InlineData("inference.online={ score: sta, alpha: 0.01, delays: [0.5 ms] }", "inference.sta={ scheme: blocks, window: 50 ms, report_every: 250 ms }")]
    [InlineData("inference.online={ score: both, decay: [10 ms, 20 ms], rise: [2 ms, 4 ms], minimum_amplitude: 1e-1 mV }")]
    public void ToYaml_LoadedAgain_IsTheSamePipeline(params string[] settings)
    {
        LoadedPipeline pipeline = Load(settings);
        LoadedPipeline again = LoadedPipeline.FromText(pipeline.ToYaml(), "again.yaml", [], "/");
        Assert.Equal(pipeline.ToYaml(), again.ToYaml());
        Assert.Equivalent(pipeline.Resolved.Online, again.Resolved.Online, strict: true);
        Assert.Equal(
            (pipeline.Resolved.Sta, pipeline.Resolved.StopWhenDecided, pipeline.Resolved.StaBlockSurrogates, pipeline.Resolved.Surrogates),
            (again.Resolved.Sta, again.Resolved.StopWhenDecided, again.Resolved.StaBlockSurrogates, again.Resolved.Surrogates));
    }

    [Fact]
    public void ResourceEstimate_Online_CountsScoresEvidenceHorizonAndRegression()
    {
        const string Counts = "source.simulate.trains.count=10";
        Assert.DoesNotContain(ResourceEstimate.Of(Resolve(Counts)).Memory, item => item.What.Contains("online", StringComparison.Ordinal));
        Assert.Equal(0, ResourceEstimate.Of(Resolve(Counts)).ScoreLookups);
        ResourceEstimate needs = ResourceEstimate.Of(Resolve(
            Counts, "source.simulate.targets=17", "inference.online={ score: both, horizon: 2 s, decay: [20 ms, 30 ms] }"));
        // At least 32 lanes of the two seconds, residual, state and two arrays of each shape, of two scores.
        Assert.InRange(BytesOf(needs, "scores of the newest seconds, for every fit in force"), 32 * 2000 * 4 * 6.0 * 2, 32 * 22_000 * 4 * 6.0 * 4);
        // Two tiles of 16 lanes, six templates, 12 bets, two scores; beside it, half a slab and the state of every pair.
        double evidence = 10 * 32 * 6 * 12 * 8 * 2, slabs = 2 * (1 << 17);
        Assert.InRange(BytesOf(needs, "evidence of every pair"), evidence + slabs, evidence + slabs + 2 * 170 * 200);
        Assert.InRange(BytesOf(needs, "surrogate trajectories up to the horizon"), 170 * 1000 * 4 * 2, 170 * 1000 * 5.2 * 2);
        // Four matrices of trains, two of trains by lanes, and the amplitudes of some fits.
        Assert.InRange(BytesOf(needs, "regression on all trains"), (4 * 100 + 2 * 320) * 8, (4 * 100 + 2 * 320) * 8 + 20 * 320 * 4);
        Assert.Equal(10 * 20 * 2 * 1000.0 * 17 * 3 * 2 * 2, needs.ScoreLookups);
    }

    private static double BytesOf(ResourceEstimate needs, string what) => needs.Memory.Single(item => item.What == what).Bytes;

    private static ResolvedPipeline Resolve(params string[] settings) => Load(settings).Resolved;

    private static LoadedPipeline Load(params string[] settings)
        => LoadedPipeline.FromText(Small, "small.yaml", settings.Select(setting => new PipelineSetting(setting)), "/");

    private static string Refusal(params string[] settings) => Assert.Throws<PipelineException>(() => Load(settings)).Message;
}
