using System.Buffers.Binary;
using System.Globalization;
using MessagePack;
using Microsoft.Win32.SafeHandles;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>A log that is read: closed, or cut off by a crash, or still being written.</summary>
public sealed class LogFile : IRecordingFile
{
    private readonly SafeFileHandle _file;
    private readonly long _batches;
    private long _end;

    /// <summary>Opens a log. One that was not closed is gone through once, to find its last whole batch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What it does not say of itself; null for nothing.</param>
    /// <param name="cancellation">Ends the going through.</param>
    /// <exception cref="FileFormatException">It is no log, or its header is broken.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public LogFile(string path, ReadOptions? options = null, CancellationToken cancellation = default)
    {
        Path = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            long length = RandomAccess.GetLength(_file);
            var records = new LogRecords(_file, length);
            if (!records.TryRead())
                throw new FileFormatException(path, $"a log that ends before its header does ({length} bytes)", "a log with its header");
            LogHeader header = LogHeader.Read(path, records.Contents);
            _batches = records.Position;
            (LogTotals totals, string? note) = ClosedTotals(length) is { } closed ? (closed, null) : Counted(header.Info, records, length, cancellation);
            options?.RateOf($"{path}, header", header.Info.FrameClock);
            Info = header.Info with { TotalFrames = totals.TotalFrames, AmplitudeUnit = options?.Unit ?? header.Info.AmplitudeUnit };
            Contents = new RecordingContents { Runs = totals.Runs, Spikes = totals.Spikes, Started = header.Started, Note = note };
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public RecordingFormat Format => RecordingFormat.Log;

    /// <inheritdoc/>
    public string Version => LogFormat.Version.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public RecordingInfo Info { get; }

    /// <inheritdoc/>
    public RecordingContents Contents { get; }

    /// <inheritdoc/>
    public ISource<RecordingBatch> Open(int batchFrames) => new LogSource(Path, Info, Records());

    /// <inheritdoc/>
    public SpikeEvent[] ReadSpikes(CancellationToken cancellation = default)
    {
        var spikes = new List<SpikeEvent>(checked((int)Contents.Spikes));
        foreach (RecordingBatch batch in Open(1).Batches(cancellation))
            spikes.AddRange(batch.Spikes.Spikes);
        return SpikeOrder.Sorted([.. spikes]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private LogRecords Records()
    {
        var records = new LogRecords(_file, _end);
        records.Seek(_batches);
        return records;
    }

    private LogTotals? ClosedTotals(long length)
    {
        Span<byte> trailer = stackalloc byte[LogFormat.TrailerBytes];
        if (length < _batches + trailer.Length || RandomAccess.Read(_file, trailer, length - trailer.Length) < trailer.Length)
            return null;
        if (!trailer[8..].SequenceEqual(LogFormat.EndMagic))
            return null;
        _end = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var records = new LogRecords(_file, length - trailer.Length);
        records.Seek(_end);
        return _end >= _batches && records.TryRead() ? LogTotals.Read(records.Contents) : null;
    }

    private (LogTotals Totals, string Note) Counted(RecordingInfo info, LogRecords records, long length, CancellationToken cancellation)
    {
        var runs = new FrameRuns();
        var batch = new RecordingBatch();
        long spikes = 0, reached = 0;
        _end = records.Position;
        while (records.TryRead() && LogBatch.TryRead(Path, info, records.Contents, batch))
        {
            cancellation.ThrowIfCancellationRequested();
            runs.Add(batch.FirstFrame, batch.FrameCount);
            reached = Math.Max(reached, batch.FirstFrame + batch.FrameCount);
            spikes += batch.Spikes.Count;
            _end = records.Position;
        }
        long frames = runs.Runs.Sum(run => run.Count);
        return (new LogTotals(reached, spikes, runs.Runs), string.Create(
            CultureInfo.InvariantCulture,
            $"The log was not closed: {frames} frames are whole, and {length - _end} bytes after them are not used."));
    }
}

/// <summary>What a closed log says of itself at its end.</summary>
/// <param name="TotalFrames">Length of the recording.</param>
/// <param name="Spikes">How many spikes there are.</param>
/// <param name="Runs">The frames that are there.</param>
internal sealed record LogTotals(long TotalFrames, long Spikes, IReadOnlyList<FrameRun> Runs)
{
    /// <summary>Reads them; null where the record is something else.</summary>
    public static LogTotals? Read(ReadOnlyMemory<byte> contents)
    {
        try
        {
            var reader = new MessagePackReader(contents);
            if (reader.ReadArrayHeader() < 2 || reader.ReadInt32() != LogFormat.EndRecord)
                return null;
            long total = 0, spikes = 0;
            IReadOnlyList<FrameRun> runs = [];
            int keys = reader.ReadMapHeader();
            for (int i = 0; i < keys; i++)
            {
                switch (reader.ReadString())
                {
                    case "total_frames": total = reader.ReadInt64(); break;
                    case "spikes": spikes = reader.ReadInt64(); break;
                    case "runs": runs = ReadRuns(ref reader); break;
                    default: reader.Skip(); break;
                }
            }
            return new LogTotals(total, spikes, runs);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static List<FrameRun> ReadRuns(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        var runs = new List<FrameRun>();
        for (int i = 0; i < count; i++)
        {
            if (reader.ReadArrayHeader() != 2)
                throw new MessagePackSerializationException("A run has two numbers.");
            runs.Add(new FrameRun(reader.ReadInt64(), reader.ReadInt64()));
        }
        return runs;
    }
}
