using VoltageToWiring.Files.Recordings.Csv;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>
/// A movie: a page for each frame, of gray pixels of 8 or 16 bits, in strips or tiles. Spikes come from a table, <c>NAME.spikes.csv</c>, with
/// the columns <c>train</c> and <c>time_s</c>.
/// </summary>
internal static class TiffMovie
{
    /// <summary>Goes through the directories of all pages, and through no pixels.</summary>
    public static RowRecording Open(string path, ReadOptions options, CancellationToken cancellation)
    {
        using var file = new TiffBytes(path);
        var pages = new TiffPages(file);
        while (pages.MoveNext())
            cancellation.ThrowIfCancellationRequested();
        SampleClock? rate = TiffDescription.Rate(path, pages.Description, options.FrameRate);
        if (rate is null && !options.RateMayBeUnknown)
            throw new FileFormatException(path, "no frame rate", "a file that states it, or a frame rate that is given beside it");
        SampleClock clock = rate ?? new SampleClock(1);
        var info = new RecordingInfo
        {
            Name = Path.GetFileNameWithoutExtension(path),
            FrameClock = clock,
            SpikeClock = Rates.SpikesOf(clock),
            Sources = 0,
            Targets = pages.Layout.Size.Count,
            Pixels = pages.Layout.Size,
            SampleType = SampleType.UInt16,
            AmplitudeUnit = options.Unit ?? "counts",
            TrainsKnownBeforehand = true,
            TotalFrames = pages.Count,
        };
        string table = options.Spikes ?? CsvSpikes.FileBeside(path);
        SpikeEvent[] spikes = options.Spikes is not null || File.Exists(table) ? CsvSpikes.ReadTimes(table, info.SpikeClock) : [];
        info = info with { Sources = spikes.Length == 0 ? 0 : spikes.Max(spike => spike.Source) + 1 };
        var contents = new RecordingContents { Runs = [new FrameRun(0, pages.Count)], Spikes = spikes.Length, Movie = pages.Layout.Size, RateIsUnknown = rate is null };
        return new RowRecording(path, RecordingFormat.Tiff, VersionOf(file, pages.Layout), info, contents, SpikeChecks.Checked(table, info, spikes), () => new TiffPixels(path));
    }

    private static string VersionOf(TiffBytes file, TiffLayout layout) => FormattableString.Invariant(
        $"{(file.IsBig ? "BigTIFF" : "6.0")}, {(file.IsBigEndian ? "big" : "little")}-endian, {layout.Bits} bit, {layout.CompressionName}");
}
