using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.Messages;

/// <summary>What has come of a hello so far.</summary>
internal sealed class HelloFields
{
    private long _protocol = Required.None, _targets = Required.None, _sources = Required.None;
    private long _width = Required.None, _height = Required.None;
    private long? _polarity, _missing, _totalFrames;
    private string? _stream, _session, _token, _unit;
    private (long Numerator, long Denominator)? _frameRate, _spikeRate;
    private SampleEncoding? _encoding;
    private double? _scale, _offset;
    private long _messageBytes = WireProtocol.DefaultMessageBytes, _oldest;

    public void Take(ref MapReader map, ReadOnlySpan<byte> key)
    {
        switch (key)
        {
            case var _ when key.SequenceEqual("type"u8): map.Word(); break;
            case var _ when key.SequenceEqual("protocol"u8): TakeVersion(ref map); break;
            case var _ when key.SequenceEqual("stream"u8): _stream = map.Text(200); break;
            case var _ when key.SequenceEqual("session"u8): _session = Session(ref map); break;
            case var _ when key.SequenceEqual("token"u8): _token = map.Text(); break;
            case var _ when key.SequenceEqual("frame_rate"u8): _frameRate = map.Rate(); break;
            case var _ when key.SequenceEqual("spike_rate"u8): _spikeRate = map.Rate(); break;
            case var _ when key.SequenceEqual("targets"u8): _targets = map.Integer(1, int.MaxValue); break;
            case var _ when key.SequenceEqual("width"u8): _width = map.Integer(1, int.MaxValue); break;
            case var _ when key.SequenceEqual("height"u8): _height = map.Integer(1, int.MaxValue); break;
            case var _ when key.SequenceEqual("sources"u8): _sources = map.Integer(0, int.MaxValue); break;
            case var _ when key.SequenceEqual("amplitude_unit"u8): _unit = map.Text(40); break;
            case var _ when key.SequenceEqual("polarity"u8): _polarity = Polarity(ref map); break;
            case var _ when key.SequenceEqual("sample_type"u8): _encoding = SampleFormat.Parse(ref map); break;
            case var _ when key.SequenceEqual("scale"u8): _scale = map.Number(); break;
            case var _ when key.SequenceEqual("offset"u8): _offset = map.Number(); break;
            case var _ when key.SequenceEqual("missing"u8): _missing = map.Integer(short.MinValue, short.MaxValue); break;
            case var _ when key.SequenceEqual("total_frames"u8): _totalFrames = map.Integer(); break;
            case var _ when key.SequenceEqual("max_message_bytes"u8): _messageBytes = map.Integer(1, int.MaxValue); break;
            case var _ when key.SequenceEqual("oldest_seq"u8): _oldest = map.Integer(); break;
            default: map.Skip(); break;
        }
    }

    public Hello ToHello()
    {
        Required.Field(_protocol, "hello", "protocol");
        FrameSize? pixels = Pixels();
        return new Hello
        {
            Stream = Required.Field(_stream, "hello", "stream"),
            Session = Required.Field(_session, "hello", "session"),
            Token = _token,
            FrameClock = Clock(_frameRate, "frame_rate"),
            SpikeClock = Clock(_spikeRate, "spike_rate"),
            Pixels = pixels,
            Targets = pixels?.Count ?? (int)Required.Field(_targets, "hello", "targets"),
            Sources = (int)Required.Field(_sources, "hello", "sources"),
            AmplitudeUnit = Required.Field(_unit, "hello", "amplitude_unit"),
            Polarity = (int)Required.Field(_polarity, "hello", "polarity"),
            Format = Format(),
            TotalFrames = _totalFrames,
            MessageBytes = (int)_messageBytes,
            OldestSequence = _oldest,
        };
    }

    // A movie says how wide and high it is, and what follows from it need not be said.
    private FrameSize? Pixels()
    {
        if (_encoding != SampleEncoding.UInt16)
        {
            return _width == Required.None && _height == Required.None ? null : throw new WireException(
                WireError.Format, "The hello has width or height, which belong to sample_type uint16.");
        }
        long width = Required.Field(_width, "hello", "width"), height = Required.Field(_height, "hello", "height");
        if (width * height > int.MaxValue)
            throw new WireException(WireError.Limit, string.Create(CultureInfo.InvariantCulture, $"The hello announces frames of {width} × {height} pixels; up to {int.MaxValue} pixels can be counted here."));
        if (_targets != Required.None && _targets != width * height)
            throw new WireException(WireError.Format, string.Create(CultureInfo.InvariantCulture, $"The hello announces {_targets} targets and {width} × {height} pixels; targets of a movie are its pixels, or left out."));
        return new FrameSize((int)width, (int)height);
    }

    private SampleFormat Format()
    {
        SampleEncoding encoding = Required.Field(_encoding, "hello", "sample_type");
        if (encoding != SampleEncoding.Int16)
            return new SampleFormat(encoding);
        return new SampleFormat(
            encoding, Required.Field(_scale, "hello", "scale"), Required.Field(_offset, "hello", "offset"), (short?)_missing);
    }

    private void TakeVersion(ref MapReader map)
    {
        _protocol = map.Integer();
        if (_protocol != WireProtocol.Version)
        {
            throw new WireException(WireError.Version, string.Create(
                CultureInfo.InvariantCulture, $"The sender speaks protocol version {_protocol}; version {WireProtocol.Version} is allowed here."));
        }
    }

    private static string Session(ref MapReader map)
    {
        string session = map.Text(64);
        return session.Length > 0 && session.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? session
            : throw map.Wrong(WireError.Format, "is no session; 1 to 64 letters, digits, hyphens and underscores are allowed");
    }

    private static long Polarity(ref MapReader map)
    {
        long polarity = map.Integer(-1, 1);
        return polarity != 0 ? polarity : throw map.Wrong(WireError.Limit, "is 0; 1 or -1 is allowed");
    }

    // In lowest terms, so that equal rates are equal clocks.
    private static SampleClock Clock((long Numerator, long Denominator)? rate, string name)
    {
        (long numerator, long denominator) = Required.Field(rate, "hello", name);
        return new SampleClock(numerator, denominator).DividedBy(1);
    }
}
