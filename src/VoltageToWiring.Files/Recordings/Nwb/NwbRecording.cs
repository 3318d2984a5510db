using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// A recording in an NWB 2 file: the samples of one series times its conversion plus its offset, and the spike times of the table units.
/// Samples are read chunk by chunk; spikes are held in memory.
/// </summary>
internal static class NwbRecording
{
    public const string OurSeries = "acquisition/voltage_imaging";

    public static RowRecording Open(string path, ReadOptions options, CancellationToken cancellation)
    {
        Hdf5Guard.RequireWhole(path);
        NativeFile file = Hdf5Guard.Guard(path, () => H5File.OpenRead(path));
        try
        {
            return Hdf5Guard.Guard(path, () => Open(path, file, options, cancellation));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static RowRecording Open(string path, NativeFile file, ReadOptions options, CancellationToken cancellation)
    {
        string version = NwbObjects.TextOf(file, "nwb_version")
            ?? throw new FileFormatException(path, "HDF5 without the attribute nwb_version", "an NWB 2 file");
        if (!version.StartsWith("2.", StringComparison.Ordinal))
            throw new FileFormatException(path, $"NWB {version}", "NWB 2");
        NwbSeries series = NwbSeries.Find(path, file, options.Series, out string? note);
        string called = $"{path}, {series.Path}/data";
        NativeDataset data = series.Data;
        (long rows, int targets) = data.Space.Dimensions switch
        {
            [> 0 and var frames] => ((long)frames, 1),
            [> 0 and var frames, > 0 and <= int.MaxValue and var neurons] => ((long)frames, (int)neurons),
            var shape => throw new FileFormatException(called, $"samples of shape ({string.Join(", ", shape)})", "frames × targets, at least one of each"),
        };
        Scale scale = ScaleOf(called, data);
        SampleType sampleType = Hdf5Numbers.Of(called, data.Type).FitSingle ? SampleType.Float32 : SampleType.Float64;
        NwbClocks? clocks = NwbClocks.Read(path, file, series);
        NwbTimes times = NwbTimes.Read(path, series, rows, options, clocks?.FrameClock, cancellation);
        IReadOnlyList<FrameRun> runs = clocks is { FirstFrame: > 0 and var first } ? [.. times.Runs.Select(run => run with { First = run.First + first })] : times.Runs;
        times = times with { Runs = runs, StartSeconds = times.StartSeconds - times.Clock.TimeSeconds(clocks?.FirstFrame ?? 0) };
        long total = Math.Max(runs[^1].End, clocks?.TotalFrames ?? 0);
        NwbUnits units = NwbUnits.Read(path, file, times, times.StartSeconds + times.Clock.TimeSeconds(total), clocks?.SpikeClock, options);
        var info = new RecordingInfo
        {
            Name = Path.GetFileNameWithoutExtension(path),
            FrameClock = times.Clock,
            SpikeClock = units.Clock,
            Sources = units.Sources,
            Targets = targets,
            SampleType = sampleType,
            AmplitudeUnit = options.Unit ?? UnitOf(data),
            TrainsKnownBeforehand = true,
            TotalFrames = total,
        };
        var contents = new RecordingContents { Runs = runs, Spikes = units.Spikes.Length, Started = Started(file), Note = Note(note, units.LeftOut) };
        return new RowRecording(
            path, RecordingFormat.Nwb, version, info, contents, SpikeChecks.Checked($"{path}, units/spike_times", info, units.Spikes),
            () => new Hdf5Rows(called, data, scale), file);
    }

    private static Scale ScaleOf(string called, NativeDataset data) => new(
        NwbObjects.NumberOf(called, data, "conversion")?.Value ?? 1, NwbObjects.NumberOf(called, data, "offset")?.Value ?? 0);

    private static string UnitOf(NativeDataset data) => NwbObjects.TextOf(data, "unit") switch
    {
        "volts" or "volt" or "Volts" or "Volt" or "V" => "V",
        null or "" => "a.u.",
        var other => other,
    };

    private static DateTimeOffset? Started(NativeFile file)
        => file.LinkExists("session_start_time") && file.Dataset("session_start_time") is { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } text
            && DateTimeOffset.TryParse(text.Read<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset started) ? started : null;

    private static string? Note(string? series, long leftOut) => (series, leftOut) switch
    {
        (_, 0) => series,
        (null, _) => LeftOut(leftOut),
        _ => $"{series} {LeftOut(leftOut)}",
    };

    private static string LeftOut(long spikes) => string.Create(CultureInfo.InvariantCulture, $"{spikes} spikes outside of the samples' time are left out.");
}
