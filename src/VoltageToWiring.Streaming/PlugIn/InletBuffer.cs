using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>Frames that wait to be taken, as many as there is room for; what does not fit is dropped and counted, or is an error. Not thread-safe.</summary>
/// <param name="info">The recording.</param>
/// <param name="options">How much room there is, and what happens when it is full.</param>
internal sealed class InletBuffer(RecordingInfo info, InletOptions options)
{
    private readonly Queue<RecordingBatch> _waiting = new();
    private Ledger? _ledger;

    /// <summary>Frames there is room for.</summary>
    public long RoomFrames { get; } = Math.Max(1, (long)Math.Ceiling(options.Room.TotalSeconds * info.FrameClock.RateHz));

    public long WaitingFrames { get; private set; }

    public long DroppedFrames { get; private set; }

    public long DroppedSpikes { get; private set; }

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>From now on drops are entered into these books, and those that were before.</summary>
    public void CountDropsIn(Ledger ledger)
    {
        _ledger = ledger;
        Enter(DroppedFrames, DroppedSpikes);
    }

    /// <summary>Takes frames in.</summary>
    /// <returns>Whether the batch is the buffer's now.</returns>
    /// <exception cref="InvalidDataException">There is no room, and that is an error.</exception>
    public bool TryAdd(RecordingBatch frames)
    {
        if (frames.FrameCount == 0 || !MakeRoom(frames))
            return false;
        WaitingFrames += frames.FrameCount;
        _waiting.Enqueue(frames);
        return true;
    }

    /// <summary>Takes out the oldest.</summary>
    public bool TryTake([MaybeNullWhen(false)] out RecordingBatch frames)
    {
        if (!_waiting.TryDequeue(out frames))
            return false;
        WaitingFrames -= frames.FrameCount;
        return true;
    }

    /// <summary>Spikes found no room.</summary>
    /// <exception cref="InvalidDataException">That is an error.</exception>
    public void DropSpikes(int count)
    {
        if (options.WhenFull == Overflow.Fail)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"more than {options.Spikes} spikes wait, the most that are allowed"));
        DroppedSpikes += count;
        Enter(0, count);
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        while (TryTake(out RecordingBatch? frames))
            frames.Return();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"room for {Room}, {Bytes / 1000:0.#} kB; when full: {InWords(options.WhenFull)}");

    private FormattableString Room => $"{RoomFrames} frames, {1e3 * RoomFrames * info.FrameClock.PeriodSeconds:0.###} ms";

    private double Bytes => (double)RoomFrames * info.Targets * (info.SampleType == SampleType.Float64 ? 8 : 4);

    private bool MakeRoom(RecordingBatch frames)
    {
        if (frames.FrameCount > RoomFrames)
            throw Wrong($"{frames.FrameCount} frames came at once; allowed are the {RoomFrames} that there is room for");
        if (WaitingFrames + frames.FrameCount <= RoomFrames)
            return true;
        if (options.WhenFull == Overflow.Fail)
            throw Wrong($"frame {frames.FirstFrame} met a full buffer of {Room.ToString(CultureInfo.InvariantCulture)}: the run is slower than the recording");
        if (options.WhenFull == Overflow.DropNewest)
        {
            Drop(frames);
            return false;
        }
        while (WaitingFrames + frames.FrameCount > RoomFrames && TryTake(out RecordingBatch? oldest))
        {
            Drop(oldest);
            oldest.Return();
        }
        return true;
    }

    private void Drop(RecordingBatch frames)
    {
        DroppedFrames += frames.FrameCount;
        Enter(frames.FrameCount, 0);
    }

    private void Enter(long frames, long spikes)
    {
        _ledger?.Entered(frames, spikes);
        _ledger?.DroppedByFullLink(frames, spikes);
    }

    private static string InWords(Overflow policy) => policy switch
    {
        Overflow.DropOldest => "drop the oldest",
        Overflow.DropNewest => "drop the newest",
        _ => "fail",
    };

    private static InvalidDataException Wrong(FormattableString sentence) => new(sentence.ToString(CultureInfo.InvariantCulture));
}
