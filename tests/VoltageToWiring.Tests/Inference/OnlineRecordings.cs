using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Tests.Inference;

/// <summary>Simulated recordings at 1 kHz, 30 trains into one neuron, tested online at α = 0.05 for each pair.</summary>
internal static class OnlineRecordings
{
    private const string Pipeline = """
        name: online
        source:
          simulate:
            duration: 60 s
            trains: { count: 30 }
            wiring: first
            imaging: { frame_rate: 1 kHz }
        inference:
          sta: { scheme: none }
          online: { report_every: 1 s, correction: none }
        workers: 1
        links: { between: none }
        """;

    /// <summary>Runs recordings of seeds 0, 1, ….</summary>
    public static async Task<IReadOnlyList<OnlinePair>> RunAsync(int recordings, params string[] settings)
    {
        var pairs = new IReadOnlyList<OnlinePair>[recordings];
        await Parallel.ForAsync(0, recordings, TestContext.Current.CancellationToken, async (seed, cancellation) =>
        {
            PipelineSetting[] all = [.. settings.Select(setting => new PipelineSetting(setting)), new PipelineSetting($"seed={seed}")];
            LoadedPipeline pipeline = LoadedPipeline.FromText(Pipeline, "the test's pipeline", all, Environment.CurrentDirectory);
            using var run = new RecordingRun(pipeline.Resolved, TimeProvider.System);
            RunResult result = await run.RunAsync(cancellation);
            Assert.Null(result.Outcome.Fault);
            Assert.True(result.Outcome.Progress.Ledger.Balances);
            pairs[seed] = [.. result.Estimates!.Connections.Select(
                connection => new OnlinePair(seed, connection.Source, connection.Deciding!, run.Truth![connection.Source, connection.Target]))];
        });
        return [.. pairs.SelectMany(of => of)];
    }

    /// <summary>Detected fraction of the unconnected pairs, and its standard error over recordings.</summary>
    public static (double Rate, double StandardError) FalsePositives(IEnumerable<OnlinePair> pairs)
    {
        (double Found, double All)[] recordings = [.. pairs.Where(pair => pair.Truth is null).GroupBy(pair => pair.Seed)
            .Select(of => ((double)of.Count(pair => pair.IsFound), (double)of.Count()))];
        double all = recordings.Sum(of => of.All);
        double rate = recordings.Sum(of => of.Found) / all;
        return (rate, Math.Sqrt(recordings.Sum(of => Math.Pow(of.Found - rate * of.All, 2))) / all);
    }

    /// <summary>Median time to detection of connections of a kind; infinite where most were not found.</summary>
    public static double MedianSeconds(IEnumerable<OnlinePair> pairs, NeuronKind kind, Func<double, double>? valid = null)
    {
        double[] times = [.. pairs.Where(pair => pair.Truth == kind)
            .Select(pair => pair.IsFound ? (valid ?? (seconds => seconds))(pair.Estimate.DecidedAtSeconds!.Value) : double.PositiveInfinity)
            .Order()];
        return times[times.Length / 2];
    }

    public static void AssertFalsePositivesHold(IEnumerable<OnlinePair> pairs)
    {
        (double rate, double standardError) = FalsePositives(pairs);
        Assert.True(rate <= 0.05 + 2 * standardError, $"{rate:0.000} ± {standardError:0.000} of the unconnected pairs were found");
    }
}

/// <summary>One pair at the end of one recording.</summary>
internal sealed record OnlinePair(int Seed, int Source, OnlineEstimate Estimate, NeuronKind? Truth)
{
    public bool IsFound => Estimate.State is ConnectionState.Excitatory or ConnectionState.Inhibitory;

    public bool HasRightSign => Estimate.State == (Truth == NeuronKind.Excitatory ? ConnectionState.Excitatory : ConnectionState.Inhibitory);
}
