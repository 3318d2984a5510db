using System.Globalization;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// Makes a recording of messages in their order: checks that frames follow each other, keeps the watermark, the books and the spikes whose time
/// has not come. A message that cannot be right changes nothing.
/// </summary>
internal sealed class StreamAssembler(
    RecordingInfo info, StreamBounds bounds, int heldSpikes, long offsetTicks, long spikeDelayFrames, Pool<RecordingBatch> batches)
{
    private readonly SpikeSorter _spikes = new(heldSpikes);
    private Totals _totals;
    private long _stated;
    private long _watermark;
    private long _gapFrames;

    /// <summary>Index after the newest frame, gaps included.</summary>
    public long NextFrame { get; private set; }

    /// <summary>Whether the end has come.</summary>
    public bool Ended { get; private set; }

    /// <summary>What has come so far.</summary>
    public Totals Totals => _totals;

    /// <summary>Samples that failed.</summary>
    public long MissingSamples { get; private set; }

    /// <summary>The message whose turn it is.</summary>
    /// <param name="message">Still the caller's, but for its batch.</param>
    /// <returns>What inference is told; null where there is nothing to tell.</returns>
    /// <exception cref="WireException">It cannot be right.</exception>
    public RecordingBatch? Accept(IncomingMessage message)
    {
        if (Ended)
            throw new WireException(WireError.Order, "A message came after the end; the end is the last.");
        return message.Type switch
        {
            MessageType.Samples => AcceptSamples(message),
            MessageType.Gap => AcceptGap(message),
            MessageType.End => AcceptEnd(message.End),
            _ => AcceptSpikes(message),
        };
    }

    private RecordingBatch AcceptSamples(IncomingMessage message)
    {
        CheckFrames(message);
        if (info.Sources > 0 && message.FirstFrame - _stated > spikeDelayFrames)
            throw Wrong(WireError.SpikesOverdue, $"Samples have come to frame {message.FirstFrame}, but spikes are complete through frame {_stated} only; {spikeDelayFrames} frames of delay are allowed.");
        RecordingBatch batch = message.Batch!;
        message.Batch = null;
        NextFrame += message.Frames;
        _gapFrames = 0;
        _totals = _totals with { Frames = _totals.Frames + message.Frames };
        MissingSamples += message.MissingSamples;
        batch.SpikesCompleteThroughFrame = info.Sources == 0 ? NextFrame : _watermark;
        return batch;
    }

    private RecordingBatch AcceptGap(IncomingMessage message)
    {
        CheckFrames(message);
        if (_gapFrames + message.Frames > bounds.GapFrames)
            throw Wrong(WireError.Limit, $"A gap of {_gapFrames + message.Frames} frames came; {bounds.GapFrames} without samples are allowed.");
        NextFrame += message.Frames;
        _gapFrames += message.Frames;
        _totals = _totals with { GapFrames = _totals.GapFrames + message.Frames };
        return WithoutFrames();
    }

    private RecordingBatch? AcceptSpikes(IncomingMessage message)
    {
        if (message.CompleteThroughFrame < _stated)
            throw Wrong(WireError.Order, $"complete_through_frame is {message.CompleteThroughFrame} after {_stated}; it may not run backwards.");
        if (!_spikes.HasRoomFor(message.Spikes.Count))
            throw Wrong(WireError.Limit, $"{_spikes.Held + message.Spikes.Count} spikes wait for complete_through_frame to pass them; {_spikes.Most} are allowed.");
        _spikes.Add(message.Spikes.Spikes, offsetTicks);
        _totals = _totals with { Spikes = _totals.Spikes + message.Spikes.Count };
        _stated = message.CompleteThroughFrame;
        return Advance(Corrected(_stated));
    }

    private RecordingBatch? AcceptEnd(EndMessage end)
    {
        if (end.TotalFrames != NextFrame || end.Totals != _totals)
        {
            throw Wrong(
                WireError.Totals,
                $"The end says {Text(end.Totals)}, {end.TotalFrames} frames in all; what came is {Text(_totals)}, {NextFrame} in all.");
        }
        Ended = true;
        RecordingBatch? last = Advance(NextFrame);
        if (_spikes.Held == 0)
            return last;
        last ??= WithoutFrames();
        _spikes.Release(long.MaxValue, last.Spikes);
        return last;
    }

    /// <summary>Moves the watermark on, where it moves, and lets out the spikes before it.</summary>
    private RecordingBatch? Advance(long watermark)
    {
        bool moves = watermark > _watermark;
        _watermark = Math.Max(_watermark, watermark);
        RecordingBatch batch = WithoutFrames();
        _spikes.Release(info.FirstTickOf(_watermark), batch.Spikes);
        if (moves || batch.Spikes.Count > 0)
            return batch;
        batch.Return();
        return null;
    }

    private RecordingBatch WithoutFrames()
    {
        RecordingBatch batch = batches.Rent();
        batch.Reset(NextFrame, 0, info.Targets, info.SampleType);
        batch.SpikesCompleteThroughFrame = info.Sources == 0 ? NextFrame : _watermark;
        return batch;
    }

    private void CheckFrames(IncomingMessage message)
    {
        if (message.FirstFrame < NextFrame)
            throw Wrong(WireError.Order, $"Frame {message.FirstFrame} came after frame {NextFrame - 1}; frames come in order, each once.");
        if (message.FirstFrame > NextFrame)
            throw Wrong(WireError.Order, $"Frame {message.FirstFrame} came where frame {NextFrame} was due; frames that are missing are announced by a gap.");
        if (info.TotalFrames is { } total && NextFrame + message.Frames > total)
            throw Wrong(WireError.Limit, $"Frames up to {NextFrame + message.Frames} came; the hello announced {total} in all.");
    }

    /// <summary>Through which frame spikes are complete when those of a frame's stated time are later by the offset.</summary>
    private long Corrected(long frame) => offsetTicks == 0 ? frame : Math.Max(0, info.FrameOf(info.FirstTickOf(frame) + offsetTicks));

    private static string Text(Totals totals)
        => string.Create(CultureInfo.InvariantCulture, $"{totals.Frames} frames with samples, {totals.GapFrames} in gaps and {totals.Spikes} spikes");

    private static WireException Wrong(WireError code, FormattableString sentence) => new(code, FormattableString.Invariant(sentence));
}
