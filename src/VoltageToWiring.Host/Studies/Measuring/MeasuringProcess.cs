using HdrHistogram;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>How the program starts itself again.</summary>
/// <param name="File">The file to execute.</param>
/// <param name="Arguments">What comes before its own arguments.</param>
public sealed record SelfProgram(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that is running.</summary>
    public static SelfProgram Running { get; } = Of(Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]);

    // Started as dotnet v2w.dll, the process is dotnet.
    private static SelfProgram Of(string process, string first)
        => Path.GetFileNameWithoutExtension(process) == "dotnet" && first.EndsWith(".dll", StringComparison.Ordinal) ? new(process, [first]) : new(process, []);
}

/// <summary>
/// A run of a cell in a process of its own: nothing that earlier cells left, and the garbage collector of its choice. Both sides are here. The
/// process says on its standard output when it counts, and ends when its standard input does.
/// </summary>
public static class MeasuringProcess
{
    /// <summary>The option that makes the program a measuring process.</summary>
    public const string Option = "--measure";

    private const string CountingWord = "counting";

    // The source sleeps on a thread of the pool, and every segment may work at once: nobody should wait for the pool to grow.
    private const int PoolThreads = 8;

    /// <summary>Does what the order in a folder says; the whole of a measuring process.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="output">Where it says that it counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task MeasureAsync(string folder, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreads), ports);
        CellOrder order = CellOrder.Read(folder);
        using CellMeasurement cell = await CellMeasurement.PrepareAsync(order.Resolve(), order.ReadLoad(), time, cancellation).ConfigureAwait(false);
        cell.Counting += () =>
        {
            output.WriteLine(CountingWord);
            output.Flush();
        };
        CellTimes times = await cell.RunAsync(cancellation).ConfigureAwait(false);
        foreach ((string name, HistogramBase counts) in cell.Histograms)
            HistogramFiles.Write(folder, name, counts);
        JsonFile.Write(CellOrder.TimesFile(folder), times);
    }

    /// <summary>Runs a cell in a process of its own, with an idle loop in this one.</summary>
    /// <param name="program">The program to start.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="folder">The folder for its files.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="PipelineException">The process failed; its own words are in the message.</exception>
    public static async Task<CellTimes> RunAsync(SelfProgram program, StudyCell cell, string folder, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(cell);
        CellOrder.Write(folder, cell);
        using var process = new Process { StartInfo = StartOf(program, folder, cell.Load.Collector) };
        process.Start();
        await using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill());
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var idle = new IdleLoop(time);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            idle.Hears = line == CountingWord;
        idle.Hears = false;
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new PipelineException(Words(await errors.ConfigureAwait(false), process.ExitCode));
        LatencyHistogram late = idle.End();
        HistogramFiles.Write(folder, "idle", late.Counts);
        CellTimes times = Read(folder)! with { Idle = LatencyFigures.Of(late.Counts) };
        JsonFile.Write(CellOrder.TimesFile(folder), times);
        return times;
    }

    /// <summary>Reads what a run measured; null where it did not end.</summary>
    /// <param name="folder">The folder of the run.</param>
    public static CellTimes? Read(string folder)
        => File.Exists(CellOrder.TimesFile(folder))
            ? JsonSerializer.Deserialize<CellTimes>(File.ReadAllText(CellOrder.TimesFile(folder)), ResultsJson.Format)
            : null;

    private static ProcessStartInfo StartOf(SelfProgram program, string folder, CollectorMode collector)
    {
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, "study", Option, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = collector == CollectorMode.Server ? "1" : "0";
        start.Environment["DOTNET_gcConcurrent"] = collector == CollectorMode.Concurrent ? "1" : "0";
        return start;
    }

    private static string Words(string errors, int exitCode)
        => errors.Trim() is { Length: > 0 } said ? said : string.Create(CultureInfo.InvariantCulture, $"The measuring process ended with code {exitCode}.");
}
