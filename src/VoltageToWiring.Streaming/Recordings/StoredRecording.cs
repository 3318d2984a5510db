namespace VoltageToWiring.Streaming.Recordings;

/// <summary>A stretch of a recording that lies in memory, to be played as often as one likes.</summary>
public sealed class StoredRecording
{
    private readonly List<float> _float32 = [];
    private readonly List<double> _float64 = [];
    private readonly SpikeList _spikes = new();

    /// <summary>An empty stretch.</summary>
    /// <param name="info">The recording that it is of.</param>
    public StoredRecording(RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        Info = info;
    }

    /// <summary>The recording that it is of.</summary>
    public RecordingInfo Info { get; }

    /// <summary>Frames that it holds.</summary>
    public int Frames { get; private set; }

    /// <summary>Its spikes, ascending by tick, ticks counted from its first frame.</summary>
    public ReadOnlySpan<SpikeEvent> Spikes => _spikes.Spikes;

    /// <summary>Copies a batch; frames must follow those that are here.</summary>
    /// <param name="batch">The batch; still the caller's.</param>
    public void Add(RecordingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNotEqual(batch.FirstFrame, Frames, nameof(batch));
        _float32.AddRange(batch.Float32);
        _float64.AddRange(batch.Float64);
        _spikes.Add(batch.Spikes.Spikes);
        Frames += batch.FrameCount;
    }

    /// <summary>Copies samples into a batch of the same shape.</summary>
    /// <param name="first">Index of the first frame.</param>
    /// <param name="batch">Receives as many frames as it is laid out for, from <paramref name="offset"/> on.</param>
    /// <param name="offset">Frames of the batch that are filled already.</param>
    /// <param name="frames">How many frames.</param>
    public void CopyTo(int first, RecordingBatch batch, int offset, int frames)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int targets = Info.Targets;
        if (Info.SampleType == SampleType.Float32)
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_float32).Slice(first * targets, frames * targets).CopyTo(batch.Float32[(offset * targets)..]);
        else
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_float64).Slice(first * targets, frames * targets).CopyTo(batch.Float64[(offset * targets)..]);
    }
}
