using System.Globalization;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// Makes a recording of blocks of channels. What never came is a gap where it is all channels of some frames, and missing samples where it is
/// some channels; both to the frame.
/// </summary>
internal sealed class OpenEphysAssembler
{
    // The block that lacks something, the one after it, and the first message of a third, which says that the first is over.
    private const int MostOpenBlocks = 2;

    private readonly Pool<ChannelBlock> _blocks = new(() => new ChannelBlock());
    private readonly Pool<IncomingMessage> _messages = new(() => new IncomingMessage());
    private readonly SortedList<long, ChannelBlock> _open = [];
    private readonly SpikeList _spikes = new();
    private readonly Dictionary<int, int> _targetOf;
    private readonly OpenEphysOptions _options;
    private readonly RecordingInfo _info;
    private readonly Pool<RecordingBatch> _batches;
    private readonly Action<RecordingBatch> _out;
    private readonly StreamAssembler _assembler;
    private readonly StreamBounds _bounds;
    private readonly long _origin;
    private readonly long _spikeWaitFrames;
    private readonly double _gain;
    private long _missingSamples;

    /// <param name="hello">What is known of the recording.</param>
    /// <param name="channels">Channel of each target.</param>
    /// <param name="origin">Sample number of the first frame.</param>
    /// <param name="options">What is taken.</param>
    /// <param name="batches">Where batches come from.</param>
    /// <param name="output">Receives batches, in their order.</param>
    /// <exception cref="WireException">It is more than is allowed, or a channel is there twice.</exception>
    public OpenEphysAssembler(
        Hello hello, IReadOnlyList<int> channels, long origin, OpenEphysOptions options, Pool<RecordingBatch> batches, Action<RecordingBatch> output)
    {
        _options = options;
        _batches = batches;
        _out = output;
        _origin = origin;
        _targetOf = TargetsOf(channels);
        _info = options.Correction.InfoOf(hello);
        _gain = options.Correction.Gain(hello);
        _bounds = new StreamBounds(hello, options.Limits);
        _spikeWaitFrames = (long)Math.Ceiling(options.SpikeWait.TotalSeconds * hello.FrameClock.RateHz);
        // Words on spikes come with the samples here, so that they cannot be overdue.
        _assembler = new StreamAssembler(_info, _bounds, options.Limits.HeldSpikes, options.Correction.OffsetTicks(hello.SpikeClock), long.MaxValue, batches);
    }

    /// <summary>What came so far.</summary>
    public Totals Totals => _assembler.Totals;

    /// <summary>Samples that are missing in frames that are not.</summary>
    public long MissingSamples => _missingSamples;

    /// <summary>Frames of which at least one channel never came.</summary>
    public long IncompleteFrames { get; private set; }

    /// <summary>Sample number that is due next.</summary>
    public long NextSample => _origin + _assembler.NextFrame;

    /// <summary>Whether a gap of so many samples is allowed.</summary>
    public bool AllowsGap(long samples) => samples <= _bounds.GapFrames;

    /// <summary>What is wrong with samples after a gap that is not allowed.</summary>
    public WireException TooFar(long sample)
        => Wrong(WireError.Limit, $"Samples from {sample} on came where {NextSample} was due; a gap of {_bounds.GapFrames} is allowed.");

    /// <summary>Samples of one channel, no further on than the longest gap.</summary>
    /// <returns>False where they came too late: their frames are over.</returns>
    /// <exception cref="WireException">They cannot be right; nothing has changed.</exception>
    public bool Take(OpenEphysMessage message, ReadOnlySpan<byte> data)
    {
        if (message.SampleNumber < NextSample)
            return false;
        if (!_targetOf.TryGetValue(message.Channel, out int target))
            return true;
        BlockOf(message).Put(target, data);
        while (_open.Count > 0 && (_open.Values[0].IsComplete || _open.Count > MostOpenBlocks || (_open.Count == MostOpenBlocks && _open.Values[1].IsComplete)))
            Conclude(_open.Values[0]);
        return true;
    }

    /// <summary>A spike; those of other units, and of before the recording, are passed over.</summary>
    /// <exception cref="WireException">There are too many.</exception>
    public void TakeSpike(OpenEphysMessage message)
    {
        long tick = message.SampleNumber - _origin;
        if (_spikes.Count >= _options.Limits.HeldSpikes)
            throw Wrong(WireError.Limit, $"{_spikes.Count} spikes came without samples of their time; more are not allowed.");
        for (int source = 0; source < _options.Units.Count && tick >= 0 && tick <= _bounds.LastTick; source++)
        {
            if (_options.Units[source].Has(message.Electrode, message.SortedId))
                _spikes.Add(new SpikeEvent(source, tick));
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        while (_open.Count > 0)
            Conclude(_open.Values[0]);
        TellSpikes(_assembler.NextFrame);
        IncomingMessage end = _messages.Rent();
        end.Type = MessageType.End;
        end.End = new EndMessage(0, _assembler.NextFrame, _assembler.Totals);
        Accept(end);
    }

    private static Dictionary<int, int> TargetsOf(IReadOnlyList<int> channels)
    {
        var targets = new Dictionary<int, int>();
        foreach (int channel in channels)
        {
            if (!targets.TryAdd(channel, targets.Count))
                throw Wrong(WireError.Order, $"Channel {channel} came twice with the same samples; each comes once.");
        }
        return targets;
    }

    private ChannelBlock BlockOf(OpenEphysMessage message)
    {
        if (_open.TryGetValue(message.SampleNumber, out ChannelBlock? open))
        {
            return open.Samples == message.Samples
                ? open
                : throw Wrong(WireError.Order, $"Channel {message.Channel} has {message.Samples} samples from {message.SampleNumber} on, and others have {open.Samples}.");
        }
        if ((long)message.Samples * _info.Targets * sizeof(float) > _options.Limits.WaitingBytes)
            throw Wrong(WireError.Limit, $"{message.Samples} samples of {_info.Targets} channels came at once; {_options.Limits.WaitingBytes} bytes in all are allowed.");
        foreach (ChannelBlock other in _open.Values)
        {
            if (message.SampleNumber < other.End && other.FirstSample < message.SampleNumber + message.Samples)
                throw Wrong(WireError.Order, $"Samples from {message.SampleNumber} on overlap those from {other.FirstSample} on.");
        }
        ChannelBlock block = _blocks.Rent();
        block.Reset(message.SampleNumber, message.Samples, _info.Targets);
        _open.Add(message.SampleNumber, block);
        return block;
    }

    private void Conclude(ChannelBlock block)
    {
        _open.RemoveAt(0);
        long first = block.FirstSample - _origin;
        if (first > _assembler.NextFrame)
            Accept(GapTo(first));
        // Before the samples of a block go on, its spikes and those of earlier ones do.
        TellSpikes(Math.Max(0, first + block.Samples - _spikeWaitFrames));
        Accept(SamplesOf(block, first));
        block.Return();
    }

    private IncomingMessage GapTo(long frame)
    {
        IncomingMessage gap = _messages.Rent();
        gap.Type = MessageType.Gap;
        gap.FirstFrame = _assembler.NextFrame;
        gap.Frames = frame - _assembler.NextFrame;
        return gap;
    }

    private IncomingMessage SamplesOf(ChannelBlock block, long firstFrame)
    {
        IncomingMessage samples = _messages.Rent();
        samples.Type = MessageType.Samples;
        samples.FirstFrame = firstFrame;
        samples.Frames = block.Samples;
        samples.Batch = _batches.Rent();
        samples.Batch.Reset(firstFrame, block.Samples, _info.Targets, SampleType.Float32);
        for (int target = 0; target < block.Channels; target++)
            _missingSamples += Fill(block, target, samples.Batch.Float32);
        IncompleteFrames += block.IsComplete ? 0 : block.Samples;
        return samples;
    }

    /// <summary>Lays the samples of a channel into frames.</summary>
    /// <returns>How many of them are missing.</returns>
    private long Fill(ChannelBlock block, int target, Span<float> frames)
    {
        bool came = block.Has(target);
        ReadOnlySpan<float> samples = came ? block.Of(target) : [];
        long missing = 0;
        for (int frame = 0; frame < block.Samples; frame++)
        {
            // In double, so that it is rounded once; × 1 is exact.
            float amplitude = came ? (float)(_gain * samples[frame]) : float.NaN;
            bool valid = float.IsFinite(amplitude);
            frames[frame * block.Channels + target] = valid ? amplitude : float.NaN;
            missing += valid ? 0 : 1;
        }
        return missing;
    }

    private void TellSpikes(long completeThrough)
    {
        if (_info.Sources == 0)
            return;
        IncomingMessage spikes = _messages.Rent();
        spikes.Type = MessageType.Spikes;
        spikes.CompleteThroughFrame = completeThrough;
        spikes.Spikes.Add(_spikes.Spikes);
        _spikes.Clear();
        Accept(spikes);
    }

    private void Accept(IncomingMessage message)
    {
        try
        {
            if (_assembler.Accept(message) is { } batch)
                _out(batch);
        }
        finally
        {
            message.Discard();
        }
    }

    private static WireException Wrong(WireError code, FormattableString sentence) => new(code, sentence.ToString(CultureInfo.InvariantCulture));
}
