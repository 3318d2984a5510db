using System.Globalization;
using System.Text.Json;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Reads headers: JSON of somebody else. Fields that are not known are passed over.</summary>
internal static class OpenEphysHeader
{
    private const int LongestBytes = 1 << 16;
    private const int LongestName = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = WireProtocol.LargestDepth };

    /// <summary>Reads one.</summary>
    /// <exception cref="WireException">It is no header of the interface.</exception>
    public static OpenEphysMessage Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > LongestBytes)
            throw Wrong($"A header of {json.Length} bytes came; up to {LongestBytes} are allowed.");
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(document.RootElement);
        }
        catch (JsonException cause)
        {
            throw new WireException(WireError.Format, "A header is not JSON.", cause);
        }
        catch (InvalidOperationException cause)
        {
            // Half a surrogate pair is JSON, but no text.
            throw new WireException(WireError.Format, "A header has a name that is no text.", cause);
        }
    }

    private static OpenEphysMessage Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Wrong($"A header is not a JSON object.");
        if (!root.TryGetProperty("message_num", out _) && root.TryGetProperty("message_no", out _))
            throw Wrong($"A header has message_no in place of message_num: it is of a version of the ZMQ Interface before 0.2, which sends all channels in one message; a newer one is needed.");
        var message = new OpenEphysMessage { Kind = OpenEphysKind.Other, Number = Integer(root, "message_num", 0) };
        return Text(root, "type") switch
        {
            "data" => ReadData(message, Content(root, "content")),
            "spike" => ReadSpike(message, Content(root, "spike")),
            _ => message,
        };
    }

    private static OpenEphysMessage ReadData(OpenEphysMessage message, JsonElement content) => message with
    {
        Kind = OpenEphysKind.Data,
        Stream = Text(content, "stream"),
        Channel = (int)Integer(content, "channel_num", 0, int.MaxValue),
        Samples = (int)Integer(content, "num_samples", 1, int.MaxValue),
        SampleNumber = Integer(content, "sample_num", 0),
        SampleRate = Rate(content),
    };

    private static OpenEphysMessage ReadSpike(OpenEphysMessage message, JsonElement content) => message with
    {
        Kind = OpenEphysKind.Spike,
        Stream = Text(content, "stream"),
        Electrode = Text(content, "electrode"),
        SortedId = Integer(content, "sorted_id", 0),
        SampleNumber = Integer(content, "sample_num", 0),
    };

    private static JsonElement Content(JsonElement root, string name)
        => root.TryGetProperty(name, out JsonElement content) && content.ValueKind == JsonValueKind.Object
            ? content
            : throw Wrong($"A header has no {name} that is an object.");

    private static string Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)
            throw Wrong($"A header has no {name} that is a text.");
        try
        {
            string text = value.GetString()!;
            return text.Length <= LongestName ? text : throw Wrong($"A header has a {name} of {text.Length} characters; up to {LongestName} are allowed.");
        }
        catch (InvalidOperationException cause)
        {
            // Half a surrogate pair is JSON, but no text.
            throw new WireException(WireError.Format, $"A header has a {name} that is no text.", cause);
        }
    }

    private static long Integer(JsonElement of, string name, long least, long most = WireProtocol.LargestInteger)
        => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Wrong($"A header has no {name} that is a whole number from {least} to {most}.");

    private static double Rate(JsonElement content)
        => content.TryGetProperty("sample_rate", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double rate) && rate is >= 1e-3 and <= 1e9
            ? rate
            : throw Wrong($"A header has no sample_rate that is a number from 0.001 to 1e9 Hz.");

    private static WireException Wrong(FormattableString sentence) => new(WireError.Format, sentence.ToString(CultureInfo.InvariantCulture));
}
