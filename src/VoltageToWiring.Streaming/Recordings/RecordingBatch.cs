namespace VoltageToWiring.Streaming.Recordings;

/// <summary>
/// The seam between whatever makes a recording and whatever reads it: the imaged samples of one range of frames, and the presynaptic spikes
/// that became known with them. It holds nothing of how the recording came about.
/// </summary>
/// <remarks>
/// Pooled. Whoever is handed a batch may read it until returning from the call; keeping any part of it means copying that part.
/// </remarks>
public sealed class RecordingBatch : PooledItem<RecordingBatch>
{
    private float[] _float32 = [];
    private double[] _float64 = [];
    private ushort[] _uint16 = [];

    /// <summary>Index of the first frame.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Number of frames; 0 for a batch that brings spikes only.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Number of imaged neurons; of a movie, of pixels.</summary>
    public int Targets { get; private set; }

    /// <summary>Which of the sample spans is filled.</summary>
    public SampleType SampleType { get; private set; }

    /// <summary>All spikes of frames before this one are known once this batch is read.</summary>
    public long SpikesCompleteThroughFrame { get; set; }

    /// <summary>When the newest frame's exposure was to end, a <see cref="TimeProvider"/> timestamp; 0 where nothing was scheduled.</summary>
    public long IntendedTimestamp { get; set; }

    /// <summary>When the batch was made, a <see cref="TimeProvider"/> timestamp.</summary>
    public long ArrivalTimestamp { get; set; }

    /// <summary>Frames × targets, time-major; empty where the type is another.</summary>
    public Span<float> Float32 => SampleType == SampleType.Float32 ? _float32.AsSpan(0, FrameCount * Targets) : [];

    /// <summary>Frames × targets, time-major; empty where the type is another.</summary>
    public Span<double> Float64 => SampleType == SampleType.Float64 ? _float64.AsSpan(0, FrameCount * Targets) : [];

    /// <summary>Frames × pixels, frame after frame, row after row; empty where the type is another.</summary>
    public Span<ushort> UInt16 => SampleType == SampleType.UInt16 ? _uint16.AsSpan(0, FrameCount * Targets) : [];

    /// <summary>The spikes, ascending by tick and, at one tick, by source.</summary>
    public SpikeList Spikes { get; } = new();

    /// <summary>Lays the batch out for a range of frames and empties its spikes; nothing is known of when it was due or came, and samples are undefined until written.</summary>
    /// <param name="firstFrame">Index of the first frame.</param>
    /// <param name="frameCount">Number of frames.</param>
    /// <param name="targets">Number of imaged neurons.</param>
    /// <param name="sampleType">Number type of the samples.</param>
    public void Reset(long firstFrame, int frameCount, int targets, SampleType sampleType)
    {
        FirstFrame = firstFrame;
        FrameCount = frameCount;
        Targets = targets;
        SampleType = sampleType;
        IntendedTimestamp = ArrivalTimestamp = 0;
        Spikes.Clear();
        int samples = checked(frameCount * targets);
        if (sampleType == SampleType.Float32 && _float32.Length < samples)
            _float32 = new float[samples];
        if (sampleType == SampleType.Float64 && _float64.Length < samples)
            _float64 = new double[samples];
        if (sampleType == SampleType.UInt16 && _uint16.Length < samples)
            _uint16 = new ushort[samples];
    }

    /// <summary>Lays the batch out for what is made of another: of the same frames, which were due and came when they did.</summary>
    /// <param name="origin">The other batch.</param>
    /// <param name="targets">Number of imaged neurons.</param>
    /// <param name="sampleType">Number type of the samples.</param>
    public void ResetAfter(RecordingBatch origin, int targets, SampleType sampleType)
    {
        ArgumentNullException.ThrowIfNull(origin);
        Reset(origin.FirstFrame, origin.FrameCount, targets, sampleType);
        IntendedTimestamp = origin.IntendedTimestamp;
        ArrivalTimestamp = origin.ArrivalTimestamp;
    }

    /// <summary>Copies the samples of some frames into a batch that was laid out for as many.</summary>
    /// <param name="firstOfBatch">The first of them, counted from the batch's first.</param>
    /// <param name="to">The other batch, of the same targets and type.</param>
    public void CopySamples(int firstOfBatch, RecordingBatch to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Range samples = (firstOfBatch * Targets)..((firstOfBatch + to.FrameCount) * Targets);
        switch (SampleType)
        {
            case SampleType.Float32: Float32[samples].CopyTo(to.Float32); break;
            case SampleType.Float64: Float64[samples].CopyTo(to.Float64); break;
            default: UInt16[samples].CopyTo(to.UInt16); break;
        }
    }
}
