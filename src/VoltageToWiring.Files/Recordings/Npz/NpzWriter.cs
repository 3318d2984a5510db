using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Writes a recording as npz, see <see cref="NpzRecording"/>; uncompressed, as <c>numpy.savez</c> does.</summary>
internal static class NpzWriter
{
    // The dates of entries say nothing, and must not make two files differ.
    private static readonly DateTimeOffset NoDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int Together = 1 << 14;

    public static void Write(RecordingConversion conversion, string path, CancellationToken cancellation)
    {
        RecordingInfo info = conversion.From.Info;
        using var file = new UnfinishedFile(path);
        using (var archive = new ZipArchive(file.Stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Text(archive, "format", "v2w recording 1");
            Text(archive, "name", info.Name);
            Text(archive, "unit", info.AmplitudeUnit);
            Text(archive, "started", conversion.Started.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
            Integers(archive, "frame_rate", [2], [info.FrameClock.RateNumerator, info.FrameClock.RateDenominator]);
            Integers(archive, "spike_rate", [2], [info.SpikeClock.RateNumerator, info.SpikeClock.RateDenominator]);
            Integers(archive, "sources", [], [info.Sources]);
            Integers(archive, "total_frames", [], [info.TotalFrames ?? 0]);
            Spikes(archive, conversion.From.ReadSpikes(cancellation));
            Frames(archive, conversion.From);
            Samples(archive, conversion, cancellation);
        }
        file.Finish();
    }

    private static void Samples(ZipArchive archive, RecordingConversion conversion, CancellationToken cancellation)
    {
        RecordingInfo info = conversion.From.Info;
        bool isDouble = info.SampleType == SampleType.Float64;
        using Stream stream = Entry(archive, "samples", isDouble ? "<f8" : "<f4", [checked((int)conversion.From.Contents.Frames), info.Targets]);
        foreach (RecordingBatch batch in conversion.Batches(cancellation))
            stream.Write(isDouble ? MemoryMarshal.AsBytes(batch.Float64) : MemoryMarshal.AsBytes(batch.Float32));
    }

    private static void Spikes(ZipArchive archive, SpikeEvent[] spikes)
    {
        using (Stream sources = Entry(archive, "spike_source", "<i4", [spikes.Length]))
            InPieces(spikes, spike => spike.Source, sources);
        using Stream ticks = Entry(archive, "spike_tick", "<i8", [spikes.Length]);
        InPieces(spikes, spike => spike.Tick, ticks);
    }

    private static void InPieces<T>(ReadOnlySpan<SpikeEvent> spikes, Func<SpikeEvent, T> field, Stream stream)
        where T : unmanaged
    {
        var some = new T[Math.Min(Together, spikes.Length)];
        while (spikes.Length > 0)
        {
            int count = Math.Min(some.Length, spikes.Length);
            for (int i = 0; i < count; i++)
                some[i] = field(spikes[i]);
            stream.Write(MemoryMarshal.AsBytes(some.AsSpan(0, count)));
            spikes = spikes[count..];
        }
    }

    private static void Frames(ZipArchive archive, IRecordingFile recording)
    {
        if (recording.Contents.Runs is [] or [{ First: 0 }])
            return;
        using Stream stream = Entry(archive, "frames", "<i8", [checked((int)recording.Contents.Frames)]);
        var some = new long[Together];
        foreach (FrameRun run in recording.Contents.Runs)
        {
            for (long first = run.First; first < run.End; first += Together)
            {
                int count = (int)Math.Min(Together, run.End - first);
                for (int i = 0; i < count; i++)
                    some[i] = first + i;
                stream.Write(MemoryMarshal.AsBytes(some.AsSpan(0, count)));
            }
        }
    }

    private static void Text(ZipArchive archive, string array, string text)
    {
        byte[] letters = Encoding.UTF32.GetBytes(text.Length == 0 ? "\0" : text);
        using Stream stream = Entry(archive, array, string.Create(CultureInfo.InvariantCulture, $"<U{letters.Length / sizeof(int)}"), []);
        stream.Write(letters);
    }

    private static void Integers(ZipArchive archive, string array, int[] shape, ReadOnlySpan<long> values)
    {
        using Stream stream = Entry(archive, array, "<i8", shape);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    private static Stream Entry(ZipArchive archive, string array, string type, int[] shape)
    {
        ZipArchiveEntry entry = archive.CreateEntry(array + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = NoDate;
        Stream stream = entry.Open();
        stream.Write(NpyHeader.For(type, shape));
        return stream;
    }
}
