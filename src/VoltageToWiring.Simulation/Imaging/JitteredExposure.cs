using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>
/// Exposures that end early, each by another time: frame k is exposed from where frame k − 1 ended to step (k + 1)·S − δ, δ normal about two
/// standard deviations, from 0 to S − 1. How early depends on the frame alone.
/// </summary>
internal sealed class JitteredExposure
{
    private readonly ulong _key;
    private readonly int _targets;
    private readonly int _stepsPerFrame;
    private readonly double _sigmaSteps;

    // Steps that were not exposed yet, the first of which is _first.
    private double[] _waiting = [];
    private int _waitingSteps;
    private long _first;
    private long _frame;
    private double[] _exposed = [];

    /// <param name="targets">Number of targets.</param>
    /// <param name="stepsPerFrame">Steps S in a frame.</param>
    /// <param name="sigmaSteps">Standard deviation of δ, steps.</param>
    /// <param name="streams">Key <c>imaging-jitter</c>.</param>
    public JitteredExposure(int targets, int stepsPerFrame, double sigmaSteps, RandomStreams streams)
    {
        _key = streams.Key("imaging-jitter");
        _targets = targets;
        _stepsPerFrame = stepsPerFrame;
        _sigmaSteps = sigmaSteps;
    }

    /// <summary>Takes steps, and gives S equal ones for every frame that is complete.</summary>
    /// <param name="voltage">Steps × targets, V, time-major.</param>
    /// <returns>Frames · S × targets; valid until the next call.</returns>
    public ReadOnlySpan<double> Take(ReadOnlySpan<double> voltage)
    {
        int steps = voltage.Length / _targets;
        if (_waiting.Length < (_waitingSteps + steps) * _targets)
            Array.Resize(ref _waiting, (_waitingSteps + steps) * _targets);
        voltage.CopyTo(_waiting.AsSpan(_waitingSteps * _targets));
        _waitingSteps += steps;
        int most = (_waitingSteps / _stepsPerFrame + 2) * _stepsPerFrame * _targets;
        if (_exposed.Length < most)
            _exposed = new double[most];
        int written = 0, taken = 0;
        for (long end = EndOf(_frame); end <= _first + _waitingSteps; end = EndOf(++_frame))
        {
            int length = (int)(end - _first) - taken;
            Expose(_waiting.AsSpan(taken * _targets, length * _targets), _exposed.AsSpan(written, _stepsPerFrame * _targets));
            taken += length;
            written += _stepsPerFrame * _targets;
        }
        _waiting.AsSpan(taken * _targets, (_waitingSteps - taken) * _targets).CopyTo(_waiting);
        _waitingSteps -= taken;
        _first += taken;
        return _exposed.AsSpan(0, written);
    }

    private long EndOf(long frame)
    {
        var random = new CounterRandom(_key, (uint)frame, (uint)(frame >> 32), 0);
        int early = (int)Math.Round(_sigmaSteps * (2 + random.NextGaussian()));
        return (frame + 1) * _stepsPerFrame - Math.Clamp(early, 0, _stepsPerFrame - 1);
    }

    private void Expose(ReadOnlySpan<double> steps, Span<double> rows)
    {
        Span<double> mean = rows[.._targets];
        mean.Clear();
        for (int at = 0; at < steps.Length; at += _targets)
        {
            for (int n = 0; n < _targets; n++)
                mean[n] += steps[at + n];
        }
        foreach (ref double value in mean)
            value /= steps.Length / _targets;
        for (int row = 1; row < _stepsPerFrame; row++)
            mean.CopyTo(rows[(row * _targets)..]);
    }
}
