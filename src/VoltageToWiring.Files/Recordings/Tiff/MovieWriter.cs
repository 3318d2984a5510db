using System.Globalization;
using System.Text;
using VoltageToWiring.Files.Recordings.Csv;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>
/// Makes a movie of a recording, for tests and mock rigs: every pixel of a region shows its trace, from 1000 counts for the least sample of the
/// recording to 61,000 for the largest; other pixels show 500. Spikes go into a table beside it.
/// </summary>
internal static class MovieWriter
{
    private const ushort Dark = 500;
    private const int BatchFrames = 1024;
    private const double Least = 1000, Range = 60_000;

    public static void Write(RecordingConversion conversion, string path, CancellationToken cancellation)
    {
        RecordingInfo info = conversion.From.Info;
        if (conversion.From.Contents.Frames == 0)
            throw new FileFormatException(conversion.From.Path, "no frames", "a frame at least, for a movie");
        IReadOnlyList<Footprint> regions = Regions(conversion, path, out FrameSize size);
        long frames = info.TotalFrames ?? 0;
        if (conversion.From.Contents.Frames != frames)
            throw new FileFormatException(conversion.From.Path, "missing frames", "a recording without gaps for a movie, which has no room for them");
        (double low, double high) = Extent(conversion, cancellation);
        double scale = high > low ? Range / (high - low) : 0;
        using var movie = new UnfinishedFile(path);
        using var spikes = new UnfinishedFile(CsvSpikes.FileBeside(path));
        var writer = new TiffWriter(movie.Stream, size, frames, info.FrameClock);
        var pixels = new ushort[size.Count];
        Array.Fill(pixels, Dark);
        foreach (RecordingBatch batch in conversion.Batches(cancellation))
        {
            for (int frame = 0; frame < batch.FrameCount; frame++)
            {
                for (int n = 0; n < regions.Count; n++)
                    Paint(pixels, regions[n], (ushort)Math.Round(Least + scale * (Sample(batch, frame * info.Targets + n) - low)));
                writer.Write(pixels);
            }
        }
        WriteSpikes(spikes.Stream, conversion, cancellation);
        spikes.Finish();
        movie.Finish();
    }

    private static IReadOnlyList<Footprint> Regions(RecordingConversion conversion, string path, out FrameSize size)
    {
        RoiFile rois = conversion.Rois ?? throw new FileFormatException(path, "no regions of interest", "a movie with regions to show the traces in");
        int targets = conversion.From.Info.Targets;
        if (rois.Count != targets)
            throw new FileFormatException(rois.FilePath, FormattableString.Invariant($"{rois.Count} regions"), FormattableString.Invariant($"the {targets} targets of the recording"));
        size = rois.Size;
        IReadOnlyList<Footprint> regions = rois.For(size);
        return regions.SelectMany(region => region.Pixels).Distinct().Count() == regions.Sum(region => region.Pixels.Length)
            ? regions
            : throw new FileFormatException(rois.FilePath, "regions that overlap", "regions apart from each other for a movie that is written");
    }

    private static void Paint(Span<ushort> pixels, Footprint region, ushort count)
    {
        foreach (int pixel in region.Pixels)
            pixels[pixel] = count;
    }

    private static double Sample(RecordingBatch batch, int at) => batch.SampleType == SampleType.Float64 ? batch.Float64[at] : batch.Float32[at];

    private static (double Low, double High) Extent(RecordingConversion conversion, CancellationToken cancellation)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (RecordingBatch batch in conversion.From.Open(BatchFrames).Batches(cancellation))
        {
            for (int at = 0; at < batch.FrameCount * batch.Targets; at++)
            {
                double sample = Sample(batch, at);
                if (!double.IsFinite(sample))
                    throw new FileFormatException(conversion.From.Path, FormattableString.Invariant($"a sample that failed in frame {batch.FirstFrame + at / batch.Targets}"), "finite samples for a movie");
                (low, high) = (Math.Min(low, sample), Math.Max(high, sample));
            }
        }
        return (low, high);
    }

    // Times alone: a movie has no spike clock.
    private static void WriteSpikes(Stream stream, RecordingConversion conversion, CancellationToken cancellation)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write("train,time_s\n");
        foreach (SpikeEvent spike in conversion.From.ReadSpikes(cancellation))
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{spike.Source},{conversion.From.Info.SpikeClock.TimeSeconds(spike.Tick)}\n"));
    }
}
