using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Tests.Host;

/// <summary>source.simulate.synapses.output_rate, from the file to the results.</summary>
public class OutputRatePipelineTests
{
    private static LoadedPipeline Load(params string[] settings) => LoadedPipeline.FromFile(
        TestFiles.Pipeline("calibration.yaml"),
        [.. ((string[])["source.simulate.duration=20 s", .. settings]).Select(setting => new PipelineSetting(setting))]);

    [Fact]
    public async Task Run_OutputRate_IsReachedAndItsScaleInTheResults()
    {
        using var run = new RecordingRun(Load("source.simulate.synapses.output_rate=4 Hz").Resolved, TimeProvider.System);
        RunResult result = await run.RunAsync(TestContext.Current.CancellationToken);
        OutputJson output = ResultsJson.From(result, RunEvaluation.Of(result), "", "").Output[0];
        Assert.InRange(output.RateHz!.Value, 3.9, 4.1);
        Assert.InRange(output.StrengthScale!.Value, 1.01, 3);
    }

    [Fact]
    public async Task Run_OutputRateThatCannotBe_FailsBeforeTheFirstFrame()
    {
        using var run = new RecordingRun(
            Load("source.simulate.synapses.output_rate=4 Hz", "source.simulate.trains.connected=0").Resolved, TimeProvider.System);
        RunResult result = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RunEnding.Faulted, 0), (result.Outcome.Ending, result.Outcome.Progress.Ledger.FramesIn));
        Assert.Contains("no strength makes neuron 0 fire at 4 Hz", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutOutputRate_ExpectsLessWork()
        => Assert.True(
            ResourceEstimate.Of(Load().Resolved).NeuronSteps < ResourceEstimate.Of(Load("source.simulate.synapses.output_rate=4 Hz").Resolved).NeuronSteps);
}
