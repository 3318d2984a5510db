using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Tests.Host.Sources;

/// <summary>A run that waits for a recording, and what is sent to it, in one process.</summary>
internal static class LiveRuns
{
    /// <summary>What is sent.</summary>
    public const string Rig = """
        name: rig
        seed: 3
        source:
          simulate:
            duration: 6 s
            targets: 2
            trains: { count: 6, rate: 30 Hz }
            synapses: { excitatory: { strength: 3 nS } }
            imaging: { frame_rate: 1 kHz, nan: 0.001, gaps: [{ at: 2 s, for: 60 ms }] }
        """;

    private const string Inference = """
        inference:
          sta: { window: 60 ms, scheme: blocks, surrogates: 20 }
          online: { score: both, report_every: 500 ms }
        """;

    /// <summary>What listens; seed and inference are those of the direct run.</summary>
    public const string Listening = """
        name: rig
        seed: 3
        report: none
        source: { listen: { tcp: 127.0.0.1:0 } }
        """ + "\n" + Inference;

    public static LoadedPipeline Load(string text, params string[] settings)
        => LoadedPipeline.FromText(text, "test.yaml", settings.Select(setting => new PipelineSetting(setting)), ".");

    /// <summary>The rig, as it is sent.</summary>
    public static LoadedPipeline Sent(params string[] settings) => Load(Rig + "\nreport: none", ["inference.sta.scheme=none", .. settings]);

    /// <summary>The rig with inference behind it, in one run.</summary>
    public static LoadedPipeline Direct(params string[] settings) => Load(Rig + "\nreport: none\n" + Inference, settings);

    /// <summary>Runs a pipeline that knows its recording, and writes results.</summary>
    public static async Task<RunResult> RunAsync(LoadedPipeline pipeline, string folder)
    {
        using var run = new RecordingRun(pipeline.Resolved, TimeProvider.System);
        return await WriteAsync(run, folder, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes the results of a run that begins now.</summary>
    public static async Task<RunResult> WriteAsync(RecordingRun run, string folder, CancellationToken cancellation)
    {
        ResultsFolder results = ResultsFolder.Open(folder, force: true);
        RunResult result;
        using (var timeline = new TimelineWriter(results.Timeline))
        using (run.Estimates.Subscribe(timeline))
            result = await run.RunAsync(cancellation);
        await results.WriteTablesAsync(result);
        results.WriteResults(ResultsJson.From(result, RunEvaluation.Of(result), "test", "test"));
        return result;
    }

    /// <summary>What there is to compare: all estimates, without what only a simulation knows and what depends on the clock.</summary>
    public static string Estimates(string folder)
    {
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "results.json")))!;
        foreach (string key in (string[])["timing", "output", "evaluation", "recording", "excerpt"])
            results.AsObject().Remove(key);
        foreach (string key in (string[])["frames_in_gaps", "samples_missing"])
            results["ledger"]!.AsObject().Remove(key);
        foreach (JsonNode? pair in results["connections"]!.AsArray())
        {
            pair!.AsObject().Remove("truth");
            pair.AsObject().Remove("train_kind");
        }
        string[][] table = [.. File.ReadLines(Path.Combine(folder, "connections.csv")).Select(line => line.Split(','))];
        int[] kept = [.. Enumerable.Range(0, table[0].Length).Where(column => table[0][column] is not ("truth" or "train_kind"))];
        IEnumerable<string> connections = table.Select(row => string.Join(',', kept.Select(column => row[column])));
        return string.Join('\n', [results.ToJsonString(), .. connections, File.ReadAllText(Path.Combine(folder, "timeline.csv"))]);
    }
}

/// <summary>A run that waits, with the port where it does.</summary>
internal sealed class WaitingRun
{
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _said = [];

    public WaitingRun(LoadedPipeline pipeline, string folder, CancellationToken? cancellation = null, Action<RecordingRun>? watch = null)
        => Result = Task.Run(() => RunAsync(pipeline, folder, watch, cancellation ?? TestContext.Current.CancellationToken));

    public Task<RunResult> Result { get; }

    public string[] Said
    {
        get
        {
            lock (_gate)
                return [.. _said];
        }
    }

    /// <summary>The port, once it listens.</summary>
    public async Task<int> PortAsync() => await await Task.WhenAny(_port.Task, Failed());

    /// <summary>Sends a recording to it.</summary>
    public async Task<SendResult> SendAsync(LoadedPipeline pipeline, FaultOptions? faults = null, SendWay way = SendWay.Tcp)
    {
        var options = new SendOptions { Way = way, Host = "127.0.0.1", Port = await PortAsync(), Faults = faults ?? new FaultOptions() };
        OpenPipeline open = await pipeline.OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var run = new SendRun(open, options, TimeProvider.System);
        return await run.RunAsync(TestContext.Current.CancellationToken);
    }

    private async Task<int> Failed()
    {
        await Result;
        throw new InvalidOperationException("The run ended before it listened.");
    }

    private async Task<RunResult> RunAsync(LoadedPipeline pipeline, string folder, Action<RecordingRun>? watch, CancellationToken cancellation)
    {
        OpenPipeline open = await pipeline.OpenToInferAsync(Say, TimeProvider.System, cancellation);
        using var run = new RecordingRun(open.Resolved, open.Recording, TimeProvider.System);
        watch?.Invoke(run);
        return await LiveRuns.WriteAsync(run, folder, cancellation);
    }

    private void Say(string sentence)
    {
        lock (_gate)
            _said.Add(sentence);
        if (sentence.StartsWith("Waiting", StringComparison.Ordinal))
            _port.TrySetResult(int.Parse(sentence.TrimEnd('.').Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
