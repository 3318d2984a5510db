using System.Globalization;
using MessagePack;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Wire.Messages;

/// <summary>One part of a report.</summary>
/// <param name="Report">The report, or this part of it.</param>
/// <param name="Part">Which part, from 0.</param>
/// <param name="Parts">How many there are.</param>
public sealed record EstimatesMessage(WireReport Report, int Part, int Parts)
{
    private const int FieldsOfConnection = 8;

    /// <summary>How many messages a report takes.</summary>
    public static int PartsOf(WireReport report)
        => Math.Max(1, (report.Connections.Count + WireProtocol.ConnectionsPerMessage - 1) / WireProtocol.ConnectionsPerMessage);

    /// <summary>Appends one part of a report.</summary>
    /// <param name="report">The whole report.</param>
    /// <param name="part">Which part.</param>
    /// <param name="to">Where to.</param>
    public static void Write(WireReport report, int part, FrameBuilder to)
    {
        int first = part * WireProtocol.ConnectionsPerMessage;
        int end = Math.Min(report.Connections.Count, first + WireProtocol.ConnectionsPerMessage);
        MessagePackWriter writer = to.Begin("estimates"u8, report.AmplitudeUnit is null ? 7 : 8, out int start);
        Field.Put(ref writer, "frame"u8, report.Frame);
        Field.Put(ref writer, "time_s"u8, report.TimeSeconds);
        writer.WriteString("final"u8);
        writer.Write(report.IsFinal);
        Field.Put(ref writer, "part"u8, part);
        Field.Put(ref writer, "parts"u8, PartsOf(report));
        if (report.AmplitudeUnit is { } unit)
            Field.Put(ref writer, "amplitude_unit"u8, unit);
        writer.WriteString("connections"u8);
        writer.WriteArrayHeader(end - first);
        for (int i = first; i < end; i++)
            Put(ref writer, report.Connections[i]);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static EstimatesMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long frame = Required.None, part = 0, parts = 1;
        double? time = null;
        bool final = false;
        string? unit = null;
        List<WireEstimate>? connections = null;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            switch (key)
            {
                case var _ when key.SequenceEqual("frame"u8): frame = map.Integer(); break;
                case var _ when key.SequenceEqual("time_s"u8): time = map.Number(); break;
                case var _ when key.SequenceEqual("final"u8): final = map.Truth(); break;
                case var _ when key.SequenceEqual("part"u8): part = map.Integer(0, int.MaxValue); break;
                case var _ when key.SequenceEqual("parts"u8): parts = map.Integer(1, int.MaxValue); break;
                case var _ when key.SequenceEqual("amplitude_unit"u8): unit = map.Text(40); break;
                case var _ when key.SequenceEqual("connections"u8): connections = ReadConnections(ref map); break;
                default: map.Skip(); break;
            }
        }
        var report = new WireReport(
            Required.Field(frame, "estimates", "frame"), Required.Field(time, "estimates", "time_s"), final,
            Required.Field(connections, "estimates", "connections"))
        {
            AmplitudeUnit = unit,
        };
        return new EstimatesMessage(report, (int)part, (int)parts);
    });

    private static void Put(ref MessagePackWriter writer, WireEstimate estimate)
    {
        writer.WriteArrayHeader(FieldsOfConnection);
        writer.Write(estimate.Source);
        writer.Write(estimate.Target);
        writer.Write(estimate.Score);
        writer.Write(estimate.State);
        Put(ref writer, estimate.Log10Evidence);
        Put(ref writer, estimate.Amplitude);
        Put(ref writer, estimate.Low);
        Put(ref writer, estimate.High);
    }

    // Infinite evidence or an open interval is no number either.
    private static void Put(ref MessagePackWriter writer, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.Write(number);
        else
            writer.WriteNil();
    }

    private static List<WireEstimate> ReadConnections(ref MapReader map)
    {
        int count = map.Array(WireProtocol.ConnectionsPerMessage);
        var connections = new List<WireEstimate>();
        for (int i = 0; i < count; i++)
        {
            if (map.Array(FieldsOfConnection) is var fields and not FieldsOfConnection)
                throw map.Wrong(WireError.Format, string.Create(CultureInfo.InvariantCulture, $"holds a connection of {fields} values; {FieldsOfConnection} are allowed"));
            connections.Add(new WireEstimate(
                (int)map.Integer(0, int.MaxValue), (int)map.Integer(0, int.MaxValue), map.Text(40), map.Text(40),
                map.NumberOrNil(), map.NumberOrNil(), map.NumberOrNil(), map.NumberOrNil()));
        }
        return connections;
    }
}
