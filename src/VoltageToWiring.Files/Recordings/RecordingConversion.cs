using VoltageToWiring.Files.Recordings.Csv;
using VoltageToWiring.Files.Recordings.Logs;
using VoltageToWiring.Files.Recordings.Npz;
using VoltageToWiring.Files.Recordings.Nwb;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Writes a recording as another file. Nothing stands under its name until it is whole.</summary>
/// <param name="from">The recording.</param>
/// <param name="path">The file to be written; its name says the format. What is there is replaced.</param>
/// <param name="time">When it is written, for formats that say so.</param>
public sealed class RecordingConversion(IRecordingFile from, string path, TimeProvider time)
{
    // Large enough that a batch costs little, small enough that it stays in a cache.
    private const int SamplesInBatch = 1 << 17;

    private long _framesReached;

    /// <summary>The connections that were inferred, for formats that have room for them: NWB. Null for none.</summary>
    public InferredWiring? Wiring { get; init; }

    /// <summary>Where a movie that is written shows the traces; null for other formats.</summary>
    public RoiFile? Rois { get; init; }

    /// <summary>How much is written, 0 … 1. May be asked for from another thread.</summary>
    public double Fraction => Math.Min(1, (double)Volatile.Read(ref _framesReached) / Math.Max(1, from.Info.TotalFrames ?? 1));

    /// <summary>The recording that is written.</summary>
    public IRecordingFile From => from;

    /// <summary>When the recording began; now, where nobody knows.</summary>
    internal DateTimeOffset Started => from.Contents.Started ?? time.GetUtcNow();

    /// <summary>Now.</summary>
    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Writes it.</summary>
    /// <param name="cancellation">Ends the writing; nothing stays.</param>
    /// <exception cref="FileFormatException">The recording turns out to be broken.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        if (from.Info.Pixels is { } pixels)
            throw new FileFormatException(from.Path, $"a movie of {pixels}", "traces, which are made of a movie and its regions of interest");
        switch (RecordingFormats.ToWrite(path))
        {
            case RecordingFormat.Log: WriteLog(cancellation); break;
            case RecordingFormat.Npz: NpzWriter.Write(this, path, cancellation); break;
            case RecordingFormat.Csv: CsvWriter.Write(this, path, cancellation); break;
            case RecordingFormat.Nwb: NwbWriter.Write(this, path, cancellation); break;
            case RecordingFormat.Tiff: MovieWriter.Write(this, path, cancellation); break;
            case var other: throw new InvalidOperationException($"Nothing writes {other}.");
        }
    }

    /// <summary>All batches, counted.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    internal IEnumerable<RecordingBatch> Batches(CancellationToken cancellation)
    {
        foreach (RecordingBatch batch in from.Open(Math.Clamp(SamplesInBatch / from.Info.Targets, 1, SamplesInBatch)).Batches(cancellation))
        {
            yield return batch;
            Volatile.Write(ref _framesReached, batch.FirstFrame + batch.FrameCount);
        }
    }

    private void WriteLog(CancellationToken cancellation)
    {
        string beside = path + ".partial";
        File.Delete(beside);
        try
        {
            using (var log = new RecordingLog(beside, from.Info, time, Started))
            {
                foreach (RecordingBatch batch in Batches(cancellation))
                    log.Write(batch);
                log.Complete();
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
