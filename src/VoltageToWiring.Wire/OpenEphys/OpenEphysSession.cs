using System.Globalization;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// What becomes of the messages of the interface, one after the other: first it is found out what is recorded, then it is recorded. It knows no
/// sockets and no time; one thread at a time.
/// </summary>
/// <param name="options">What is taken.</param>
/// <param name="begin">Called once, when a recording begins that is wanted.</param>
/// <param name="output">Receives its batches, in their order.</param>
internal sealed class OpenEphysSession(OpenEphysOptions options, Action<RecordingInfo> begin, Action<RecordingBatch> output)
{
    private const int Envelope = 0, Header = 1, Data = 2;

    private readonly Pool<RecordingBatch> _batches = new(() => new RecordingBatch());
    private readonly OpenEphysDiscovery _discovery = new();
    private MessageNumbers _numbers = new();
    private OpenEphysAssembler? _assembler;
    private string? _stream = options.Stream;
    private string? _lastRefusal;
    private long _refused;
    private long _newestSample;
    private long? _farSample;
    private OpenEphysCounters _before = new(default, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether the recording is over.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What ended it, where it did not end by itself.</summary>
    public WireException? Fault { get; private set; }

    /// <summary>Whether there is one.</summary>
    public bool HasBegun => _assembler is not null;

    /// <summary>What came so far.</summary>
    public OpenEphysCounters Counters => new(
        _assembler?.Totals ?? default, _before.Messages + _numbers.Messages, _before.Lost + _numbers.Lost, _before.Duplicates + _numbers.Duplicates,
        _before.Late + _numbers.Late, _assembler?.MissingSamples ?? 0, _assembler?.IncompleteFrames ?? 0, _refused);

    /// <summary>A message in its parts.</summary>
    /// <param name="parts">Two or three; null where there were more.</param>
    public void Take(byte[][]? parts)
    {
        if (HasEnded)
            return;
        try
        {
            OpenEphysMessage message = Read(parts);
            if (message.Kind != OpenEphysKind.Other && !IsOfStream(message))
                throw new WireException(WireError.Order, $"The stream is called '{message.Stream}'; '{_stream}' is taken here.");
            byte[] data = message.Kind == OpenEphysKind.Data ? parts![Data] : [];
            if (_assembler is null)
                Discover(message, data);
            else
                Record(message, data);
        }
        catch (WireException cause)
        {
            Refuse(cause.Message);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_assembler is null || HasEnded)
            return;
        HasEnded = true;
        _assembler.End();
    }

    private static OpenEphysMessage Read(byte[][]? parts)
    {
        if (parts is not { Length: 2 or 3 } || !(Is(parts[Envelope], "DATA"u8) || Is(parts[Envelope], "EVENT"u8)))
            throw new WireException(WireError.Format, "What came is no message of the ZMQ Interface of Open Ephys, which has two or three parts, the first of them DATA or EVENT.");
        OpenEphysMessage message = OpenEphysHeader.Read(parts[Header]);
        if (message.Kind == OpenEphysKind.Data && (parts.Length <= Data || parts[Data].Length != (long)sizeof(float) * message.Samples))
        {
            throw new WireException(WireError.Format, string.Create(
                CultureInfo.InvariantCulture, $"{message.Samples} samples came with {(parts.Length > Data ? parts[Data].Length : 0)} bytes; {(long)sizeof(float) * message.Samples} are right."));
        }
        return message;
    }

    // The plugin sends the zero that ends a text in C, too.
    private static bool Is(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> word) => envelope.TrimEnd((byte)0).SequenceEqual(word);

    private bool IsOfStream(OpenEphysMessage message)
    {
        if (message.Kind == OpenEphysKind.Data)
            _stream ??= message.Stream;
        return _stream is null || message.Stream == _stream;
    }

    private void Record(OpenEphysMessage message, byte[] data)
    {
        NumberedArrival arrival = _numbers.Take(message.Number);
        if (arrival == NumberedArrival.Duplicate)
            return;
        if (message.Kind == OpenEphysKind.Data && arrival != NumberedArrival.Late && message.SampleNumber < _newestSample)
        {
            // Later messages with earlier samples: the acquisition was stopped, and started anew. That is another recording.
            End();
            return;
        }
        if (arrival == NumberedArrival.Anew)
            NumberAnew(message.Number);
        if (message.Kind == OpenEphysKind.Spike)
            _assembler!.TakeSpike(message);
        if (message.Kind != OpenEphysKind.Data)
            return;
        if (!IsWithinReach(message.SampleNumber))
            return;
        _assembler!.Take(message, data);
        _newestSample = Math.Max(_newestSample, message.SampleNumber);
    }

    /// <summary>
    /// One message beyond the longest gap may be broken. When one of other samples near it is the next, the acquisition goes on there, and none
    /// of its messages will ever follow on the recording, which is over.
    /// </summary>
    /// <returns>False when that has ended it.</returns>
    /// <exception cref="WireException">It is beyond the longest gap.</exception>
    private bool IsWithinReach(long sample)
    {
        long? farBefore = _farSample;
        bool isFar = !_assembler!.AllowsGap(sample - _assembler.NextSample);
        _farSample = isFar ? sample : null;
        if (!isFar)
            return true;
        WireException why = _assembler.TooFar(sample);
        if (farBefore is not { } before || before >= sample || !_assembler.AllowsGap(sample - before))
            throw why;
        Fault = why;
        End();
        return false;
    }

    private void NumberAnew(long number)
    {
        _before = Counters;
        _numbers = new MessageNumbers();
        _numbers.Take(number);
    }

    private void Discover(OpenEphysMessage message, byte[] data)
    {
        if (!_discovery.Take(message, data))
            return;
        (OpenEphysMessage Header, byte[] Data)[] kept = [.. _discovery.Kept];
        _discovery.Reset();
        Begin([.. kept.Where(part => part.Header.Kind == OpenEphysKind.Data).Select(part => part.Header)]);
        foreach ((OpenEphysMessage header, byte[] own) in kept)
            Record(header, own);
        Record(message, data);
    }

    /// <summary>Begins the recording that a whole block announces.</summary>
    /// <exception cref="WireException">It is not wanted.</exception>
    private void Begin(OpenEphysMessage[] block)
    {
        OpenEphysMessage first = block[0];
        int[] sent = [.. block.Select(header => header.Channel)];
        int[] channels = [.. options.Channels ?? sent];
        if (channels.Except(sent).ToArray() is [var missing, ..])
            throw new WireException(WireError.Unsuitable, string.Create(CultureInfo.InvariantCulture, $"Channel {missing} is asked for; '{first.Stream}' has the channels {Listed(sent)}."));
        var hello = new Hello
        {
            Stream = first.Stream.Length > 0 ? first.Stream : "open-ephys",
            Session = "open-ephys",
            FrameClock = OpenEphysRate.Of(first.SampleRate),
            SpikeClock = OpenEphysRate.Of(first.SampleRate),
            Targets = channels.Length,
            Sources = options.Units.Count,
            AmplitudeUnit = options.Unit,
            Polarity = 1,
            Format = SampleFormat.Float32,
        };
        var assembler = new OpenEphysAssembler(hello, channels, first.SampleNumber, options, _batches, output);
        if (options.WhyNot?.Invoke(options.Correction.InfoOf(hello)) is { } unsuitable)
            throw new WireException(WireError.Unsuitable, unsuitable);
        _assembler = assembler;
        begin(options.Correction.InfoOf(hello));
    }

    private void Refuse(string why)
    {
        _refused++;
        if (why != _lastRefusal)
            options.OnRefused?.Invoke(why);
        _lastRefusal = why;
    }

    private static string Listed(int[] channels)
    {
        const int shown = 8;
        return string.Join(", ", channels.Take(shown).Select(channel => channel.ToString(CultureInfo.InvariantCulture))) + (channels.Length > shown ? ", …" : "");
    }
}
