using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Host.Sources.LiveRuns;

namespace VoltageToWiring.Tests.Host.Sources;

/// <summary>Pipelines of live recordings, before one comes.</summary>
public class ListenPipelineTests
{
    private static readonly RecordingInfo Counts = new()
    {
        Name = "camera",
        FrameClock = new SampleClock(9973, 10),
        SpikeClock = new SampleClock(30_000),
        Sources = 4,
        Targets = 3,
        SampleType = SampleType.Float32,
        AmplitudeUnit = "counts",
    };

    [Fact]
    public void Pipeline_Resolved_ReadsAsItselfAndHoldsNoSecret()
    {
        LoadedPipeline pipeline = Load(Listening, "source.listen={ tcp: \"0.0.0.0:5800\", token: env:HOME, unit: ΔF/F }", "inference.online.minimum_amplitude=0.1 ΔF/F");
        string yaml = pipeline.ToYaml();
        Assert.Equal(yaml, Load(yaml).ToYaml());
        Assert.Contains("token: env:HOME", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetEnvironmentVariable("HOME")!, yaml, StringComparison.Ordinal);
        Assert.Contains("scheme: blocks", yaml, StringComparison.Ordinal);
        Assert.Equal("tcp://0.0.0.0:5800", Assert.IsType<ListenSource>(pipeline.Source).Place);
    }

    [Theory]
    [InlineData("source.listen.tcp=nowhere", "source.listen.tcp is 'nowhere'; allowed is address:port, such as 127.0.0.1:5800")]
    [InlineData("source.listen.tcp=5800", "source.listen.tcp is '5800'")]
    [InlineData("source.listen.tcp=0.0.0.0:5800", "which lets other machines in; allowed is an address of this machine only, such as 127.0.0.1:5800, or source.listen.token")]
    [InlineData("source.listen.token=secret", "source.listen.token is 'secret'; allowed is none, env:NAME")]
    [InlineData("source.listen={ stream: rig }", "source.listen says nowhere to listen")]
    [InlineData("source.listen.max_spike_delay=0 s", "source.listen.max_spike_delay is '0 s'")]
    [InlineData("source.listen.spike_offset=2 h", "source.listen.spike_offset is '2 h'")]
    [InlineData("source.listen.volts_per_unit=0", "source.listen.volts_per_unit is '0'; allowed is a number, above 0")]
    [InlineData("source.listen.polarity=up", "source.listen.polarity is 'up'; allowed is stated, positive, negative")]
    [InlineData("source.listen.channels=0-3", "source.listen.channels is 0-3, which is for open_ephys; allowed is no channels with tcp")]
    [InlineData("source.listen.spike_sources=Electrode 1", "source.listen.spike_sources is Electrode 1, which is for open_ephys")]
    [InlineData("source.listen.spike_wait=50 ms", "source.listen.spike_wait is 50 ms, which is for open_ephys")]
    [InlineData("source.listen={ zeromq: \"127.0.0.1:5800\", silence: 1 s }", "source.listen.silence is 1 s, which is for open_ephys; allowed is no silence with zeromq")]
    [InlineData("source.listen={ zeromq: \"127.0.0.1:65535\" }", "source.listen.zeromq is 127.0.0.1:65535, and answers go out at the next port, of which there is none; allowed is a port below 65535")]
    [InlineData("source.simulate={}", "source.listen stands beside simulate; allowed is one of simulate, listen")]
    [InlineData("inference.sta.scheme=whole-train", "inference.sta.scheme is whole-train, which needs every train from beginning to end before the first frame, and a live recording does not have them; allowed is blocks or none")]
    [InlineData("random=numpy", "allowed is streams with source.listen")]
    [InlineData("pace=4x", "pace is 4x, but a live recording comes at its own pace")]
    [InlineData("inference.online.alpha=2", "inference.online.alpha is '2'")]
    [InlineData("inference.online.minimum_amplitude=2", "inference.online.minimum_amplitude is '2', which has no unit")]
    [InlineData("inference.online.minimum_amplitude=2 % of spike height", "but nobody says how high a spike is")]
    [InlineData("inference.online.horizon=1 ms", "shorter than a block of 10 intervals can be")]
    [InlineData("until=never", "until is 'never'")]
    public void Pipeline_Wrong_IsOneSentenceBeforeAnybodyIsWaitedFor(string setting, string expected)
        => Assert.Contains(expected, Assert.Throws<PipelineException>(() => Load(Listening, setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Source_Empty_NamesWhatThereIs()
        => Assert.Contains("source is empty; allowed is one of simulate, listen", Assert.Throws<PipelineException>(() => Load("source: {}")).Message, StringComparison.Ordinal);

    [Fact]
    public void For_RateOfADevice_TakesTheNearestNumberOfFrames()
    {
        ResolvedPipeline resolved = Load(Listening, "inference.online.minimum_amplitude=12.5 counts").For(Counts);
        Assert.Equal((60, 499L, 12.5), (resolved.Sta.WindowFrames, resolved.Sta.ReportEveryFrames, resolved.Online!.MinimumAmplitude));
        Assert.Equal(998, resolved.Sta.MaxSpikeDelayFrames);
    }

    [Theory]
    [InlineData(null, "is missing, and samples are in counts; allowed is an amplitude in counts, or a percentage")]
    [InlineData("0.1 mV", "is '0.1 mV', but samples are in counts")]
    public void For_UnitThatIsNotVolts_AsksForAnAmplitudeInIt(string? amplitude, string expected)
    {
        LoadedPipeline pipeline = amplitude is null ? Load(Listening) : Load(Listening, $"inference.online.minimum_amplitude={amplitude}");
        Assert.Contains(expected, Assert.Throws<PipelineException>(() => pipeline.For(Counts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_Millivolts_ConvertsTheAmplitudeThatIsAskedFor()
    {
        RecordingInfo millivolts = Counts with { AmplitudeUnit = "mV" };
        Assert.Equal(0.1, Load(Listening).For(millivolts).Online!.MinimumAmplitude);
        Assert.Equal(0.05, Load(Listening, "inference.online.minimum_amplitude=50 uV").For(millivolts).Online!.MinimumAmplitude);
        Assert.Equal(
            2.0,
            Load(Listening, "source.listen.spike_height=100 mV", "inference.online.minimum_amplitude=2 % of spike height").For(millivolts).Online!.MinimumAmplitude, 1e-12);
    }

    [Fact]
    public void Resolved_OfALivePipeline_SaysThatItIsNotKnownYet()
        => Assert.Contains("found a live recording", Assert.Throws<PipelineException>(() => Load(Listening).Resolved).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Open_TokenThatIsNowhere_IsOneSentence()
    {
        LoadedPipeline pipeline = Load(Listening, "source.listen.token=env:V2W_NO_SUCH_TOKEN");
        PipelineException problem = await Assert.ThrowsAsync<PipelineException>(
            () => pipeline.OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal("The token is env:V2W_NO_SUCH_TOKEN, where nothing was found; allowed is a place that holds it.", problem.Message);
    }
}
