using System.Globalization;
using System.Text.Json;
using HdrHistogram;
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

    /// <summary>The option that makes the program a process that sends to one.</summary>
    public const string SendOption = "--feed";

    private const string CountingWord = "counting";
    private const string ListeningWord = "listening";
    private const string BeginsWord = "begins";

    // The source sleeps on a thread of the pool, and every segment may work at once: nobody should wait for the pool to grow.
    private const int PoolThreads = 8;

    /// <summary>Does what the order in a folder says; the whole of a measuring process.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="input">Hears when a sender begins; the process ends with it.</param>
    /// <param name="output">Where it says that it listens, and that it counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task MeasureAsync(string folder, TimeProvider time, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        Prepare();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var begin = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        ListenBeside(input, begin, ended);
        CellOrder order = CellOrder.Read(folder);
        LoadSection load = order.ReadLoad();
        ResolvedPipeline pipeline = order.Resolve();
        await using CellMeasurement cell = load.Source == LoadSource.InProcess
            ? await CellMeasurement.PrepareAsync(pipeline, load, time, ended.Token).ConfigureAwait(false)
            : CellMeasurement.Of(pipeline, load, await AcceptAsync().ConfigureAwait(false), time);
        cell.Counting += () => Say(output, CountingWord, 0);
        CellTimes times = await cell.RunAsync(ended.Token).ConfigureAwait(false);
        foreach ((string name, HistogramBase counts) in cell.Histograms)
            HistogramFiles.Write(folder, name, counts);
        JsonFile.Write(CellOrder.TimesFile(folder), times);

        Task<SentFeed> AcceptAsync()
            => SentFeed.AcceptAsync(SentFeed.TransportOf(load.Source), port => Say(output, ListeningWord, port), begin.Task, time, ended.Token);
    }

    /// <summary>Sends what the order in a folder says to a measuring process; the whole of a sending process.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="port">Where the other one listens.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="input">The process ends with it.</param>
    /// <param name="output">Where it says when it begins.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task SendAsync(string folder, int port, TimeProvider time, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        Prepare();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ListenBeside(input, null, ended);
        await FeedSender.SendAsync(CellOrder.Read(folder), port, begin => Say(output, BeginsWord, begin), time, ended.Token).ConfigureAwait(false);
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
        using var measuring = new ChildProcess(program, ["study", Option, folder], cell.Load.Collector, cancellation);
        using var idle = new IdleLoop(time);
        await AttendAsync(program, measuring, folder, idle, cancellation).ConfigureAwait(false);
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

    /// <summary>Follows a measuring process to its end: starts a sender where it waits for one, and lets the idle loop count when it does.</summary>
    private static async Task AttendAsync(SelfProgram program, ChildProcess measuring, string folder, IdleLoop idle, CancellationToken cancellation)
    {
        ChildProcess? sending = null;
        try
        {
            while (await measuring.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith(ListeningWord, StringComparison.Ordinal))
                {
                    sending = new ChildProcess(program, ["study", SendOption, folder, "--port", line.Split(' ')[1]], CollectorMode.Workstation, cancellation);
                    if (await sending.ReadLineAsync().ConfigureAwait(false) is { } begins)
                        measuring.WriteLine(begins);
                    else
                        await sending.EndAsync().ConfigureAwait(false);
                }
                idle.Hears = line.StartsWith(CountingWord, StringComparison.Ordinal);
            }
            idle.Hears = false;
            await measuring.EndAsync().ConfigureAwait(false);
            if (sending is not null)
                await sending.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            sending?.Dispose();
        }
    }

    private static void Prepare()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreads), ports);
    }

    // A thread of its own: one of the pool would be missing where batches go from task to task.
    private static void ListenBeside(TextReader input, TaskCompletionSource<long>? begin, CancellationTokenSource ended)
        => new Thread(() => Listen(input, begin, ended)) { IsBackground = true, Name = "standard input" }.Start();

    private static void Say(TextWriter output, string word, long number)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word} {number}"));
        output.Flush();
    }

    // Whoever started this process has ended when there is nothing to read any more.
    private static void Listen(TextReader input, TaskCompletionSource<long>? begin, CancellationTokenSource ended)
    {
        while (input.ReadLine() is { } line)
        {
            if (line.StartsWith(BeginsWord, StringComparison.Ordinal))
                begin?.TrySetResult(long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }
        try
        {
            ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came to its own end first.
        }
    }
}
