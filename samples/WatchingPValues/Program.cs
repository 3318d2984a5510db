// What comes of watching p-values: how many unconnected pairs have looked connected at least once, second by second.
//   WatchingPValues [recordings] [seconds] [picture.png]
using System.Globalization;
using ScottPlot;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int recordings = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 8;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
string pipeline = $$"""
    name: watching
    source:
      simulate:
        duration: {{seconds}} s
        trains: { count: 30, rate: 20 Hz }
        imaging: { frame_rate: 1 kHz }
    inference:
      sta: { surrogates: 100, scheme: whole-train }
      online: { correction: none, alpha: 0.05 }
    workers: 1
    links: { between: none }
    """;

// For each recording and each rule, the second at which each unconnected pair was first flagged.
var first = new double[recordings][,];
Parallel.For(0, recordings, seed =>
{
    LoadedPipeline loaded = LoadedPipeline.FromText(pipeline, "the pipeline of this program", [new PipelineSetting($"seed={seed}")], ".");
    using var run = new RecordingRun(loaded.Resolved, TimeProvider.System);
    ConnectionEstimate[] Unconnected(EstimateReport report) => [.. report.Connections.Where(c => run.Truth![c.Source, c.Target] is null)];
    var flagged = new double[2, run.Info.Sources];
    int pairs = 0;
    using IDisposable watching = run.Estimates.Subscribe(report =>
    {
        ConnectionEstimate[] unconnected = Unconnected(report);
        pairs = unconnected.Length;
        for (int i = 0; i < pairs; i++)
        {
            if (flagged[0, i] == 0 && unconnected[i].OneLook?.ReferenceP <= 0.05)
                flagged[0, i] = report.TimeSeconds;
            if (flagged[1, i] == 0 && unconnected[i].Deciding!.State is ConnectionState.Excitatory or ConnectionState.Inhibitory)
                flagged[1, i] = report.TimeSeconds;
        }
    });
    run.RunAsync().GetAwaiter().GetResult();
    first[seed] = new double[2, pairs];
    for (int rule = 0; rule < 2; rule++)
    {
        for (int i = 0; i < pairs; i++)
            first[seed][rule, i] = flagged[rule, i] == 0 ? double.PositiveInfinity : flagged[rule, i];
    }
});

double[] times = [.. Enumerable.Range(1, seconds).Select(second => (double)second)];
double[] Share(int rule) => [.. times.Select(time => 100.0 * first.Sum(
    pairs => Enumerable.Range(0, pairs.GetLength(1)).Count(i => pairs[rule, i] <= time)) / first.Sum(pairs => pairs.GetLength(1)))];
double[] watchedP = Share(0), evidence = Share(1);
Console.WriteLine($"{first.Sum(pairs => pairs.GetLength(1))} unconnected pairs of {recordings} recordings, looked at every second for {seconds} s:");
Console.WriteLine($"  p <= 0.05 at least once      {watchedP[^1],5:0.0} %");
Console.WriteLine($"  evidence of 1/0.05 or more   {evidence[^1],5:0.0} %");
if (args.Length > 2)
    Draw(args[2]);
return watchedP[^1] > evidence[^1] ? 0 : 1;

void Draw(string file)
{
    var plot = new Plot();
    var p = plot.Add.Scatter(times.Select(Math.Log10).ToArray(), watchedP);
    p.LegendText = "watching p ≤ 0.05, the notebook's test";
    p.Color = Color.FromHex("#D55E00");
    var e = plot.Add.Scatter(times.Select(Math.Log10).ToArray(), evidence);
    e.LegendText = "watching the evidence, as v2w does";
    e.Color = Color.FromHex("#0072B2");
    foreach (var curve in new[] { p, e })
    {
        curve.LineWidth = 3;
        curve.MarkerSize = 0;
    }
    var level = plot.Add.HorizontalLine(5);
    level.LegendText = "5 %, what α = 0.05 promises";
    level.Color = Colors.Gray;
    level.LinePattern = LinePattern.Dashed;
    double[] ticks = [.. new double[] { 1, 3, 10, 30, 100, 300, 600 }.Where(tick => tick <= seconds)];
    plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks.Select(Math.Log10).ToArray(), [.. ticks.Select(tick => $"{tick:0}")]);
    plot.Axes.SetLimits(0, Math.Log10(seconds), 0, Math.Max(60, watchedP[^1] + 5));
    plot.XLabel("recorded so far (s)");
    plot.YLabel("unconnected pairs ever flagged (%)");
    plot.ShowLegend(Alignment.UpperLeft);
    plot.SavePng(file, 900, 480);
}
