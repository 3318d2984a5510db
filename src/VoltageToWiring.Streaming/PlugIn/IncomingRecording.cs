using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>
/// What has to be true of batches that somebody's own code makes, and the order in which their spikes go on. Nothing is believed: a mistake is one
/// sentence that names the frame, not an estimate that is wrong.
/// </summary>
/// <param name="info">The recording.</param>
/// <param name="mostSpikes">The most spikes that wait for their time to be complete.</param>
internal sealed class IncomingRecording(RecordingInfo info, int mostSpikes)
{
    // No spike is later.
    private const long Largest = 1L << 53;

    private readonly SpikeSorter _spikes = new(mostSpikes);
    private long _watermarkTold;

    /// <summary>Index after the newest frame that has come.</summary>
    public long NextFrame { get; private set; }

    /// <summary>All spikes of frames before this one have come.</summary>
    public long Watermark { get; private set; }

    /// <summary>Whether spikes or word of them can be let out that have not been.</summary>
    public bool HasNews => info.Sources > 0 && Watermark > _watermarkTold;

    /// <summary>Frames come, whatever becomes of them.</summary>
    /// <param name="batch">The frames.</param>
    /// <exception cref="InvalidDataException">They cannot be right.</exception>
    public void TakeFrames(RecordingBatch batch)
    {
        if (batch.Targets != info.Targets || batch.SampleType != info.SampleType)
            throw Wrong($"the batch of frame {batch.FirstFrame} has {batch.Targets} target(s) as {batch.SampleType}; allowed are the recording's {info.Targets} as {info.SampleType}");
        if (batch.FirstFrame < NextFrame)
            throw Wrong($"frame {batch.FirstFrame} came where frame {NextFrame} or a later one was due; allowed are frames in order, each once");
        if (batch.FirstFrame > Largest)
            throw Wrong($"frame {batch.FirstFrame} came; allowed is up to 2^53");
        NextFrame = batch.FirstFrame + batch.FrameCount;
    }

    /// <summary>Spikes come.</summary>
    /// <returns>False where there is no room for them.</returns>
    /// <exception cref="InvalidDataException">They cannot be right.</exception>
    public bool TakeSpikes(ReadOnlySpan<SpikeEvent> spikes, long completeThroughFrame)
    {
        if (completeThroughFrame < Watermark)
            throw Wrong($"spikes were complete through frame {completeThroughFrame} after {Watermark}; allowed is a number that does not fall");
        foreach (SpikeEvent spike in spikes)
            Check(spike);
        // Whoever knows all spikes may say any large number.
        Watermark = Math.Min(completeThroughFrame, Largest);
        if (!_spikes.HasRoomFor(spikes.Length))
            return false;
        _spikes.Add(spikes, 0);
        return true;
    }

    /// <summary>Lets out what is known of spikes with a batch that goes on.</summary>
    public void Release(RecordingBatch into)
    {
        long endFrame = into.FirstFrame + into.FrameCount;
        into.SpikesCompleteThroughFrame = _watermarkTold = info.Sources == 0 ? endFrame : Watermark;
        _spikes.Release(info.FirstTickOf(Watermark), into.Spikes);
    }

    /// <summary>The end: what is left of the spikes, and a gap where the last frames were dropped.</summary>
    public void ReleaseLast(RecordingBatch into)
    {
        into.Reset(NextFrame, 0, info.Targets, info.SampleType);
        into.SpikesCompleteThroughFrame = Math.Max(Watermark, NextFrame);
        _spikes.Release(long.MaxValue, into.Spikes);
    }

    private void Check(SpikeEvent spike)
    {
        if (info.Sources == 0)
            throw Wrong($"a spike of train {spike.Source} came to a recording without trains; allowed are no spikes");
        if ((uint)spike.Source >= (uint)info.Sources)
            throw Wrong($"a spike of train {spike.Source} came; allowed are 0 to {info.Sources - 1}");
        if (spike.Tick is < 0 or > Largest)
            throw Wrong($"a spike at tick {spike.Tick} came; allowed is 0 to 2^53");
    }

    private static InvalidDataException Wrong(FormattableString sentence) => new(sentence.ToString(CultureInfo.InvariantCulture));
}
