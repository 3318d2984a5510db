using System.Globalization;
using System.Runtime.InteropServices;
using MessagePack;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>Reads batches out of records.</summary>
internal static class LogBatch
{
    private const string Allowed = "batches as this log's header says";

    /// <summary>Reads one.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="info">The recording.</param>
    /// <param name="contents">Contents of the record.</param>
    /// <param name="batch">What is filled.</param>
    /// <returns>False where the record is no batch.</returns>
    public static bool TryRead(string path, RecordingInfo info, ReadOnlyMemory<byte> contents, RecordingBatch batch)
    {
        try
        {
            var reader = new MessagePackReader(contents);
            if (reader.ReadArrayHeader() < 7 || reader.ReadInt32() != LogFormat.BatchRecord)
                return false;
            long first = reader.ReadInt64();
            int frames = reader.ReadInt32();
            long complete = reader.ReadInt64();
            if (first < 0 || frames < 0 || complete < 0)
                throw new FileFormatException(path, string.Create(CultureInfo.InvariantCulture, $"{frames} frames from {first} on"), Allowed);
            int sampleBytes = info.SampleType == SampleType.Float64 ? sizeof(double) : sizeof(float);
            ReadOnlySpan<byte> samples = Bytes(ref reader);
            if (samples.Length != (long)frames * info.Targets * sampleBytes)
                throw new FileFormatException($"{path}, frame {first}", $"{samples.Length} bytes of samples", $"{(long)frames * info.Targets * sampleBytes} for {frames} frames of {info.Targets} targets");
            batch.Reset(first, frames, info.Targets, info.SampleType);
            batch.SpikesCompleteThroughFrame = complete;
            samples.CopyTo(info.SampleType == SampleType.Float64 ? MemoryMarshal.AsBytes(batch.Float64) : MemoryMarshal.AsBytes(batch.Float32));
            ReadSpikes(path, info, ref reader, batch);
            return true;
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException or InvalidOperationException or OverflowException)
        {
            throw new FileFormatException(path, "a record that is not MessagePack as it should be", Allowed);
        }
    }

    private static void ReadSpikes(string path, RecordingInfo info, ref MessagePackReader reader, RecordingBatch batch)
    {
        ReadOnlySpan<byte> sources = Bytes(ref reader), ticks = Bytes(ref reader);
        int count = sources.Length / sizeof(int);
        if (sources.Length != count * sizeof(int) || ticks.Length != count * sizeof(long))
            throw new FileFormatException($"{path}, frame {batch.FirstFrame}", $"{ticks.Length} bytes of ticks for {sources.Length} of sources", "8 for every 4");
        for (int i = 0; i < count; i++)
        {
            var spike = new SpikeEvent(MemoryMarshal.Read<int>(sources[(i * sizeof(int))..]), MemoryMarshal.Read<long>(ticks[(i * sizeof(long))..]));
            if ((uint)spike.Source >= (uint)info.Sources || spike.Tick < 0)
                throw new FileFormatException($"{path}, frame {batch.FirstFrame}", $"a spike of source {spike.Source} at tick {spike.Tick}", $"sources 0 to {info.Sources - 1}, ticks from 0 on");
            batch.Spikes.Add(spike);
        }
    }

    // Contents are one piece of memory, so that bin is, too.
    private static ReadOnlySpan<byte> Bytes(ref MessagePackReader reader)
        => reader.ReadBytes() is { } bytes ? bytes.FirstSpan : [];
}
