using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>A numbered message as it waits for its turn. Pooled.</summary>
internal sealed class IncomingMessage : PooledItem<IncomingMessage>
{
    public MessageType Type { get; set; }

    public long Sequence { get; set; }

    /// <summary>Index of the first frame, of samples and gaps.</summary>
    public long FirstFrame { get; set; }

    /// <summary>Number of frames, of samples and gaps.</summary>
    public long Frames { get; set; }

    /// <summary>Samples that are missing, of samples.</summary>
    public long MissingSamples { get; set; }

    /// <summary>The watermark, of spikes and heartbeats.</summary>
    public long CompleteThroughFrame { get; set; }

    /// <summary>What came to an end, of the end.</summary>
    public EndMessage End { get; set; }

    /// <summary>The samples, of samples; taken out by whoever hands them on.</summary>
    public RecordingBatch? Batch { get; set; }

    /// <summary>The spikes, of spikes.</summary>
    public SpikeList Spikes { get; } = new();

    /// <summary>Gives it back with what it still holds.</summary>
    public void Discard()
    {
        Batch?.Return();
        Batch = null;
        Spikes.Clear();
        Return();
    }
}
