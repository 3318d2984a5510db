using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Tests.Host;

public class ImperfectRecordingPipelineTests
{
    private const string Small = """
        name: small
        source:
          simulate:
            duration: 5 s
            trains: { count: 8, rate: 20 Hz }
            imaging: { frame_rate: 1 kHz }
        inference:
          sta: { window: 50 ms, surrogates: 5 }
        """;

    private const string Everything = """
        name: everything
        source:
          simulate:
            duration: 5 s
            targets: 2
            trains:
              count: 8
              rate: 20 Hz
              process: gamma(4)
              modulation: { sd: 0.4, tau: 300 ms }
              copies: { of: 6, fraction: 0.2, count: 2 }
              unrecorded: 0.3
            imaging: { frame_rate: 1 kHz, nan: 0.0002, gaps: [{ at: 1 s, for: 500 ms }, { at: 4.9 s, for: 0.1 s }] }
        inference:
          sta: { window: 50 ms, surrogates: 5 }
        """;

    [Theory]
    [InlineData("trains.process=gamma", "trains.process is 'gamma'", "poisson, gamma(n)")]
    [InlineData("trains.process=gamma(0)", "is 'gamma(0)'", "a whole number from 1 to 100")]
    [InlineData("trains.process=gamma(101)", "is 'gamma(101)'", "a whole number from 1 to 100")]
    [InlineData("trains.process=gamma(2.5)", "is 'gamma(2.5)'", "a whole number from 1 to 100")]
    [InlineData("trains={ rate: 240 Hz, process: bursting }", "trains.process is bursting, with a train of 240 Hz", "rates below 233.33 Hz")]
    [InlineData("trains={ count: 300, rates: { lognormal: { mean: 50 Hz, sigma: 2 } }, process: bursting }", "is bursting, with a train of", "rates below 233.33 Hz")]
    [InlineData("trains.modulation=some", "trains.modulation is 'some'", "none, or a map with the keys sd, tau")]
    [InlineData("trains.modulation=[0.4]", "trains.modulation is a list", "none, or a map with the keys sd, tau")]
    [InlineData("trains.modulation={ sd: 0.4 }", "trains.modulation.tau is missing", "10 ms to 1 h")]
    [InlineData("trains.modulation={ sd: 0, tau: 1 s }", "trains.modulation.sd is '0'", "above 0 and at most 2")]
    [InlineData("trains.modulation={ sd: 2.1, tau: 1 s }", "is '2.1'", "above 0 and at most 2")]
    [InlineData("trains.modulation={ sd: 0.4, tau: 1 ms }", "trains.modulation.tau is '1 ms'", "10 ms to 1 h")]
    [InlineData("trains.copies=yes", "trains.copies is 'yes'", "none, or a map with the keys of, fraction, count")]
    [InlineData("trains.copies={ of: 8, fraction: 0.5 }", "trains.copies.of is 8", "a train that is drawn, 0 to 7")]
    [InlineData("trains.copies={ of: -1, fraction: 0.5 }", "trains.copies.of is '-1'", "0 to below trains.count")]
    [InlineData("trains.copies={ of: 1, fraction: 1.5 }", "trains.copies.fraction is '1.5'", "0 to 1")]
    [InlineData("trains.copies={ of: 1, fraction: 1, count: 0 }", "trains.copies.count is '0'", "1 to 100000")]
    [InlineData("trains.copies={ fraction: 1 }", "trains.copies.of is missing", "a whole number")]
    [InlineData("trains.unrecorded=1", "trains.unrecorded is '1'", "0 to below 1")]
    [InlineData("trains.unrecorded=-0.1", "trains.unrecorded is '-0.1'", "0 to below 1")]
    [InlineData("trains.unrecorded=0.95", "is 0.95, which rounds to all of 8 trains", "at least one train recorded")]
    [InlineData("imaging.nan=1", "imaging.nan is '1'", "0 to below 1")]
    [InlineData("imaging.nan=1 %", "imaging.nan is '1 %'", "a number")]
    [InlineData("imaging.gaps=none", "imaging.gaps is 'none'", "a list such as [{ at: 10 s, for: 2 s }]")]
    [InlineData("imaging.gaps=[1 s]", "imaging.gaps[0] is '1 s'", "a map with the keys at, for")]
    [InlineData("imaging.gaps=[{ at: 1 s }]", "imaging.gaps[0].for is missing", "above 0 and within the recording")]
    [InlineData("imaging.gaps=[{ at: 1 s, for: 0 s }]", "imaging.gaps[0].for is '0 s'", "above 0")]
    [InlineData("imaging.gaps=[{ at: 0.5 ms, for: 1 s }]", "imaging.gaps[0].at is 0.5 ms", "a whole number of frames of 1 ms each")]
    [InlineData("imaging.gaps=[{ at: 1 s, for: 2.5 ms }]", "imaging.gaps[0].for is 2.5 ms", "a whole number of frames of 1 ms each")]
    [InlineData("imaging.gaps=[{ at: 4 s, for: 1001 ms }]", "imaging.gaps[0] is at 4 s for 1001 ms", "within the recording, 5 s")]
    [InlineData("imaging.gaps=[{ at: 1 s, for: 1 s }, { at: 1.5 s, for: 1 s }]", "imaging.gaps[1].at is 1.5 s, before the gap before it ends", "ascend and do not overlap")]
    [InlineData("imaging.gaps=[{ at: 3 s, for: 1 s }, { at: 1 s, for: 1 s }]", "imaging.gaps[1].at is 1 s", "ascend and do not overlap")]
    public void Load_BadSetting_IsOneSentence(string setting, string found, string allowed)
        => AssertSentence(Refusal("source.simulate." + setting), setting, found, allowed);

    [Theory]
    [InlineData("trains.process=bursting", "trains.process is bursting", "poisson with random: numpy")]
    [InlineData("trains.modulation={ sd: 0.4, tau: 1 s }", "trains.modulation is a map", "none with random: numpy")]
    [InlineData("trains.copies={ of: 1, fraction: 1 }", "trains.copies is a map", "none with random: numpy")]
    [InlineData("trains.unrecorded=0.5", "trains.unrecorded is 0.5", "0 with random: numpy")]
    [InlineData("imaging.nan=0.5", "imaging.nan is 0.5", "0 with random: numpy")]
    [InlineData("imaging.gaps=[{ at: 1 s, for: 1 s }]", "imaging.gaps is not empty", "[] with random: numpy")]
    public void Load_BesideNumpy_IsRefused(string setting, string found, string allowed)
        => AssertSentence(Refusal("source.simulate." + setting, "random=numpy"), setting, found, allowed);

    [Theory]
    [InlineData("process=gamma(2)", "process is gamma(2)", "poisson with trains.file")]
    [InlineData("modulation={ sd: 0.4, tau: 1 s }", "modulation is a map", "none with trains.file")]
    [InlineData("copies={ of: 1, fraction: 1 }", "copies is a map", "none with trains.file")]
    public void Load_BesideGivenSpikeTimes_IsRefused(string setting, string found, string allowed)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("spikes.csv"), "train,time_s\n2,0.5\n");
        string text = Small.Replace("rate: 20 Hz", "file: spikes.csv", StringComparison.Ordinal);
        string message = Assert.Throws<PipelineException>(
            () => LoadedPipeline.FromText(text, "small.yaml", ["source.simulate.trains." + setting], folder.Path)).Message;
        AssertSentence(message, "trains." + setting, found, allowed);
    }

    [Fact]
    public void Load_WithoutTheKeys_IsTheIdealRecording()
    {
        SimulationOptions simulation = Load(Small).Resolved.Simulation;
        Assert.Equal(
            (SpikeProcess.Poisson, null, null, 8, 0.0, 0),
            (simulation.Process, simulation.Modulation, simulation.Copies, simulation.Recorded.Count, simulation.Camera.InvalidFraction, simulation.Camera.Gaps.Count));
        string yaml = Load(Small).ToYaml();
        Assert.Contains("modulation: none", yaml, StringComparison.Ordinal);
        Assert.Equal(yaml, Load(Small, "source.simulate.trains.modulation=none", "source.simulate.trains.copies=none", "source.simulate.imaging.gaps=[]").ToYaml());
    }

    [Fact]
    public void Load_AllKeys_AreInStepsFramesAndSiUnits()
    {
        SimulationOptions simulation = Load(Everything).Resolved.Simulation;
        Assert.Equal(new GammaProcess(4), simulation.Process);
        Assert.Equal(new RateModulation(0.4, 0.3), simulation.Modulation);
        Assert.Equal(new TrainCopies(6, 0.2, 2), simulation.Copies);
        Assert.Equal(10, simulation.Trains);
        Assert.Equal(7, simulation.Recorded.Count);
        Assert.Equal(0.0002, simulation.Camera.InvalidFraction);
        Assert.Equal([new FrameGap(1000, 500), new FrameGap(4900, 100)], simulation.Camera.Gaps);
        // round(0.2·8) inhibitory trains come first, so that train 6 and its copies are excitatory; nobody is connected to these.
        Assert.Equal(NeuronKind.Excitatory, simulation.Wiring.TrainKinds[9]);
        Assert.Equal(NeuronKind.Inhibitory, Load(Everything, "source.simulate.trains.copies.of=1").Resolved.Simulation.Wiring.TrainKinds[9]);
        Assert.All(simulation.Wiring.Synapses, synapse => Assert.InRange(synapse.Source, 0, 7));
    }

    [Theory]
    [InlineData("source.simulate.trains.process=bursting")]
    [InlineData("source.simulate.trains.unrecorded=0")]
    [InlineData("source.simulate.imaging.gaps=[]")]
    public void ToYaml_LoadedAgain_IsTheSamePipeline(string setting)
    {
        string yaml = Load(Everything, setting).ToYaml();
        Assert.Equal(yaml, LoadedPipeline.FromText(yaml, "again.yaml", [], "/").ToYaml());
        Assert.NotEqual(yaml, Load(Everything).ToYaml());
    }

    [Fact]
    public void ResourceEstimate_CountsWhatInferenceMeets()
    {
        ResourceEstimate needs = ResourceEstimate.Of(Load(Everything).Resolved);
        // Ten trains of 20 Hz for 5 s drive the targets; seven of them are averaged, for two targets, where windows are whole.
        Assert.Equal(1000, needs.Spikes, 1e-9);
        double whole = (1 - (600.0 + 2 * 50) / 5000) * Math.Pow(1 - 0.0002, 50);
        Assert.Equal(700 * 6 * 50 * 2 * whole, needs.SampleAdds, 1e-6);
        double sums = needs.Memory.Single(item => item.What.StartsWith("sums of averages", StringComparison.Ordinal)).Bytes;
        // They lie in a slab of 256 KiB, half of which is expected to be free; five of six are surrogates, in whole vectors.
        Assert.InRange(sums - (1 << 17), 7 * (50 + 5 * 64) * 2 * 8, 7 * (50 + 5 * 64) * 2 * 8 * 1.5);
    }

    [Fact]
    public void Load_TooManySums_AreThoseOfRecordedTrains()
    {
        string[] settings = ["source.simulate.trains.count=60000", "inference.sta.surrogates=1000"];
        Assert.Contains("with 60000 trains and 50 frames", Refusal(settings), StringComparison.Ordinal);
        Assert.Equal(30_000, Load(Small, [.. settings, "source.simulate.trains.unrecorded=0.5"]).Resolved.Simulation.Recorded.Count);
    }

    [Theory]
    [InlineData("batch=10 ms")]
    [InlineData("batch=1.7 s")]
    [InlineData("links.between=none")]
    public async Task Run_EverythingAtOnce_EndsInItsGapWithBalancedBooksAndTheSameEstimates(string setting)
    {
        RunResult expected = await RunAsync(Load(Everything, "batch=5 s", "workers=1").Resolved);
        RunResult result = await RunAsync(Load(Everything, setting).Resolved);
        Assert.Equal(RunEnding.Completed, result.Outcome.Ending);
        LedgerAccount books = result.Outcome.Progress.Ledger;
        Assert.True(books.Balances);
        Assert.Equal((5000L, 4400L, 4400L), (books.FramesReached, books.FramesIn, books.FramesUsed));
        Assert.Equal(0, books.SpikesLate);
        // A tenth of the recording is missing before its end, and each gap costs the window before it.
        Assert.InRange(books.SpikesInGap, books.SpikesIn / 12, books.SpikesIn / 5);
        Assert.Equal(expected.Outcome.Progress.Ledger, books);
        Assert.Equal(14, result.Estimates!.Connections.Count);
        Assert.Equal(expected.Estimates!.Connections, result.Estimates.Connections);
        Assert.Equal(7, result.Truth!.TrainKinds.Count);
    }

    [Fact]
    public async Task Run_NoFrameAtAll_EndsCleanly()
    {
        RunResult result = await RunAsync(Load(Small, "source.simulate.imaging.gaps=[{ at: 0 s, for: 5 s }]").Resolved);
        LedgerAccount books = result.Outcome.Progress.Ledger;
        Assert.Equal((RunEnding.Completed, true, 5000L, 0L, 0L), (result.Outcome.Ending, books.Balances, books.FramesReached, books.FramesIn, books.SpikesUsed));
        Assert.True(books.SpikesInGap > 500);
    }

    private static async Task<RunResult> RunAsync(ResolvedPipeline pipeline)
    {
        using var run = new RecordingRun(pipeline, TimeProvider.System);
        return await run.RunAsync(TestContext.Current.CancellationToken);
    }

    private static void AssertSentence(string message, string setting, string found, string allowed)
    {
        Assert.StartsWith("--set source.simulate." + setting[..setting.IndexOf('=', StringComparison.Ordinal)], message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("allowed is", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message[message.IndexOf("allowed is", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    private static LoadedPipeline Load(string text, params string[] settings)
        => LoadedPipeline.FromText(text, "small.yaml", settings.Select(setting => new PipelineSetting(setting)), "/");

    private static string Refusal(params string[] settings) => Assert.Throws<PipelineException>(() => Load(Small, settings)).Message;
}
