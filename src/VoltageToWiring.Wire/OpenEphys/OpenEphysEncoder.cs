using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Makes the three parts of messages, as the plugin does. One thread at a time.</summary>
/// <param name="info">What is recorded.</param>
/// <param name="time">Wall time, of which each message has some.</param>
internal sealed class OpenEphysEncoder(RecordingInfo info, TimeProvider time)
{
    private const int SpikeSamples = 40;

    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Electrode of a source; its spikes have the sorted id 1.</summary>
    public static string ElectrodeOf(int source) => string.Create(CultureInfo.InvariantCulture, $"Electrode {source + 1}");

    /// <summary>The samples of one channel.</summary>
    public byte[][] Data(long number, int channel, RecordingBatch batch)
        => [[.. "DATA\0"u8], DataHeader(number, channel, batch), Samples(batch, channel)];

    /// <summary>A spike, whose waveform is flat: nobody has one.</summary>
    public byte[][] Spike(long number, int source, long sample)
        => [[.. "EVENT\0"u8], SpikeHeader(number, source, sample), new byte[sizeof(float) * SpikeSamples]];

    private byte[] DataHeader(long number, int channel, RecordingBatch batch) => Header(number, "data", writer =>
    {
        writer.WriteStartObject("content");
        writer.WriteString("stream", info.Name);
        writer.WriteNumber("channel_num", channel);
        writer.WriteNumber("num_samples", batch.FrameCount);
        writer.WriteNumber("sample_num", batch.FirstFrame);
        writer.WriteNumber("sample_rate", info.FrameClock.RateHz);
        writer.WriteEndObject();
        writer.WriteNumber("data_size", sizeof(float) * batch.FrameCount);
    });

    private byte[] SpikeHeader(long number, int source, long sample) => Header(number, "spike", writer =>
    {
        writer.WriteStartObject("spike");
        writer.WriteString("stream", info.Name);
        writer.WriteNumber("source_node", 100);
        writer.WriteString("electrode", ElectrodeOf(source));
        writer.WriteNumber("sample_num", sample);
        writer.WriteNumber("num_channels", 1);
        writer.WriteNumber("num_samples", SpikeSamples);
        writer.WriteNumber("sorted_id", 1);
        writer.WriteStartArray("threshold");
        writer.WriteNumberValue(0);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private byte[] Header(long number, string type, Action<Utf8JsonWriter> rest)
    {
        _json.Clear();
        using (var writer = new Utf8JsonWriter(_json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("message_num", number);
            writer.WriteString("type", type);
            rest(writer);
            writer.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        }
        return _json.WrittenSpan.ToArray();
    }

    private static byte[] Samples(RecordingBatch batch, int channel)
    {
        byte[] bytes = new byte[sizeof(float) * batch.FrameCount];
        for (int frame = 0; frame < batch.FrameCount; frame++)
        {
            int at = frame * batch.Targets + channel;
            float sample = batch.SampleType == SampleType.Float64 ? (float)batch.Float64[at] : batch.Float32[at];
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * frame), sample);
        }
        return bytes;
    }
}
