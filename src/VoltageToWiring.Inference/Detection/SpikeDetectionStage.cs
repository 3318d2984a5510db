using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Inference.Detection;

/// <summary>
/// Between a source and inference: turns traces over and takes their baseline off; and, where no spikes come with them, finds the spikes of
/// every trace, so that every recorded neuron is a source and a target. Frames go on at once, spikes when they are certain.
/// </summary>
public sealed class SpikeDetectionStage : IStage<RecordingBatch, RecordingBatch>
{
    /// <summary>Its name.</summary>
    public const string StageName = "detection";

    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    // Where traces go on with their baseline, spikes are looked for without it.
    private const double DetectionBaselineSeconds = 2;

    private readonly bool _negative;
    private readonly CausalBaseline? _baseline;
    private readonly CausalBaseline? _detectionBaseline;
    private readonly SpikeDetector? _detector;
    private readonly List<FoundSpike> _found = [];
    private readonly double[] _frame;
    private readonly double[] _detrended;
    private readonly double[] _snrSum;
    private readonly long[] _count;

    /// <summary>Traces before their first frame.</summary>
    /// <param name="info">The recording that comes in.</param>
    /// <param name="traces">What is done to its traces.</param>
    /// <param name="detection">How spikes are found; null where those of the source are used.</param>
    public SpikeDetectionStage(RecordingInfo info, TraceOptions traces, DetectionOptions? detection)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(traces);
        Info = detection is null ? info : InfoOf(info);
        _negative = traces.Negative;
        if (traces.DetrendSeconds is { } tau)
            _baseline = new CausalBaseline(info.Targets, tau, info.FrameClock.PeriodSeconds);
        SpikeDetectorOptions? options = detection?.InFrames(info.FrameClock);
        if (options is not null)
            _detector = new SpikeDetector(info.Targets, options);
        if (_detector is not null && _baseline is null)
            _detectionBaseline = new CausalBaseline(info.Targets, DetectionBaselineSeconds, info.FrameClock.PeriodSeconds);
        LatencyFrames = options?.LatencyFrames ?? 0;
        _frame = new double[info.Targets];
        _detrended = new double[info.Targets];
        _snrSum = new double[info.Targets];
        _count = new long[info.Targets];
    }

    /// <summary>The recording with spikes that were detected: as many sources as targets, spikes stamped with their frame.</summary>
    /// <param name="info">The recording without.</param>
    public static RecordingInfo InfoOf(RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return info with { Sources = info.Targets, SpikeClock = info.FrameClock, SourcesAreTargets = true, TrainsKnownBeforehand = false };
    }

    /// <summary>The recording that goes out.</summary>
    public RecordingInfo Info { get; }

    /// <summary>Frames from a spike's own to the one with which it is known.</summary>
    public int LatencyFrames { get; }

    /// <summary>Called with every spike that is found, in the order in which they go out.</summary>
    public Action<FoundSpike>? Found { get; set; }

    /// <summary>What was found in each trace so far; stable once the run has ended. Null where nothing is detected.</summary>
    public IReadOnlyList<DetectedSpikes>? Detected => _detector is null
        ? null
        : [.. _count.Select((count, n) => new DetectedSpikes(count, count == 0 ? null : _snrSum[n] / count, _detector.Thresholds[n]))];

    /// <inheritdoc/>
    public string Name => StageName;

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(RecordingBatch input, IOutput<RecordingBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        RecordingBatch batch = _pool.Rent();
        batch.ResetAfter(input, input.Targets, input.SampleType);
        if (input.FirstFrame > Position)
            _detector?.SkipTo(input.FirstFrame, _found);
        Position = Math.Max(Position, input.FirstFrame);
        for (int frame = 0; frame < input.FrameCount; frame++)
            TakeFrame(input, frame, batch);
        if (_detector is null)
        {
            batch.Spikes.Add(input.Spikes.Spikes);
            batch.SpikesCompleteThroughFrame = input.SpikesCompleteThroughFrame;
        }
        else
        {
            SendFound(batch);
            batch.SpikesCompleteThroughFrame = _detector.CompleteThroughFrame;
        }
        output.Write(batch);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<RecordingBatch> output, EndOfStream end)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_detector is null || end == EndOfStream.Interrupted)
            return;
        long endFrame = Position;
        _detector.SkipTo(endFrame + LatencyFrames, _found);
        RecordingBatch batch = _pool.Rent();
        batch.Reset(endFrame, 0, Info.Targets, Info.SampleType);
        SendFound(batch);
        batch.SpikesCompleteThroughFrame = endFrame;
        output.Write(batch);
    }

    private void TakeFrame(RecordingBatch input, int frame, RecordingBatch batch)
    {
        int at = frame * input.Targets;
        bool isDouble = input.SampleType == SampleType.Float64;
        for (int n = 0; n < _frame.Length; n++)
        {
            double sample = isDouble ? input.Float64[at + n] : input.Float32[at + n];
            _frame[n] = _negative ? -sample : sample;
        }
        _baseline?.Subtract(_frame);
        Detect();
        for (int n = 0; n < _frame.Length; n++)
        {
            if (isDouble)
                batch.Float64[at + n] = _frame[n];
            else
                batch.Float32[at + n] = (float)_frame[n];
        }
        Position++;
    }

    private void Detect()
    {
        if (_detector is null)
            return;
        _frame.CopyTo(_detrended);
        _detectionBaseline?.Subtract(_detrended);
        _detector.Add(_detrended, _found);
    }

    // Spikes are found frame by frame, in a frame by trace: the order of a stream.
    private void SendFound(RecordingBatch batch)
    {
        foreach (FoundSpike spike in _found)
        {
            batch.Spikes.Add(new SpikeEvent(spike.Target, spike.Frame));
            _count[spike.Target]++;
            _snrSum[spike.Target] += spike.Snr;
            Found?.Invoke(spike);
        }
        _found.Clear();
    }
}
