using System.Text.Json;
using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Host;

public class DetectionPipelineTests
{
    private const string Network = """
        name: network
        source:
          simulate:
            duration: 12 s
            network: { neurons: 6, connected: 0.3, rates: { lognormal: { mean: 8 Hz, sigma: 0.3 } } }
            imaging: { frame_rate: 1 kHz, spike_snr: 20 }
        spikes: detect
        inference:
          sta: { window: 50 ms, scheme: none }
          online: { score: joint }
        """;

    [Theory]
    [InlineData("inference.sta.scheme=whole-train", "inference.sta.scheme is whole-train", "blocks or none")]
    [InlineData("source.simulate.trains={ count: 5 }", "source.simulate.trains is written, beside network", "no trains with network")]
    [InlineData("source.simulate.targets=3", "source.simulate.targets is 3", "no targets, or 6 with network")]
    [InlineData("source.simulate.wiring=random", "source.simulate.wiring is random", "no wiring with network")]
    [InlineData("random=numpy", "source.simulate.network is a map", "none with random: numpy")]
    [InlineData("source.simulate.network.longest_delay=0.2 ms", "longest_delay is 0.2 ms", "at least network.shortest_delay, 0.5 ms")]
    [InlineData("source.simulate.network.shortest_delay=0.25 ms", "is 0.25 ms", "a whole number of timesteps")]
    [InlineData("source.simulate.network.rates=[1 Hz]", "lists 1 rates", "one for each of the 6 neurons")]
    [InlineData("source.simulate.imaging.jitter=0.3 ms", "source.simulate.imaging.jitter is 0.3 ms", "at most a quarter of a frame, 0.25 ms")]
    [InlineData("detection.refractory=0.5 ms", "detection.refractory is 0.5 ms", "at least one frame, 1 ms")]
    [InlineData("detection.template=missing.npy", "detection.template names missing.npy, which does not exist", "a readable file")]
    [InlineData("traces.detrend=fast", "traces.detrend is 'fast'", "none, or a time such as 2 s")]
    public void Load_WhatDoesNotFit_IsRefusedInOneSentence(string setting, string found, string allowed)
    {
        PipelineException error = Assert.Throws<PipelineException>(() => Load(setting));
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToYaml_OfANetwork_LoadsAgain()
    {
        LoadedPipeline loaded = Load("traces.detrend=2 s");
        LoadedPipeline again = LoadedPipeline.FromText(loaded.ToYaml(), "again", [], Path.GetTempPath());
        Assert.Equal(loaded.ToYaml(), again.ToYaml());
        Assert.Equal(loaded.Resolved.Recording, again.Resolved.Recording);
    }

    [Theory]
    [InlineData("detect")]
    [InlineData("from-source")]
    public async Task Run_ANetwork_HasNoPairOfANeuronAndItself(string spikes)
    {
        RunResult result = await RunAsync($"spikes={spikes}");
        Assert.Null(result.Problem);
        Assert.Equal(30, result.Estimates!.Connections.Count);
        Assert.DoesNotContain(result.Estimates.Connections, pair => pair.Source == pair.Target);
        Assert.Equal(Enumerable.Range(0, 30), result.Estimates.Connections.Select(pair => new PairLayout(6, 6, true).IndexOf(pair.Source, pair.Target)));
        Assert.Contains(result.Estimates.Connections, pair => pair.Deciding!.SpikesUsed > 0);
    }

    [Fact]
    public async Task Run_Detection_IsJudgedAndStated()
    {
        RunResult result = await RunAsync("seed=1");
        RunEvaluation evaluation = RunEvaluation.Of(result);
        JsonNode json = JsonSerializer.SerializeToNode(ResultsJson.From(result, evaluation, "", ""), ResultsJson.Format)!;
        Assert.Equal(0.008, (double)json["detection"]!["latency_s"]!, 1e-12);
        JsonNode judged = json["evaluation"]!["detection"]!;
        Assert.Equal(0.002, (double)judged["tolerance_s"]!);
        Assert.InRange((double)judged["precision"]!, 0.95, 1);
        // In the first second nothing is found.
        Assert.InRange((double)judged["recall"]!, 0.8, 1);
        Assert.Equal(evaluation.Detection!.Detected, json["detection"]!["neurons"]!.AsArray().Sum(neuron => (long)neuron!["spikes"]!));
    }

    [Fact]
    public async Task Run_UntilDecided_WaitsForTheLastSpikesOfAReport()
    {
        RunResult result = await RunAsync("until=decided", "inference.online.minimum_amplitude=50 mV", "inference.online.report_every=500 ms");
        Assert.Null(result.Problem);
    }

    private static LoadedPipeline Load(params string[] settings)
        => LoadedPipeline.FromText(Network, "network.yaml", settings.Select(setting => (PipelineSetting)setting), Path.GetTempPath());

    private static async Task<RunResult> RunAsync(params string[] settings)
    {
        using var run = new RecordingRun(Load(settings).Resolved, TimeProvider.System);
        return await run.RunAsync(TestContext.Current.CancellationToken);
    }
}
