using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using MessagePack;
using Microsoft.Win32.SafeHandles;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>Writes a log, see <see cref="LogFormat"/>. One thread at a time.</summary>
public sealed class RecordingLog : IDisposable
{
    private static readonly TimeSpan BetweenSyncs = TimeSpan.FromSeconds(1);

    private readonly ArrayBufferWriter<byte> _contents = new(1 << 16);
    private readonly byte[] _head = new byte[LogFormat.RecordHeadBytes];
    private readonly ReadOnlyMemory<byte>[] _record = new ReadOnlyMemory<byte>[2];
    private readonly FrameRuns _runs = new();
    private readonly RecordingInfo _info;
    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;
    private int[] _sources = [];
    private long[] _ticks = [];
    private long _at;
    private long _synced;
    private long _reached;

    /// <summary>Starts a log.</summary>
    /// <param name="path">The file; must not exist.</param>
    /// <param name="info">The recording.</param>
    /// <param name="time">When it begins, and when what was written is handed to the disk.</param>
    /// <param name="started">When the recording began, if not now.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RecordingLog(string path, RecordingInfo info, TimeProvider time, DateTimeOffset? started = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);
        Path = path;
        _info = info;
        _time = time;
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(_file, LogFormat.Magic, 0);
        _at = LogFormat.Magic.Length;
        WriteHeader(started ?? time.GetUtcNow());
        RandomAccess.FlushToDisk(_file);
        _synced = time.GetTimestamp();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Frames written so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Spikes written so far.</summary>
    public long Spikes { get; private set; }

    /// <summary>
    /// Appends a batch. When this returns, the batch outlives the program; about a second later it outlives the machine.
    /// </summary>
    /// <param name="batch">The batch; stays the caller's.</param>
    /// <exception cref="IOException">It cannot be written; all batches before it can be read.</exception>
    public void Write(RecordingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var writer = new MessagePackWriter(_contents);
        writer.WriteArrayHeader(7);
        writer.Write(LogFormat.BatchRecord);
        writer.Write(batch.FirstFrame);
        writer.Write(batch.FrameCount);
        writer.Write(batch.SpikesCompleteThroughFrame);
        writer.Write(_info.SampleType == SampleType.Float64 ? MemoryMarshal.AsBytes(batch.Float64) : MemoryMarshal.AsBytes(batch.Float32));
        WriteSpikes(ref writer, batch.Spikes.Spikes);
        writer.Flush();
        Append();
        Frames += batch.FrameCount;
        Spikes += batch.Spikes.Count;
        _runs.Add(batch.FirstFrame, batch.FrameCount);
        _reached = Math.Max(_reached, batch.FirstFrame + batch.FrameCount);
        Sync();
    }

    /// <summary>Closes the log: it is whole.</summary>
    public void Complete()
    {
        long end = _at;
        var writer = new MessagePackWriter(_contents);
        writer.WriteArrayHeader(2);
        writer.Write(LogFormat.EndRecord);
        writer.WriteMapHeader(3);
        writer.Write("spikes");
        writer.Write(Spikes);
        writer.Write("total_frames");
        writer.Write(_reached);
        writer.Write("runs");
        writer.WriteArrayHeader(_runs.Runs.Count);
        foreach (FrameRun run in _runs.Runs)
        {
            writer.WriteArrayHeader(2);
            writer.Write(run.First);
            writer.Write(run.Count);
        }
        writer.Flush();
        Append();
        Span<byte> trailer = stackalloc byte[LogFormat.TrailerBytes];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, end);
        LogFormat.EndMagic.CopyTo(trailer[8..]);
        RandomAccess.Write(_file, trailer, _at);
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>Lets go of the file. Where it was not completed it says so to whoever reads it.</summary>
    public void Dispose() => _file.Dispose();

    private void WriteHeader(DateTimeOffset started)
    {
        var writer = new MessagePackWriter(_contents);
        writer.WriteArrayHeader(2);
        writer.Write(LogFormat.HeaderRecord);
        writer.WriteMapHeader(9);
        writer.Write("version");
        writer.Write(LogFormat.Version);
        writer.Write("name");
        writer.Write(_info.Name);
        WriteRate(ref writer, "frame_rate", _info.FrameClock);
        WriteRate(ref writer, "spike_rate", _info.SpikeClock);
        writer.Write("sources");
        writer.Write(_info.Sources);
        writer.Write("targets");
        writer.Write(_info.Targets);
        writer.Write("sample_type");
        writer.Write(SampleTypes.NameOf(_info.SampleType));
        writer.Write("unit");
        writer.Write(_info.AmplitudeUnit);
        writer.Write("started");
        writer.Write(started.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        writer.Flush();
        Append();
    }

    private static void WriteRate(ref MessagePackWriter writer, string key, SampleClock clock)
    {
        writer.Write(key);
        writer.WriteArrayHeader(2);
        writer.Write(clock.RateNumerator);
        writer.Write(clock.RateDenominator);
    }

    private void WriteSpikes(ref MessagePackWriter writer, ReadOnlySpan<SpikeEvent> spikes)
    {
        if (_sources.Length < spikes.Length)
        {
            _sources = new int[2 * spikes.Length];
            _ticks = new long[2 * spikes.Length];
        }
        for (int i = 0; i < spikes.Length; i++)
            (_sources[i], _ticks[i]) = (spikes[i].Source, spikes[i].Tick);
        writer.Write(MemoryMarshal.AsBytes(_sources.AsSpan(0, spikes.Length)));
        writer.Write(MemoryMarshal.AsBytes(_ticks.AsSpan(0, spikes.Length)));
    }

    // One call to the system for each record: a program that dies between two calls leaves whole records.
    private void Append()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_head, _contents.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(_head.AsSpan(4), Crc32.HashToUInt32(_contents.WrittenSpan));
        (_record[0], _record[1]) = (_head, _contents.WrittenMemory);
        RandomAccess.Write(_file, _record, _at);
        _at += _head.Length + _contents.WrittenCount;
        _contents.ResetWrittenCount();
    }

    private void Sync()
    {
        if (_time.GetElapsedTime(_synced) < BetweenSyncs)
            return;
        RandomAccess.FlushToDisk(_file);
        _synced = _time.GetTimestamp();
    }
}
