using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>The fourth stage: what the camera makes of the voltages. Out comes a recording that could be anybody's.</summary>
public sealed class ImagingStage : IStage<VoltageBatch, RecordingBatch>
{
    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private readonly RecordingInfo _info;
    private readonly int _stepsPerFrame;
    private readonly double _sigmaVolts;
    private readonly INoiseSource _noise;
    private readonly InvalidSamples? _invalid;
    private readonly VisibleFrames _visible;
    private readonly RecordedTrains _recorded;
    private readonly Sensor? _sensor;
    private readonly SpikeErrors? _errors;
    private readonly TimeProvider _time;

    // Steps of an exposure that is not over yet, and room for those of one batch after them.
    private double[] _exposed = [];
    private int _exposedSteps;
    private double[] _frames = [];

    /// <summary>A camera before its first frame.</summary>
    /// <param name="camera">Exposure, noise and gaps.</param>
    /// <param name="neuron">Its spike height sets the noise.</param>
    /// <param name="info">The recording that comes out.</param>
    /// <param name="recorded">The trains whose spikes are in the recording.</param>
    /// <param name="noise">Where noise comes from.</param>
    /// <param name="invalid">Which samples fail; null for none.</param>
    /// <param name="time">Stamps the arrival of each batch.</param>
    /// <param name="sensor">What the camera looks through; null where it sees voltages as they are.</param>
    /// <param name="errors">How recorded trains differ from the true ones; null where they do not.</param>
    internal ImagingStage(
        CameraOptions camera, IzhikevichParameters neuron, RecordingInfo info, RecordedTrains recorded, INoiseSource noise,
        InvalidSamples? invalid, TimeProvider time, Sensor? sensor = null, SpikeErrors? errors = null)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(neuron);
        _info = info;
        _stepsPerFrame = camera.StepsPerFrame;
        _sigmaVolts = ImagingNoise.StandardDeviation(neuron.PeakVoltage, neuron.RestingVoltage, camera.SpikeSnr);
        _noise = noise;
        _invalid = invalid;
        _visible = new VisibleFrames(camera.Gaps);
        _recorded = recorded;
        _sensor = sensor;
        _errors = errors;
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => "imaging";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(VoltageBatch input, IOutput<RecordingBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        int targets = _info.Targets;
        ReadOnlySpan<double> voltage = _sensor is null ? input.Voltage : _sensor.Follow(input.Voltage);
        int steps = _exposedSteps + voltage.Length / targets;
        int frameCount = steps / _stepsPerFrame;
        if (_stepsPerFrame > 1)
        {
            if (_exposed.Length < steps * targets)
                Array.Resize(ref _exposed, steps * targets);
            voltage.CopyTo(_exposed.AsSpan(_exposedSteps * targets));
            voltage = _exposed.AsSpan(0, steps * targets);
        }
        WriteFrames(input, voltage, Position + frameCount, output);
        _exposedSteps = steps - frameCount * _stepsPerFrame;
        if (_exposedSteps > 0)
            voltage[^(_exposedSteps * targets)..].CopyTo(_exposed);
        Position += frameCount;
    }

    /// <inheritdoc/>
    public void Complete(IOutput<RecordingBatch> output, EndOfStream end)
    {
    }

    /// <summary>One batch for each run of visible frames; where a gap ends the input, one that only says how far the gap goes.</summary>
    private void WriteFrames(VoltageBatch input, ReadOnlySpan<double> voltage, long endFrame, IOutput<RecordingBatch> output)
    {
        int stride = _stepsPerFrame * _info.Targets;
        long frame = Position;
        int frames = _visible.NextRun(ref frame, endFrame);
        RecordingBatch batch = NewBatch(frame, frames, input);
        // All spikes come with the first run, so that inference never has to wait for them.
        _recorded.Append(input.Spikes.Spikes, batch.Spikes);
        _errors?.Apply(batch.Spikes, input.SpikesCompleteThroughStep);
        while (true)
        {
            Expose(voltage.Slice((int)(frame - Position) * stride, frames * stride), batch);
            output.Write(batch);
            frame += frames;
            if (frame == endFrame)
                return;
            frames = _visible.NextRun(ref frame, endFrame);
            batch = NewBatch(frame, frames, input);
        }
    }

    private RecordingBatch NewBatch(long firstFrame, int frames, VoltageBatch input)
    {
        RecordingBatch batch = _pool.Rent();
        batch.Reset(firstFrame, frames, _info.Targets, _info.SampleType);
        batch.SpikesCompleteThroughFrame = _info.FrameOf(input.SpikesCompleteThroughStep);
        batch.IntendedTimestamp = input.IntendedTimestamp;
        batch.ArrivalTimestamp = _time.GetTimestamp();
        return batch;
    }

    private void Expose(ReadOnlySpan<double> voltage, RecordingBatch batch)
    {
        int samples = batch.FrameCount * batch.Targets;
        if (_info.SampleType == SampleType.Float64)
        {
            Image(voltage, batch.FirstFrame, batch.Float64);
            return;
        }
        if (_frames.Length < samples)
            _frames = new double[samples];
        Span<double> frames = _frames.AsSpan(0, samples);
        Image(voltage, batch.FirstFrame, frames);
        Span<float> rounded = batch.Float32;
        for (int i = 0; i < rounded.Length; i++)
            rounded[i] = (float)frames[i];
    }

    private void Image(ReadOnlySpan<double> voltage, long firstFrame, Span<double> frames)
    {
        Exposure.Average(_stepsPerFrame, _info.Targets, voltage, frames);
        if (_sensor is not null)
            _sensor.Show(firstFrame, _info.Targets, frames, _sigmaVolts, _noise);
        else if (_sigmaVolts > 0)
            _noise.AddTo(_sigmaVolts, firstFrame, _info.Targets, frames);
        _invalid?.Strike(firstFrame, _info.Targets, frames);
    }
}
