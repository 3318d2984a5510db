using System.Globalization;
using MessagePack;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>The first record of a log.</summary>
/// <param name="Info">The recording; its length is not known yet.</param>
/// <param name="Started">When it began.</param>
internal sealed record LogHeader(RecordingInfo Info, DateTimeOffset? Started)
{
    private const int MostNeurons = 1 << 24;

    /// <summary>Reads it.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="contents">Contents of the record.</param>
    public static LogHeader Read(string path, ReadOnlyMemory<byte> contents)
    {
        var fields = new Dictionary<string, object?>();
        try
        {
            var reader = new MessagePackReader(contents);
            if (reader.ReadArrayHeader() < 2 || reader.ReadInt32() != LogFormat.HeaderRecord)
                throw new FileFormatException(path, "a first record that is no header", "a header");
            int keys = reader.ReadMapHeader();
            for (int i = 0; i < keys; i++)
                fields[reader.ReadString() ?? ""] = ReadValue(ref reader);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException or InvalidOperationException or OverflowException)
        {
            throw new FileFormatException(path, "a header that is not MessagePack as it should be", "a header");
        }
        if (fields.GetValueOrDefault("version") is not long version)
            throw new FileFormatException(path, "a header without version", "a version");
        if (version != LogFormat.Version)
            throw new FileFormatException(path, string.Create(CultureInfo.InvariantCulture, $"version {version}"), $"version {LogFormat.Version}; a newer v2w reads newer ones");
        return new LogHeader(InfoOf(path, fields), fields.GetValueOrDefault("started") is string started ? WhenOf(started) : null);
    }

    private static RecordingInfo InfoOf(string path, Dictionary<string, object?> fields)
    {
        SampleClock frames = Rate("frame_rate"), spikes = Rate("spike_rate");
        return new RecordingInfo
        {
            Name = fields.GetValueOrDefault("name") as string ?? System.IO.Path.GetFileNameWithoutExtension(path),
            FrameClock = frames,
            SpikeClock = spikes,
            Sources = Count("sources", 0),
            Targets = Count("targets", 1),
            SampleType = SampleTypes.OfName(fields.GetValueOrDefault("sample_type") as string)
                ?? throw Bad("sample_type", "float32 or float64"),
            AmplitudeUnit = fields.GetValueOrDefault("unit") as string ?? throw Bad("unit", "text"),
            TrainsKnownBeforehand = true,
        };

        SampleClock Rate(string key) => fields.GetValueOrDefault(key) is long[] and [> 0 and var numerator, > 0 and var denominator]
            ? new SampleClock(numerator, denominator)
            : throw Bad(key, "a positive numerator and denominator");

        int Count(string key, int least) => fields.GetValueOrDefault(key) is long count && count >= least && count <= MostNeurons
            ? (int)count
            : throw Bad(key, string.Create(CultureInfo.InvariantCulture, $"{least} to {MostNeurons}"));

        FileFormatException Bad(string key, string allowed) => new(
            $"{path}, header", fields.TryGetValue(key, out object? found)
                ? string.Create(CultureInfo.InvariantCulture, $"{key} {(found is long[] pair ? string.Join('/', pair) : found)}")
                : $"no {key}",
            allowed);
    }

    // What is written here: integers, text, and pairs of integers. Anything else was added by a later version.
    private static object? ReadValue(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer: return reader.ReadInt64();
            case MessagePackType.String: return reader.ReadString();
            case MessagePackType.Array when reader.CreatePeekReader().ReadArrayHeader() == 2 && TryReadPair(ref reader, out long[] pair): return pair;
            default: reader.Skip(); return null;
        }
    }

    private static bool TryReadPair(ref MessagePackReader reader, out long[] pair)
    {
        MessagePackReader ahead = reader.CreatePeekReader();
        ahead.ReadArrayHeader();
        pair = new long[2];
        for (int i = 0; i < 2; i++)
        {
            if (ahead.NextMessagePackType != MessagePackType.Integer)
                return false;
            pair[i] = ahead.ReadInt64();
        }
        reader.Skip();
        return true;
    }

    private static DateTimeOffset? WhenOf(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset when) ? when : null;
}
