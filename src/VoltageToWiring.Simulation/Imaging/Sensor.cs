using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>A sensor that is not ideal, at work: from voltages to samples, with their noise.</summary>
internal sealed class Sensor
{
    private readonly SensorOptions _options;
    private readonly SampleClock _frameClock;
    private readonly double _restingVolts;
    private readonly double _lightVolts;
    private readonly IndicatorKinetics? _indicator;
    private readonly JitteredExposure? _jitter;
    private readonly BaselineDrift? _drift;
    private double[] _light = [];
    private double[] _noise = [];

    /// <param name="options">What it is like.</param>
    /// <param name="camera">Its exposure.</param>
    /// <param name="neuron">Its resting voltage and the height of its spikes.</param>
    /// <param name="info">The recording.</param>
    /// <param name="stepClock">The clock of the voltages.</param>
    /// <param name="streams">Randomness of jitter and drift.</param>
    public Sensor(
        SensorOptions options, CameraOptions camera, IzhikevichParameters neuron, RecordingInfo info, SampleClock stepClock, RandomStreams streams)
    {
        _options = options;
        _frameClock = info.FrameClock;
        _restingVolts = neuron.RestingVoltage;
        _lightVolts = (neuron.PeakVoltage - neuron.RestingVoltage) / options.Contrast;
        double step = stepClock.PeriodSeconds;
        if (options.Indicator is { } indicator)
            _indicator = new IndicatorKinetics(info.Targets, indicator.RiseSeconds, indicator.DecaySeconds, step, _restingVolts);
        if (options.JitterSeconds > 0)
            _jitter = new JitteredExposure(info.Targets, camera.StepsPerFrame, options.JitterSeconds / step, streams);
        if (options.Drift is { } drift)
            _drift = new BaselineDrift(drift, info.Targets, info.FrameClock.PeriodSeconds, streams);
    }

    /// <summary>What the indicator shows of some steps, rearranged where exposures are not where they should be.</summary>
    /// <param name="voltage">Steps × targets, V, time-major; changed in place.</param>
    /// <returns>As many steps, or, with jitter, those of all frames that are complete.</returns>
    public ReadOnlySpan<double> Follow(Span<double> voltage)
    {
        _indicator?.Follow(voltage);
        return _jitter is null ? voltage : _jitter.Take(voltage);
    }

    /// <summary>Makes samples of the voltages of some frames.</summary>
    /// <param name="firstFrame">Index of the first.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="frames">Frames × targets, time-major, changed in place.</param>
    /// <param name="sigmaVolts">Standard deviation of the noise in the light at rest at the start, V.</param>
    /// <param name="noise">Where noise comes from.</param>
    public void Show(long firstFrame, int targets, Span<double> frames, double sigmaVolts, INoiseSource noise)
    {
        if (_light.Length < frames.Length)
            (_light, _noise) = (new double[frames.Length], new double[frames.Length]);
        for (int at = 0; at < frames.Length; at += targets)
            Shine(firstFrame + at / targets, frames.Slice(at, targets), _light.AsSpan(at, targets));
        Span<double> drawn = _noise.AsSpan(0, frames.Length);
        drawn.Clear();
        if (sigmaVolts > 0)
            noise.AddTo(sigmaVolts, firstFrame, targets, drawn);
        for (int at = 0; at < frames.Length; at++)
        {
            double sample = frames[at] + (_options.ShotNoise ? Math.Sqrt(_light[at]) : 1) * drawn[at];
            frames[at] = _options.Negative ? -sample : sample;
        }
    }

    private void Shine(long frame, Span<double> samples, Span<double> light)
    {
        double left = _options.BleachingSeconds is { } tau ? Fluorescence.Left(_frameClock.TimeSeconds(frame), tau) : 1;
        for (int n = 0; n < samples.Length; n++)
        {
            light[n] = Fluorescence.Light(samples[n], left, _restingVolts, _lightVolts);
            samples[n] = Fluorescence.Sample(samples[n], left, _restingVolts, _lightVolts);
        }
        _drift?.AddTo(frame, samples);
    }
}
