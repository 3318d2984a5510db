using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Benchmarks;

/// <summary>Whole pipelines, simulation and results included, each in a process of its own.</summary>
internal static class PipelineTable
{
    private const string Live = "live.yaml";
    private const string Population = "population.yaml";

    private static readonly Case[] Pipelines =
    [
        new("30 trains × 1 target, 1 kHz, 20 Hz", Live, "source.simulate.duration=10 min", "inference.online.report_every=1 s"),
        new("30 trains × 50 targets, 1 kHz, 20 Hz", Live, "source.simulate.duration=1 min", "source.simulate.targets=50", "inference.online.report_every=1 s"),
        new("300 × 300, 500 Hz, 5 Hz", Population, "source.simulate.trains.count=300", "source.simulate.targets=300", "source.simulate.imaging.frame_rate=500 Hz"),
        new("1000 × 1000, 1 kHz, 5 Hz", Population),
    ];

    private static readonly (string What, Func<int, Case> Of, int[] Values)[] Curves =
    [
        ("trains and targets", n => new($"{n} × {n}", Population, $"source.simulate.trains.count={n}", $"source.simulate.targets={n}"), [100, 200, 400, 700, 1000]),
        ("trains", n => new($"{n} trains × 100 targets", Population, $"source.simulate.trains.count={n}", "source.simulate.targets=100"), [50, 100, 200, 400, 800]),
        ("targets", n => new($"100 trains × {n} targets", Population, "source.simulate.trains.count=100", $"source.simulate.targets={n}"), [50, 100, 200, 400, 800]),
        ("surrogates", n => new($"{n} surrogates", Population, $"inference.online.surrogates={n}", "source.simulate.trains.count=200", "source.simulate.targets=200"), [49, 99, 199, 399]),
        ("frame rate, Hz", n => new($"{n} Hz", Population, $"source.simulate.imaging.frame_rate={n} Hz", "source.simulate.trains.count=200", "source.simulate.targets=200"), [250, 500, 1000, 2000]),
        ("workers", n => new($"{n} workers", Population, $"workers={n}", "source.simulate.trains.count=300", "source.simulate.targets=300"), [1, 2]),
    ];

    /// <summary>Measures a few pipelines.</summary>
    public static void Run(string pipelines, TextWriter print)
    {
        print.WriteLine("| pipeline | times real time | CPU s per recorded s | peak memory | ns per pair and spike |");
        print.WriteLine("|---|---|---|---|---|");
        foreach (Case one in Pipelines)
            print.WriteLine(Row(one.Name, Measure(pipelines, one)));
    }

    /// <summary>Measures how the time for one recorded second grows.</summary>
    public static void Scale(string pipelines, TextWriter print)
    {
        foreach ((string what, Func<int, Case> of, int[] values) in Curves)
        {
            print.WriteLine($"| {what} | times real time | CPU s per recorded s | peak memory | ns per pair and spike |");
            print.WriteLine("|---|---|---|---|---|");
            var seconds = new List<double>();
            foreach (int value in values)
            {
                Measurement measured = Measure(pipelines, of(value));
                seconds.Add(measured.WallSeconds / measured.RecordedSeconds);
                print.WriteLine(Row(value.ToString(CultureInfo.InvariantCulture), measured));
            }
            print.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The time for a recorded second grows with the power {Exponent(values, seconds):0.00} of {what}."));
            print.WriteLine();
        }
    }

    /// <summary>Runs one pipeline in this process, with all its outputs, and says what it took.</summary>
    public static async Task RunOneAsync(string pipeline, IReadOnlyList<string> settings, TextWriter print)
    {
        LoadedPipeline loaded = LoadedPipeline.FromFile(pipeline, settings.Select(setting => new PipelineSetting(setting)).ToArray());
        DirectoryInfo folder = Directory.CreateTempSubdirectory("v2w-benchmark-");
        try
        {
            TimeProvider time = TimeProvider.System;
            long start = time.GetTimestamp();
            ResultsFolder results = ResultsFolder.Open(folder.FullName, force: true);
            RunResult result;
            using (var run = new RecordingRun(loaded.Resolved, time))
            using (var timeline = new TimelineWriter(results.Timeline))
            using (run.Estimates.Subscribe(timeline))
                result = await run.RunAsync().ConfigureAwait(false);
            Task tables = results.WriteTablesAsync(result);
            results.WriteResults(ResultsJson.From(result, RunEvaluation.Of(result), "benchmark", "benchmark"));
            await tables.ConfigureAwait(false);
            using Process process = Process.GetCurrentProcess();
            var measured = new Measurement(
                result.Outcome.Progress.RecordedSeconds, time.GetElapsedTime(start).TotalSeconds, process.TotalProcessorTime.TotalSeconds,
                process.PeakWorkingSet64, (double)loaded.Resolved.Simulation.Wiring.Targets * result.Outcome.Progress.Ledger.SpikesIn,
                result.Estimates?.CountOf(ConnectionState.Excitatory) ?? 0);
            print.WriteLine(JsonSerializer.Serialize(measured));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Measure(string pipelines, Case one)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add("one");
        start.ArgumentList.Add(Path.Combine(pipelines, one.Pipeline));
        foreach (string setting in one.Settings.Prepend("pace=max"))
        {
            start.ArgumentList.Add("--set");
            start.ArgumentList.Add(setting);
        }
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measurement>(output)!
            : throw new InvalidOperationException($"{one.Name} ended with {process.ExitCode}.");
    }

    private static string Row(string name, Measurement m)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {m.RecordedSeconds / m.WallSeconds:0.0} | {m.CpuSeconds / m.RecordedSeconds:0.000} | {ByteCount.Text(m.PeakBytes)} | {1e9 * m.CpuSeconds / m.PairSpikes:0.0} |");

    // The slope of the logarithms, by least squares.
    private static double Exponent(int[] values, List<double> seconds)
    {
        double[] x = [.. values.Select(value => Math.Log(value))], y = [.. seconds.Select(second => Math.Log(second))];
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private sealed record Case(string Name, string Pipeline, params string[] Settings);

    private sealed record Measurement(
        double RecordedSeconds, double WallSeconds, double CpuSeconds, long PeakBytes, double PairSpikes, int Excitatory);
}
