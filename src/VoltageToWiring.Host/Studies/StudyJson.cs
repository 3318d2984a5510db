using System.Text.Json;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>What a study found: the file <c>study.json</c>.</summary>
public sealed record StudyJson
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "study.json";

    /// <summary>Version of the format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name of the study.</summary>
    public required string Study { get; init; }

    /// <summary>The program.</summary>
    public required string Version { get; init; }

    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>How it ended: completed, cancelled, or with failed cells; unfinished while it runs.</summary>
    public required string Ending { get; init; }

    /// <summary>Wall time of all of it, s.</summary>
    public required double WallS { get; init; }

    /// <summary>The study as written.</summary>
    public required string Text { get; init; }

    /// <summary>The keys that vary, from the slowest to the fastest.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>The cells that were run.</summary>
    public required IReadOnlyList<MeasuredCell> Cells { get; init; }

    /// <summary>The searches that were made.</summary>
    public required IReadOnlyList<FoundCapacity> Capacity { get; init; }

    /// <summary>Reads the file in a folder; null where there is none.</summary>
    /// <param name="folder">The folder of a study.</param>
    public static StudyJson? Read(string folder)
        => Path.Combine(folder, FileName) is var file && File.Exists(file)
            ? JsonSerializer.Deserialize<StudyJson>(File.ReadAllText(file), ResultsJson.Format)
            : null;

    /// <summary>Writes it into a folder.</summary>
    /// <param name="folder">The folder.</param>
    public void Write(string folder) => JsonFile.Write(Path.Combine(folder, FileName), this);
}

/// <summary>A cell and what was measured.</summary>
/// <param name="Number">Its place among the cells, from 1.</param>
/// <param name="Values">The values of the keys that vary.</param>
/// <param name="Description">The same for a reader.</param>
/// <param name="Workload">What it processed.</param>
/// <param name="Runs">Each repeat.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
public sealed record MeasuredCell(
    int Number, IReadOnlyList<string> Values, string Description, Workload Workload, IReadOnlyList<MeasuredRun> Runs, string? Fault);

/// <summary>What a cell processed.</summary>
/// <param name="Trains">Presynaptic trains.</param>
/// <param name="Targets">Postsynaptic neurons.</param>
/// <param name="FrameRateHz">Frames in a second.</param>
/// <param name="BatchS">Length of a batch, s.</param>
/// <param name="ReportS">Time from one report to the next, s.</param>
/// <param name="Workers">Threads that share the work.</param>
public sealed record Workload(int Trains, int Targets, double FrameRateHz, double BatchS, double ReportS, int Workers);

/// <summary>A run of a cell.</summary>
/// <param name="Folder">Its folder, relative to that of the study.</param>
/// <param name="Times">What was measured, but for what it looked like from moment to moment, which stands in its own folder.</param>
public sealed record MeasuredRun(string Folder, CellTimes Times);

/// <summary>The result of a search.</summary>
/// <param name="Largest">The key.</param>
/// <param name="Unit">What its values count.</param>
/// <param name="Deadline">The deadline, as written.</param>
/// <param name="DeadlineS">The same, s; null where it depends on the value.</param>
/// <param name="Percentile">Of 100 estimates, how many keep it.</param>
/// <param name="Found">The largest value that keeps it; null where not even the smallest does.</param>
/// <param name="IsAtEnd">Whether it is the largest that was to be tried.</param>
/// <param name="Bottleneck">What gives way first beyond it, in words; empty where nothing did.</param>
/// <param name="Trials">Every trial, in its turn.</param>
public sealed record FoundCapacity(
    string Largest, string Unit, string Deadline, double? DeadlineS, double Percentile, int? Found, bool IsAtEnd, string Bottleneck,
    IReadOnlyList<CapacityTrial> Trials)
{
    /// <summary>Whether the search came to its end; where it did not, nothing was found.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>A trial of a search.</summary>
/// <param name="Value">The value.</param>
/// <param name="Keeps">Whether it kept the deadline.</param>
/// <param name="LatencyS">The latency at the percentile, s.</param>
/// <param name="DeadlineS">What it was held against, s.</param>
/// <param name="RealTimeFactor">Seconds of recording in a second.</param>
/// <param name="Folder">The folder of the run, relative to that of the study; null where it could not run.</param>
/// <param name="Fault">Why it could not run; null where it could.</param>
public sealed record CapacityTrial(int Value, bool Keeps, double LatencyS, double DeadlineS, double RealTimeFactor, string? Folder, string? Fault)
{
    /// <summary>Whether the deadline was missed while an idle loop beside it was late as well; such a trial is run again.</summary>
    public bool IsDisturbed { get; init; }
}
