using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>
/// A recording as two tables: <c>NAME.csv</c> with a row for each frame, and <c>NAME.spikes.csv</c> beside it with a row for each spike.
/// </summary>
/// <remarks>
/// <para>Traces have the columns <c>frame</c> and <c>time_s</c>, of which one is enough, and a column for each target under any name. Rows
/// ascend; frames that have none are missing. Cells that are empty or NaN are samples that failed. Spikes have the columns <c>train</c>, and
/// <c>time_s</c>, from the beginning of the first frame, or <c>tick</c>; without the file there are none.</para>
/// <para>Lines that begin with # stand first and say <c>key: value</c>: <c>frame_rate</c> and <c>spike_rate</c> in Hz, as numbers or ratios
/// such as 30000/1001, <c>unit</c>, <c>sources</c>, <c>total_frames</c>, <c>frames</c> and <c>spikes</c> (how many rows there are), <c>sample_type</c>, <c>name</c> and <c>started</c>. None is needed where
/// there is a column time_s; the unit is then V.</para>
/// </remarks>
internal static class CsvRecording
{
    public static RowRecording Open(string path, ReadOptions options, CancellationToken cancellation)
    {
        CsvHead head = CsvHead.Read(path);
        (SampleClock clock, IReadOnlyList<FrameRun> runs) = CsvFrames.Read(path, head, options, cancellation);
        long least = runs[^1].End;
        var info = new RecordingInfo
        {
            Name = head.Text("name") ?? Path.GetFileNameWithoutExtension(path),
            FrameClock = clock,
            SpikeClock = head.Rate("spike_rate") ?? Rates.SpikesOf(clock),
            Sources = 0,
            Targets = head.TargetColumns.Count,
            SampleType = SampleTypes.OfName(head.Text("sample_type")) ?? SampleType.Float64,
            AmplitudeUnit = options.Unit ?? head.Text("unit") ?? "V",
            TrainsKnownBeforehand = true,
            TotalFrames = Math.Max(least, head.Count("total_frames") ?? least),
        };
        string spikesFile = CsvSpikes.FileBeside(path);
        SpikeEvent[] spikes = CsvSpikes.Read(spikesFile, info.SpikeClock);
        info = info with { Sources = head.Count("sources") is { } sources ? checked((int)sources) : spikes.Length == 0 ? 0 : spikes.Max(spike => spike.Source) + 1 };
        CheckWhole(path, head, runs, spikesFile, spikes);
        var contents = new RecordingContents { Runs = runs, Spikes = spikes.Length, Started = Started(head) };
        return new RowRecording(
            path, RecordingFormat.Csv, "1", info, contents, SpikeChecks.Checked(spikesFile, info, spikes), () => new CsvRows(path, head));
    }

    // Tables end anywhere; those that say how long they are can be held to it.
    private static void CheckWhole(string path, CsvHead head, IReadOnlyList<FrameRun> runs, string spikesFile, SpikeEvent[] spikes)
    {
        long rows = runs.Sum(run => run.Count);
        if (head.Count("frames") is { } frames && (rows != frames || !EndsWithALine(path)))
            throw new FileFormatException(path, string.Create(CultureInfo.InvariantCulture, $"{rows} rows{(rows == frames ? ", the last one cut off" : "")}"), string.Create(CultureInfo.InvariantCulture, $"the {frames} whole ones that its line '# frames' states; the file is truncated"));
        if (head.Count("spikes") is { } stated && spikes.Length != stated)
            throw new FileFormatException(spikesFile, string.Create(CultureInfo.InvariantCulture, $"{(File.Exists(spikesFile) ? $"{spikes.Length}" : "no file, and so no")} spikes"), string.Create(CultureInfo.InvariantCulture, $"the {stated} that the line '# spikes' of the traces states"));
    }

    private static bool EndsWithALine(string path)
    {
        using FileStream file = File.OpenRead(path);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private static DateTimeOffset? Started(CsvHead head)
        => DateTimeOffset.TryParse(head.Text("started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset started) ? started : null;
}
