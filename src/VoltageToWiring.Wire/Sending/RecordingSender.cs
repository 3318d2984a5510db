using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>
/// Sends a recording, over TCP or ZeroMQ. Messages are kept until they are acknowledged; a broken connection is made again, and goes on where the receiver
/// says. Batches wait while there is no credit. One caller at a time.
/// </summary>
public sealed class RecordingSender : IBatchSender
{
    private readonly SenderSession _session;
    private readonly OutgoingStream _stream;

    private RecordingSender(SenderSession session)
    {
        _session = session;
        _stream = session.Stream;
    }

    /// <summary>Begins to connect.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="info">The recording that will be sent.</param>
    /// <param name="time">Backoff, signs of life and time-outs.</param>
    /// <exception cref="ArgumentException">A frame of so many targets does not fit into a message.</exception>
    public static RecordingSender Start(SenderOptions options, RecordingInfo info, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);
        SampleFormat format = options.Format ?? SampleFormat.Of(info.SampleType);
        var hello = new Hello
        {
            Stream = info.Name,
            Session = options.Session,
            Token = options.Token,
            FrameClock = info.FrameClock,
            SpikeClock = info.SpikeClock,
            Pixels = info.Pixels,
            Targets = info.Targets,
            Sources = info.Sources,
            AmplitudeUnit = info.AmplitudeUnit,
            Polarity = options.Polarity,
            Format = format,
            TotalFrames = info.TotalFrames,
            MessageBytes = options.MessageBytes,
        };
        if ((long)info.Targets * format.BytesPerSample + 128 > options.MessageBytes)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A frame of {info.Targets} targets does not fit into messages of {options.MessageBytes} bytes; allow longer ones."), nameof(options));
        }
        return new RecordingSender(new SenderSession(options, hello, time));
    }

    /// <inheritdoc/>
    public SenderCounters Counters => _session.Counters;

    /// <inheritdoc/>
    public async ValueTask<bool> SendAsync(RecordingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.FirstFrame < _stream.NextFrame)
            throw new ArgumentException(FormattableString.Invariant($"Frame {batch.FirstFrame} came after frame {_stream.NextFrame - 1}; frames come in order, each once."), nameof(batch));
        long gap = batch.FirstFrame - _stream.NextFrame;
        return (gap == 0 || await _session.AddAsync(() => _stream.AddGap(gap)).ConfigureAwait(false))
            && await SendSpikesAsync(batch).ConfigureAwait(false)
            && await SendSamplesAsync(batch).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SenderOutcome> CompleteAsync(CancellationToken cancellation = default)
    {
        bool ended = await _session.AddAsync(_stream.AddEnd).ConfigureAwait(false);
        await _session.Finished.WaitAsync(cancellation).ConfigureAwait(false);
        SenderCounters counters = Counters;
        bool early = !ended || !_stream.EndAcknowledged;
        if (!early && counters.Received != counters.Sent)
            throw new WireException(WireError.Totals, $"The receiver has {counters.Received}; {counters.Sent} was sent.");
        return new SenderOutcome(counters, early);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async ValueTask<bool> SendSpikesAsync(RecordingBatch batch)
    {
        int spikes = batch.Spikes.Count;
        if (spikes == 0 && batch.SpikesCompleteThroughFrame <= _stream.Watermark)
            return true;
        if (spikes == 0)
            return await _session.AddAsync(() => _stream.AddHeartbeat(batch.SpikesCompleteThroughFrame)).ConfigureAwait(false);
        for (int done = 0; done < spikes;)
        {
            int first = done, count = Math.Min(_stream.SpikesPerMessage, spikes - done);
            done += count;
            // Spikes are complete only with the last of them.
            long watermark = done == spikes ? batch.SpikesCompleteThroughFrame : _stream.Watermark;
            if (!await _session.AddAsync(() => _stream.AddSpikes(batch.Spikes.Spikes.Slice(first, count), watermark)).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    private async ValueTask<bool> SendSamplesAsync(RecordingBatch batch)
    {
        for (int done = 0; done < batch.FrameCount;)
        {
            int first = done, count = Math.Min(_stream.FramesPerMessage, batch.FrameCount - done);
            done += count;
            if (!await _session.AddAsync(() => _stream.AddSamples(batch, first, count)).ConfigureAwait(false))
                return false;
        }
        return true;
    }
}
