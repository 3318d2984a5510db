using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoltageToWiring.Benchmarks;

/// <summary>What <c>v2w validate</c> says of memory and speed, beside what <c>v2w run</c> then measures, each in a process of its own.</summary>
/// <param name="v2w">The program.</param>
/// <param name="pipelines">Where the pipeline files are.</param>
internal sealed partial class PredictionTable(string v2w, string pipelines)
{
    private static readonly Case[] Cases =
    [
        new("live", "live.yaml", "pace=max"),
        new("live, one worker", "live.yaml", "pace=max", "workers=1"),
        new("live, 2 s", "live.yaml", "pace=max", "source.simulate.duration=2 s"),
        new("reference", "reference.yaml"),
        new("reference, one worker", "reference.yaml", "workers=1"),
        new("10 h at 1 kHz", "long-recording.yaml"),
        Population(100), Population(100, "workers=1"),
        Population(300), Population(300, "workers=1"),
        Population(1000), Population(1000, "workers=1"),
        new("500 targets × 100 surrogates", "reference.yaml",
            "random=streams", "source.simulate.targets=500", "source.simulate.duration=60 s", "source.simulate.imaging.frame_rate=1 kHz"),
    ];

    /// <summary>Predicts, measures and compares.</summary>
    /// <param name="only">Cases whose name contains this; null for all.</param>
    /// <param name="print">Where the table goes.</param>
    public void Run(string? only, TextWriter print)
    {
        print.WriteLine("| pipeline | memory predicted, MiB | measured | ratio | times real time predicted | measured | ratio | validate took, s |");
        print.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (Case one in Cases.Where(one => only is null || one.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            Prediction predicted = Predict(one);
            (double peakBytes, double factor) = Measure(one);
            print.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {one.Name} | {predicted.PeakBytes / (1 << 20):0} | {peakBytes / (1 << 20):0} | {predicted.PeakBytes / peakBytes:0.00} "
                + $"| {predicted.Factor:0.0} | {factor:0.0} | {predicted.Factor / factor:0.00} | {predicted.TookSeconds:0.0} |"));
        }
    }

    private static Case Population(int size, params string[] settings)
        => new(
            $"{size} × {size}{(settings.Length > 0 ? ", one worker" : "")}", "population.yaml",
            [$"source.simulate.trains.count={size}", $"source.simulate.targets={size}", .. settings]);

    private Prediction Predict(Case one)
    {
        long start = TimeProvider.System.GetTimestamp();
        string output = Call("validate", one);
        double took = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Match peak = Peak().Match(output), factor = Factor().Match(output);
        if (!peak.Success || !factor.Success)
            throw new InvalidOperationException($"validate does not predict {one.Name}: {output}");
        double unit = peak.Groups[2].Value switch { "GiB" => 1L << 30, "MiB" => 1 << 20, _ => 1 << 10 };
        return new Prediction(Number(peak) * unit, Number(factor), took);
    }

    private (double PeakBytes, double Factor) Measure(Case one)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("v2w-predictions-");
        try
        {
            Call("run", one, "--out", folder.FullName, "--quiet");
            using FileStream file = File.OpenRead(Path.Combine(folder.FullName, "results.json"));
            using JsonDocument results = JsonDocument.Parse(file);
            JsonElement timing = results.RootElement.GetProperty("timing");
            return (timing.GetProperty("peak_resident_bytes").GetDouble(), timing.GetProperty("realtime_factor").GetDouble());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Call(string verb, Case one, params string[] more)
    {
        var start = new ProcessStartInfo(v2w, [verb, Path.Combine(pipelines, one.Pipeline), .. one.Settings.SelectMany(set => (string[])["--set", set]), .. more])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{verb} of {one.Name} ended with {process.ExitCode}.");
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) (\wiB) +in all at its peak")]
    private static partial Regex Peak();

    [GeneratedRegex(@"([\d.]+) +times real time")]
    private static partial Regex Factor();

    private sealed record Case(string Name, string Pipeline, params string[] Settings);

    private sealed record Prediction(double PeakBytes, double Factor, double TookSeconds);
}
