using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Writes a key and its value.</summary>
internal static class Field
{
    public static void Put(ref MessagePackWriter writer, ReadOnlySpan<byte> key, long value)
    {
        writer.WriteString(key);
        writer.Write(value);
    }

    public static void Put(ref MessagePackWriter writer, ReadOnlySpan<byte> key, double value)
    {
        writer.WriteString(key);
        writer.Write(value);
    }

    public static void Put(ref MessagePackWriter writer, ReadOnlySpan<byte> key, string value)
    {
        writer.WriteString(key);
        writer.Write(value);
    }
}
