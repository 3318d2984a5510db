using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Host;

public class PipelineFileTests
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

    // A setting, and what its one sentence must say: where, what was found, what is allowed.
    [Theory]
    [InlineData("source.simulate.trains.rat=20 Hz", "source.simulate.trains.rat is not a known key", "perhaps rate?")]
    [InlineData("colour=red", "colour is not a known key", "one of name, seed")]
    [InlineData("source.simulate.trains.rate=20", "source.simulate.trains.rate is '20', which has no unit", "Hz, kHz")]
    [InlineData("source.simulate.trains.rate=20 mV", "is '20 mV', which is a voltage", "a frequency (Hz, kHz, mHz)")]
    [InlineData("source.simulate.trains.rate=20 Hertz", "whose unit 'Hertz' is not known", "a frequency")]
    [InlineData("source.simulate.trains.rate=-5 Hz", "is '-5 Hz'", "above 0")]
    [InlineData("source.simulate.trains.rate=0 Hz", "is '0 Hz'", "above 0")]
    [InlineData("source.simulate.trains.rate=11 kHz", "is 11 kHz", "at most one spike per timestep, 10000 Hz")]
    [InlineData("source.simulate.trains.count=0", "source.simulate.trains.count is '0'", "1 to 100000")]
    [InlineData("source.simulate.trains.count=2.5", "is '2.5'", "a whole number")]
    [InlineData("source.simulate.trains.connected=1.4", "source.simulate.trains.connected is '1.4'", "0 to 1")]
    [InlineData("source.simulate.trains.inhibitory=NaN", "is 'NaN'", "0 to 1")]
    [InlineData("source.simulate.trains.rates=[1 Hz, 2 Hz]", "stands beside rate", "one of rate, rates and file")]
    [InlineData("source.simulate.imaging.frame_rate=3 kHz", "does not divide the step rate", "10000 Hz (1/timestep) divided by a whole number")]
    [InlineData("source.simulate.imaging.frame_rate=20 kHz", "does not divide the step rate", "10000 Hz")]
    [InlineData("source.simulate.imaging.spike_snr=0", "is '0'", "above 0")]
    [InlineData("source.simulate.timestep=-0.1 ms", "is '-0.1 ms'", "1 us to 100 ms")]
    [InlineData("source.simulate={ timestep: 0.1 ms, step_rate: 10 kHz }", "source.simulate.step_rate stands beside timestep", "one of timestep and step_rate")]
    [InlineData("source.simulate.duration=0 s", "is '0 s'", "above 0")]
    [InlineData("source.simulate.duration=1.00005 s", "is 1.00005 s", "a whole number of frames of 1 ms each")]
    [InlineData("source.simulate.duration=99999999999999999999 h", "is '99999999999999999999 h'", "above 0 and at most 1000 h")]
    [InlineData("source.simulate.duration=1e99 h", "is '1e99 h'", "a time (s, ms")]
    [InlineData("source.simulate.synapses.excitatory.strength=0.4 mV", "which is a voltage", "a conductance (S, uS")]
    [InlineData("source.simulate.synapses.inhibitory.strength=-1 nS", "is '-1 nS'", "0 to 1000 uS")]
    [InlineData("source.simulate.synapses.delay=0.25 ms", "is 0.25 ms", "a whole number of timesteps of 0.1 ms each")]
    [InlineData("source.simulate.neuron=purkinje", "is 'purkinje'", "cortical-regular-spiking, intrinsically-bursting")]
    [InlineData("source.simulate.neuron.v_peak=-70 mV", "source.simulate.neuron.v_peak is -70 mV", "above v_r, -60 mV")]
    [InlineData("source.simulate.neuron.k=0.7 nS", "which is a conductance", "a conductance per voltage (S/V, nS/mV)")]
    [InlineData("source.simulate.neuron={ preset: fast-spiking, b: 2 nS }", "source.simulate.neuron.b is 2 nS", "whose recovery is cubic")]
    [InlineData("source.simulate.wiring=all", "is 'all'", "first (inhibitory trains first")]
    [InlineData("source.simulate.wiring=missing.csv", "names missing.csv, which does not exist", "a readable file")]
    [InlineData("source.simulate={ targets: 100000, trains: { count: 501 } }", "source.simulate.targets is 100000, with 501 trains", "at most 50000000 pairs")]
    [InlineData("source.simulate.targets=-1", "is '-1'", "1 to 100000")]
    [InlineData("source=here", "source is 'here'", "a map with the keys simulate")]
    [InlineData("inference.sta.window=2 s", "inference.sta.window is 2 s", "shorter than the recording, 2 s")]
    [InlineData("inference.sta.window=0.5 ms", "is 0.5 ms", "a whole number of frames of 1 ms each")]
    [InlineData("inference.sta.surrogates=0", "is '0'", "1 to 100000")]
    [InlineData("inference.sta.scheme=shuffle", "is 'shuffle'", "whole-train, blocks, none")]
    [InlineData("batch=0.05 ms", "batch is 0.05 ms", "a whole number of timesteps of 0.1 ms each")]
    [InlineData("batch=1 h", "batch is '1 h'", "at most 1 min")]
    [InlineData("pace=fast", "pace is 'fast'", "max, realtime, or a multiple of real time such as 4x")]
    [InlineData("pace=0x", "pace is '0x'", "realtime")]
    [InlineData("workers=0", "workers is '0'", "auto, or a number from 1 to 1024")]
    [InlineData("links.capacity=0", "is '0'", "1 to 1048576")]
    [InlineData("links.when_full=explode", "is 'explode'", "wait, drop-oldest, drop-newest")]
    [InlineData("links.between=[sta, moon]", "names 'moon'", "a list of stages out of synapses, neurons")]
    [InlineData("until=1e20 s", "is '1e20 s'", "at most 1000 h")]
    [InlineData("source.simulate.imaging.frame_rate=1e-25 Hz", "is '1e-25 Hz'", "1 mHz to the step rate")]
    [InlineData("source.simulate.synapses.decay=0.05 ms", "is 0.05 ms", "at least one timestep, 0.1 ms")]
    [InlineData("source.simulate.trains={ count: 300, rates: { lognormal: { mean: 9 kHz, sigma: 3 } } }", "gives a train", "below one spike per timestep, 10000 Hz")]
    [InlineData("links={ between: none, when_full: drop-oldest }", "links.between has no link before sta", "wait, or a link before sta")]
    [InlineData("links.between=&a [*a]", "names ''", "a list of stages")]
    [InlineData("name=&a {x: *a}", "is a map with the keys x", "a text")]
    [InlineData("until=soon", "is 'soon'", "end, decided (every pair; with inference.online), or a time such as 60 s")]
    [InlineData("seed=-1", "seed is '-1'", "0 to 18446744073709551615")]
    [InlineData("seed=", "seed has no value", "a whole number")]
    [InlineData("random=dice", "random is 'dice'", "streams, numpy")]
    [InlineData("name=[1, 2]", "name is a list", "a text")]
    public void Load_BadSetting_IsOneSentenceWithWhereWhatAndWhatIsAllowed(string setting, string found, string allowed)
    {
        string message = Refusal(Small, setting);
        Assert.StartsWith("--set " + setting[..setting.IndexOf('=', StringComparison.Ordinal)], message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("allowed is", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BadValueInTheFile_NamesFileAndLine()
    {
        string message = Refusal(Small.Replace("rate: 20 Hz", "rate: 20 mV", StringComparison.Ordinal));
        Assert.StartsWith("small.yaml, line 5: source.simulate.trains.rate is '20 mV'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeedBeyond32Bits_IsRefusedOnlyInNumpyMode()
    {
        Assert.Contains("0 to 4294967295 with random: numpy", Refusal(Small, "random=numpy", "seed=4294967296"), StringComparison.Ordinal);
        Assert.Equal(4294967296ul, Load(Small, "seed=4294967296").Resolved.Seed);
    }

    [Fact]
    public void Load_SetToNull_RemovesTheKey()
    {
        LoadedPipeline pipeline = Load(Small, "source.simulate.trains.rate=null", "source.simulate.trains.rates=[1 Hz, 2 Hz, 3 Hz]");
        Assert.Equal([1, 2, 3], pipeline.Resolved.Simulation.RatesHz);
        Assert.Equal(1, Load(Small, "source.simulate.imaging.frame_rate=null").Resolved.Simulation.Camera.StepsPerFrame);
    }

    [Fact]
    public void Load_StepRate_IsExactWhereItsPeriodHasNoEnd()
    {
        string[] rates = ["source.simulate.step_rate=30 kHz", "source.simulate.imaging.frame_rate=15 kHz", "batch=1 ms"];
        ResolvedPipeline pipeline = Load(Small, [.. rates, "source.simulate.duration=7 s"]).Resolved;
        Assert.Equal(new SampleClock(30_000), pipeline.Simulation.StepClock);
        Assert.Equal((2, 210_000, 30), (pipeline.Simulation.Camera.StepsPerFrame, pipeline.Simulation.TotalSteps, pipeline.Simulated.BatchSteps));
        Assert.Contains("30000 Hz (step_rate) divided by a whole number", Refusal(Small, [.. rates, "source.simulate.imaging.frame_rate=7 kHz"]), StringComparison.Ordinal);
        Assert.Contains("a whole number of timesteps of 0.033333 ms each", Refusal(Small, [.. rates, "batch=0.05 ms"]), StringComparison.Ordinal);
        string written = Load(Small, rates).ToYaml();
        Assert.Equal(written, Load(written).ToYaml());
        Assert.Contains("timestep: 0.1 ms", Load(Small).ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MoreSumsThanAnArrayHolds_IsRefused()
        => Assert.Contains(
            "allowed is at most 2.1E+9 in all", Refusal(Small, "source.simulate.trains.count=100000", "inference.sta.surrogates=1000"), StringComparison.Ordinal);

    [Fact]
    public void RequireMemory_FarTooMuch_IsOneSentence()
    {
        var needs = VoltageToWiring.Host.Running.ResourceEstimate.Of(Load(Small, "source.simulate.targets=100000", "inference.sta.surrogates=100000", "inference.sta.window=1 s").Resolved);
        Assert.Matches("needs [0-9.]+ TiB of memory, of which .* for sums of averages.*; allowed is what this machine has", Assert.Throws<PipelineException>(needs.RequireMemory).Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("just text", "where a map of keys")]
    [InlineData("name: x", "source is missing")]
    [InlineData("name: x\nname: y", "this is not YAML")]
    [InlineData("name: [", "this is not YAML")]
    [InlineData("name: x\n---\nname: y", "line 3: found a second YAML document; allowed is one")]
    [InlineData("source: { simulate: }", "source.simulate has no value")]
    public void Load_NotAPipeline_IsOneSentence(string text, string expected)
        => Assert.Contains(expected, Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Load_MissingFile_IsOneSentence()
    {
        PipelineException error = Assert.Throws<PipelineException>(() => LoadedPipeline.FromFile("no/such.yaml", []));
        Assert.Contains("no/such.yaml does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reference.yaml")]
    [InlineData("live.yaml")]
    [InlineData("long-recording.yaml")]
    public void ToYaml_LoadedAgain_IsTheSamePipeline(string name)
    {
        LoadedPipeline pipeline = LoadedPipeline.FromFile(TestFiles.Pipeline(name), ["source.simulate.neuron.d=150 pA"]);
        string yaml = pipeline.ToYaml();
        Assert.Equal(yaml, LoadedPipeline.FromText(yaml, name, [], "/").ToYaml());
    }

    [Fact]
    public void Resolve_Quantities_AreTheDoublesNearestToWhatWasWritten()
    {
        ResolvedPipeline resolved = Load(Small, "source.simulate.synapses.excitatory.strength=0.4nS", "source.simulate.duration=0.05 min").Resolved;
        Assert.Equal(0.4e-9, resolved.Simulation.Wiring.Synapses[^1].StrengthSiemens);
        Assert.Equal(30_000, resolved.Simulation.TotalSteps);
        Assert.Equal(1e-4, resolved.Simulation.StepClock.PeriodSeconds);
    }

    [Fact]
    public void Resolve_TimestepThatNoRateDivides_HasAnExactClock()
    {
        ResolvedPipeline resolved = Load(
            Small, "source.simulate.timestep=0.3 ms", "source.simulate.imaging={ }", "source.simulate.duration=3 s", "inference.sta.window=60 ms",
            "inference.sta.report_every=3 s", "batch=0.3 ms").Resolved;
        Assert.Equal(10_000, resolved.Simulation.StepClock.RateNumerator);
        Assert.Equal(3, resolved.Simulation.StepClock.RateDenominator);
        Assert.Equal(0.0003, resolved.Simulation.StepClock.PeriodSeconds);
    }

    [Fact]
    public void Resolve_WiringFile_HasItsSynapses()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("wiring.csv"), "source,target,kind,strength,delay\n# a comment\n0,0,inh,2 nS,1 ms\n2,0,exc,,\n");
        ResolvedPipeline resolved = LoadedPipeline.FromText(Small, "small.yaml", ["source.simulate.wiring=wiring.csv"], folder.Path).Resolved;
        Assert.Equal(
            [new(0, 0, VoltageToWiring.Simulation.NeuronKind.Inhibitory, 2e-9, 10), new(2, 0, VoltageToWiring.Simulation.NeuronKind.Excitatory, 0.4e-9, 0)],
            resolved.Simulation.Wiring.Synapses);
    }

    [Theory]
    [InlineData("source,target\n0,0", "line 1: found no column kind")]
    [InlineData("source,target,kind\n7,0,exc", "line 2: found source '7'; allowed is 0 to 2")]
    [InlineData("source,target,kind\n0,0,both", "found kind 'both'; allowed is exc or inh")]
    [InlineData("source,target,kind\n0,0,exc\n0,0,exc", "line 3: found a second synapse")]
    [InlineData("source,target,kind,strength\n0,0,exc,2", "line 2: found strength '2', which has no unit")]
    [InlineData("source,target,kind,strength\n0,0,exc,1 S", "found strength 1 S; allowed is a conductance of 0 to 1000 uS")]
    [InlineData("source,target,kind,delay\n0,0,exc,100 s", "found delay 100 s; allowed is a whole number of timesteps of 0.1 ms, at most 1 s")]
    [InlineData("source,source,target,kind\n", "line 1: found the column source twice")]
    [InlineData("source,target,kind\n0,0,exc,1 nS", "line 2: found 4 cells; allowed is at most the 3 of the header")]
    [InlineData("source,target,kind\n0,0,\"exc\n", "found")]
    [InlineData("source,target,kind,delay\n0,0,exc,0.25 ms", "found delay 0.25 ms; allowed is a whole number of timesteps")]
    [InlineData("", "found nothing")]
    public void Resolve_BadWiringFile_NamesFileAndLine(string csv, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("wiring.csv"), csv);
        PipelineException error = Assert.Throws<PipelineException>(
            () => LoadedPipeline.FromText(Small, "small.yaml", ["source.simulate.wiring=wiring.csv"], folder.Path));
        Assert.StartsWith("--set source.simulate.wiring: source.simulate.wiring names ", error.Message, StringComparison.Ordinal);
        Assert.Contains("wiring.csv, line ", error.Message.Replace("wiring.csv: found nothing", "wiring.csv, line 0", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spikes.csv")]
    [InlineData("spikes.npy")]
    public void Resolve_SpikeTimesFile_HasItsTrains(string name)
    {
        using var folder = new TemporaryFolder();
        if (name.EndsWith(".npy", StringComparison.Ordinal))
            Files.NpyFile.Write(folder.File(name), [3, 2], (row, to) => ((double[][])[[2, 0.5], [0, 1.25], [2, 0.25]])[row].CopyTo(to));
        else
            File.WriteAllText(folder.File(name), "train,time_s\n2,0.5\n0,1.25\n2,0.25\n");
        ResolvedPipeline resolved = LoadedPipeline.FromText(
            Small.Replace(", rate: 20 Hz", "", StringComparison.Ordinal), "small.yaml", [$"source.simulate.trains.file={name}"], folder.Path).Resolved;
        Assert.Equal([[1.25], [], [0.25, 0.5]], resolved.Simulation.SpikeTimesSeconds!);
    }

    [Theory]
    [InlineData("train,time_s\n0,2.0", "line 2: found time 2 s; allowed is 0 to below 2 s")]
    [InlineData("train,time_s\n3,1.0", "line 2: found train 3; allowed is 0 to 2")]
    [InlineData("train,time_s\n0,soon", "found time_s 'soon'; allowed is a number")]
    public void Resolve_BadSpikeTimesFile_NamesFileAndLine(string csv, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("spikes.csv"), csv);
        PipelineException error = Assert.Throws<PipelineException>(() => LoadedPipeline.FromText(
            Small.Replace(", rate: 20 Hz", "", StringComparison.Ordinal), "small.yaml", ["source.simulate.trains.file=spikes.csv"], folder.Path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_LogNormalRates_AreDrawnFromTheSeed()
    {
        string text = Small.Replace("rate: 20 Hz", "rates: { lognormal: { mean: 4 Hz, sigma: 1 } }", StringComparison.Ordinal);
        IReadOnlyList<double> rates = Load(text).Resolved.Simulation.RatesHz;
        Assert.Equal(3, rates.Distinct().Count());
        Assert.Equal(rates, Load(text).Resolved.Simulation.RatesHz);
        Assert.NotEqual(rates, Load(text, "seed=1").Resolved.Simulation.RatesHz);
    }

    [Fact]
    public void Schema_BesideThePipelines_IsTheOneOfTheTypes()
        => Assert.Equal(PipelineSchema.ToText(), File.ReadAllText(TestFiles.Pipeline("pipeline.schema.json")));

    private static LoadedPipeline Load(string text, params string[] settings) => LoadedPipeline.FromText(text, "small.yaml", settings.Select(setting => new PipelineSetting(setting)), "/");

    private static string Refusal(string text, params string[] settings)
        => Assert.Throws<PipelineException>(() => Load(text, settings)).Message;
}
