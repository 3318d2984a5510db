using MessagePack;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.Messages;

/// <summary>A hello as bytes.</summary>
internal static class HelloText
{
    public static void Write(Hello hello, FrameBuilder to)
    {
        bool scaled = hello.Format.Encoding == SampleEncoding.Int16;
        int fields = 13 + (hello.Token is null ? 0 : 1) + (hello.TotalFrames is null ? 0 : 1) + (scaled ? 2 : 0)
            + (scaled && hello.Format.Missing is not null ? 1 : 0);
        fields += hello.Pixels is null ? 0 : 2;
        MessagePackWriter writer = to.Begin("hello"u8, fields, out int start);
        Field.Put(ref writer, "protocol"u8, WireProtocol.Version);
        Field.Put(ref writer, "stream"u8, hello.Stream);
        Field.Put(ref writer, "session"u8, hello.Session);
        if (hello.Token is { } token)
            Field.Put(ref writer, "token"u8, token);
        PutClock(ref writer, "frame_rate"u8, hello.FrameClock);
        PutClock(ref writer, "spike_rate"u8, hello.SpikeClock);
        Field.Put(ref writer, "targets"u8, hello.Targets);
        if (hello.Pixels is { } pixels)
        {
            Field.Put(ref writer, "width"u8, pixels.Width);
            Field.Put(ref writer, "height"u8, pixels.Height);
        }
        Field.Put(ref writer, "sources"u8, hello.Sources);
        Field.Put(ref writer, "amplitude_unit"u8, hello.AmplitudeUnit);
        Field.Put(ref writer, "polarity"u8, hello.Polarity);
        Field.Put(ref writer, "sample_type"u8, SampleFormat.WordOf(hello.Format.Encoding));
        if (scaled)
            PutScaling(ref writer, hello.Format);
        if (hello.TotalFrames is { } total)
            Field.Put(ref writer, "total_frames"u8, total);
        Field.Put(ref writer, "max_message_bytes"u8, hello.MessageBytes);
        Field.Put(ref writer, "oldest_seq"u8, hello.OldestSequence);
        to.End(ref writer, start);
    }

    public static Hello Read(ReadOnlyMemory<byte> body)
    {
        var fields = new HelloFields();
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
            fields.Take(ref map, key);
        return fields.ToHello();
    }

    private static void PutScaling(ref MessagePackWriter writer, SampleFormat format)
    {
        Field.Put(ref writer, "scale"u8, format.Scale);
        Field.Put(ref writer, "offset"u8, format.Offset);
        if (format.Missing is { } missing)
            Field.Put(ref writer, "missing"u8, missing);
    }

    private static void PutClock(ref MessagePackWriter writer, ReadOnlySpan<byte> key, SampleClock clock)
    {
        writer.WriteString(key);
        writer.WriteArrayHeader(2);
        writer.Write(clock.RateNumerator);
        writer.Write(clock.RateDenominator);
    }
}
