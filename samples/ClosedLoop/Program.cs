// A closed loop: records until the wiring is known, and not a second longer.
using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Pipeline = """
    name: closed-loop
    source:
      simulate:
        duration: 5 min
        trains: { count: 20, rate: 20 Hz }
        wiring: random
        synapses: { inhibitory: { strength: 3.2 nS } }
        imaging: { frame_rate: 1 kHz }
    inference:
      sta: { scheme: none }
      online: { report_every: 500 ms }
    """;

// A stimulator, a display or a log would stand here: it hears of every connection the moment it is decided.
var known = new Dictionary<int, ConnectionState>();
double knownAtSeconds = double.NaN;
void Watch(EstimateReport report, RecordingRun run)
{
    foreach (ConnectionEstimate connection in report.Connections)
    {
        OnlineEstimate now = connection.Deciding!;
        if (now.DecidedAtSeconds is null || known.GetValueOrDefault(connection.Source) == now.State)
            continue;
        known[connection.Source] = now.State;
        Console.WriteLine($"{report.TimeSeconds,6:0.0} s  train {connection.Source,2} is {now.State.ToString().ToLowerInvariant(),-10} "
            + $"{1e3 * now.Amplitude:+0.00;-0.00} mV, p = {now.AnytimeP:0.0e+0} at any time");
    }
    if (!report.AllDecided || double.IsFinite(knownAtSeconds))
        return;
    knownAtSeconds = report.TimeSeconds;
    run.Stop();
}

LoadedPipeline pipeline = LoadedPipeline.FromText(Pipeline, "the pipeline of this program", [], Environment.CurrentDirectory);
using var run = new RecordingRun(pipeline.Resolved, TimeProvider.System);
using IDisposable watching = run.Estimates.Subscribe(report => Watch(report, run));
RunResult result = await run.RunAsync();

int right = result.Estimates!.Connections.Count(connection => connection.Deciding!.State == (run.Truth![connection.Source, connection.Target] switch
{
    VoltageToWiring.Simulation.NeuronKind.Excitatory => ConnectionState.Excitatory,
    VoltageToWiring.Simulation.NeuronKind.Inhibitory => ConnectionState.Inhibitory,
    _ => ConnectionState.Absent,
}));
Console.WriteLine($"All known after {knownAtSeconds:0.0} of 300 s; {right} of {run.Info.Sources} as the simulation knows them.");
return right >= run.Info.Sources - 1 ? 0 : 1;
