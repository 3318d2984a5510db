using System.Buffers;
using System.Text.Json;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Wire.Messages;

/// <summary>The estimates message as JSON: the same fields, in the same order.</summary>
internal static class EstimatesJson
{
    /// <summary>One part of a report.</summary>
    /// <param name="report">The whole report.</param>
    /// <param name="part">Which part.</param>
    public static byte[] Write(WireReport report, int part)
    {
        int first = part * WireProtocol.ConnectionsPerMessage;
        int end = Math.Min(report.Connections.Count, first + WireProtocol.ConnectionsPerMessage);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "estimates");
            writer.WriteNumber("frame", report.Frame);
            writer.WriteNumber("time_s", report.TimeSeconds);
            writer.WriteBoolean("final", report.IsFinal);
            writer.WriteNumber("part", part);
            writer.WriteNumber("parts", EstimatesMessage.PartsOf(report));
            if (report.AmplitudeUnit is { } unit)
                writer.WriteString("amplitude_unit", unit);
            writer.WriteStartArray("connections");
            for (int i = first; i < end; i++)
                Put(writer, report.Connections[i]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static void Put(Utf8JsonWriter writer, WireEstimate estimate)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(estimate.Source);
        writer.WriteNumberValue(estimate.Target);
        writer.WriteStringValue(estimate.Score);
        writer.WriteStringValue(estimate.State);
        Put(writer, estimate.Log10Evidence);
        Put(writer, estimate.Amplitude);
        Put(writer, estimate.Low);
        Put(writer, estimate.High);
        writer.WriteEndArray();
    }

    private static void Put(Utf8JsonWriter writer, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}
