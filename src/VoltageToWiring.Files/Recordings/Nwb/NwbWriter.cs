using PureHDF;
using PureHDF.Selections;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// Writes a recording as NWB 2: samples as the series <c>acquisition/voltage_imaging</c>, spikes as the table <c>units</c>, what NWB has no
/// field for as <c>processing/voltage_to_wiring/recording</c>, and connections as <c>processing/voltage_to_wiring/inferred_wiring</c>.
/// </summary>
/// <remarks>
/// The library wants to know all lengths before it writes the first byte, which a file that is read can tell. Samples go out batch by batch,
/// in one piece and uncompressed: the library keeps all chunks in memory until the end, and noise in single precision hardly shrinks.
/// </remarks>
internal static class NwbWriter
{
    public static void Write(RecordingConversion conversion, string path, CancellationToken cancellation)
    {
        if (conversion.From.Contents.Frames == 0)
            throw new FileFormatException(conversion.From.Path, "no frames", "a frame at least, for NWB");
        if (conversion.From.Info.SampleType == SampleType.Float64)
            Write<double>(conversion, path, batch => batch.Float64, cancellation);
        else
            Write<float>(conversion, path, batch => batch.Float32, cancellation);
    }

    private delegate Span<T> SamplesOf<T>(RecordingBatch batch);

    private static void Write<T>(RecordingConversion conversion, string path, SamplesOf<T> samplesOf, CancellationToken cancellation)
    {
        RecordingInfo info = conversion.From.Info;
        var rows = (ulong)conversion.From.Contents.Frames;
        var data = new H5Dataset<T[]>([rows, (ulong)info.Targets]);
        H5Dataset<double[]>? times = conversion.From.Contents.Runs.Count > 1 ? new H5Dataset<double[]>([rows]) : null;
        H5File content = Content(conversion, NwbTimeSeries.Of(conversion, data, times), cancellation);
        using var file = new UnfinishedFile(path);
        using (H5NativeWriter writer = content.BeginWrite(file.Stream))
        {
            ulong row = 0;
            foreach (RecordingBatch batch in conversion.Batches(cancellation).Where(batch => batch.FrameCount > 0))
            {
                var count = (ulong)batch.FrameCount;
                writer.Write(data, samplesOf(batch).ToArray(), fileSelection: new HyperslabSelection(2, [row, 0], [count, (ulong)info.Targets]));
                if (times is not null)
                    writer.Write(times, NwbTimeSeries.TimesOf(info, batch), fileSelection: new HyperslabSelection(row, count));
                row += count;
            }
        }
        file.Finish();
    }

    private static H5File Content(RecordingConversion conversion, Func<NwbTree, H5Group> series, CancellationToken cancellation)
    {
        RecordingInfo info = conversion.From.Info;
        var session = new NwbSession(info.Name, conversion.Started, conversion.Now);
        var tree = new NwbTree(new NwbIds($"{info.Name} {session.StartedText} {info.TotalFrames}"));
        H5File file = session.FileOf(tree, new H5Group { ["voltage_imaging"] = series(tree) }, NwbModule.Of(tree, conversion));
        if (info.Sources > 0)
            file["units"] = NwbUnitsTable.Of(tree, info, conversion.From.ReadSpikes(cancellation));
        return file;
    }
}
