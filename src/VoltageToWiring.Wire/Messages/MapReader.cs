using System.Buffers;
using System.Globalization;
using System.Text;
using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>
/// Reads a message, a map with text keys, field by field. It trusts nothing: whatever is not as it should be ends in a
/// <see cref="WireException"/> that names the field.
/// </summary>
internal ref struct MapReader
{
    private static readonly MessagePackSecurity Security
        = MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(WireProtocol.LargestDepth);

    private MessagePackReader _reader;
    private int _left;
    private ReadOnlySpan<byte> _key;

    public MapReader(ReadOnlyMemory<byte> body)
    {
        _reader = new MessagePackReader(body);
        if (_reader.End || _reader.NextMessagePackType != MessagePackType.Map)
            throw new WireException(WireError.Format, $"A message begins with {TypeName()}; it has to be a MessagePack map with text keys.");
        _left = _reader.ReadMapHeader();
    }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False after the last one.</returns>
    public bool Next(out ReadOnlySpan<byte> key)
    {
        key = default;
        if (_left == 0)
        {
            if (!_reader.End)
                throw new WireException(WireError.Format, "A message has bytes after its last field; its length and its content have to agree.");
            return false;
        }
        _left--;
        if (_reader.NextMessagePackType != MessagePackType.String)
            throw new WireException(WireError.Format, $"A key is {TypeName()}; keys are texts.");
        key = _key = Contiguous(_reader.ReadStringSequence());
        return true;
    }

    /// <summary>An integer within bounds.</summary>
    public long Integer(long least = 0, long most = WireProtocol.LargestInteger)
    {
        Expect(MessagePackType.Integer, "an integer");
        return IntegerWithin(least, most);
    }

    /// <summary>A number, written as an integer or not; finite.</summary>
    public double Number()
    {
        if (_reader.NextMessagePackType == MessagePackType.Integer)
            return Integer(-WireProtocol.LargestInteger);
        Expect(MessagePackType.Float, "a number");
        double value = _reader.ReadDouble();
        return double.IsFinite(value) ? value : throw Wrong(WireError.Limit, "is not finite; a finite number is allowed");
    }

    /// <summary>A finite number or nil.</summary>
    public double? NumberOrNil() => _reader.TryReadNil() ? null : Number();

    /// <summary>True or false.</summary>
    public bool Truth()
    {
        Expect(MessagePackType.Boolean, "true or false");
        return _reader.ReadBoolean();
    }

    /// <summary>A text without control characters.</summary>
    public string Text(int longest = WireProtocol.LongestText)
    {
        Expect(MessagePackType.String, "a text");
        ReadOnlySequence<byte> bytes = _reader.ReadStringSequence() ?? default;
        if (bytes.Length > 4L * longest)
            throw Wrong(WireError.Limit, $"has {Format(bytes.Length)} bytes; {Format(longest)} characters are allowed");
        string text = Encoding.UTF8.GetString(bytes);
        if (text.Length > longest || text.Any(char.IsControl))
            throw Wrong(WireError.Limit, $"is too long or holds control characters; {Format(longest)} printable characters are allowed");
        return text;
    }

    /// <summary>A text of this protocol, not copied; valid as long as the message is.</summary>
    public ReadOnlySpan<byte> Word()
    {
        Expect(MessagePackType.String, "a text");
        return Contiguous(_reader.ReadStringSequence());
    }

    /// <summary>Bytes, not copied; valid as long as the message is.</summary>
    public ReadOnlySpan<byte> Binary()
    {
        Expect(MessagePackType.Binary, "binary data");
        return Contiguous(_reader.ReadBytes());
    }

    /// <summary>The header of an array; the reads after it read its elements.</summary>
    public int Array(int most)
    {
        Expect(MessagePackType.Array, "an array");
        int count = _reader.ReadArrayHeader();
        return count <= most ? count : throw Wrong(WireError.Limit, $"has {Format(count)} elements; {Format(most)} are allowed");
    }

    /// <summary>A rate in Hz: an integer, or an array of numerator and denominator.</summary>
    public (long Numerator, long Denominator) Rate()
    {
        if (_reader.NextMessagePackType == MessagePackType.Integer)
            return (Integer(1, WireProtocol.LargestRatePart), 1);
        if (Array(2) != 2)
            throw Wrong(WireError.Format, "is no rate; an integer in Hz or [numerator, denominator] is allowed");
        return (Integer(1, WireProtocol.LargestRatePart), Integer(1, WireProtocol.LargestRatePart));
    }

    /// <summary>Passes over a field this version does not know.</summary>
    public void Skip() => Skip(ref _reader);

    /// <summary>What to say of a field that cannot be as it is.</summary>
    public readonly WireException Wrong(WireError code, string what)
        => new(code, $"Field '{Shown(_key)}' {what}.");

    // Messages lie in one piece.
    private static ReadOnlySpan<byte> Contiguous(ReadOnlySequence<byte>? bytes) => bytes.GetValueOrDefault().FirstSpan;

    private static void Skip(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                SkipItems(ref reader, reader.ReadArrayHeader());
                break;
            case MessagePackType.Map:
                SkipItems(ref reader, 2L * reader.ReadMapHeader());
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // The library's own Skip goes as deep as the bytes say.
    private static void SkipItems(ref MessagePackReader reader, long count)
    {
        Security.DepthStep(ref reader);
        while (count-- > 0)
            Skip(ref reader);
        reader.Depth--;
    }

    private long IntegerWithin(long least, long most)
    {
        // An integer beyond 63 bits is not a long.
        bool fits = _reader.NextCode != MessagePackCode.UInt64 || _reader.CreatePeekReader().ReadUInt64() <= long.MaxValue;
        ulong found = fits ? 0 : _reader.ReadUInt64();
        long value = fits ? _reader.ReadInt64() : long.MaxValue;
        if (!fits || value < least || value > most)
        {
            string text = fits ? Format(value) : found.ToString(CultureInfo.InvariantCulture);
            throw Wrong(WireError.Limit, $"is {text}; {Format(least)} to {Format(most)} is allowed");
        }
        return value;
    }

    private void Expect(MessagePackType type, string name)
    {
        if (_reader.NextMessagePackType != type)
            throw Wrong(WireError.Format, $"is {TypeName()}; {name} is allowed");
    }

    private readonly string TypeName() => _reader.End ? "nothing" : _reader.NextMessagePackType switch
    {
        MessagePackType.Integer => "an integer",
        MessagePackType.Nil => "nil",
        MessagePackType.Boolean => "a boolean",
        MessagePackType.Float => "a floating-point number",
        MessagePackType.String => "a text",
        MessagePackType.Binary => "binary data",
        MessagePackType.Array => "an array",
        MessagePackType.Map => "a map",
        MessagePackType.Extension => "an extension",
        _ => "an unknown code",
    };

    /// <summary>A text of the peer's, safe to show.</summary>
    public static string Shown(ReadOnlySpan<byte> key)
        => string.Concat(Encoding.UTF8.GetString(key[..Math.Min(key.Length, 40)]).Where(c => !char.IsControl(c)));

    private static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}
