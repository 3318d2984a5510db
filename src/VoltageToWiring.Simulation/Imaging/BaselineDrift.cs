using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>A baseline that wanders, for each target by itself.</summary>
internal sealed class BaselineDrift
{
    private readonly double _deviationVolts;
    private readonly RandomStream[] _random;
    private readonly OrnsteinUhlenbeck[] _drift;
    private long _frame;

    /// <param name="options">How far and how fast.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="periodSeconds">Time between frames, s.</param>
    /// <param name="streams">Stream <c>imaging-drift</c> of each target.</param>
    public BaselineDrift(DriftOptions options, int targets, double periodSeconds, RandomStreams streams)
    {
        _deviationVolts = options.DeviationVolts;
        _random = [.. Enumerable.Range(0, targets).Select(target => streams.Stream("imaging-drift", target))];
        _drift = [.. _random.Select(random => new OrnsteinUhlenbeck(options.TauSeconds, periodSeconds, random))];
    }

    /// <summary>Adds it to a frame; frames come in order, not all of them need to.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="samples">A sample of each target, V.</param>
    public void AddTo(long frame, Span<double> samples)
    {
        for (; _frame < frame; _frame++)
        {
            for (int n = 0; n < _drift.Length; n++)
                _drift[n].Advance(_random[n]);
        }
        for (int n = 0; n < samples.Length; n++)
            samples[n] += _deviationVolts * _drift[n].Value;
    }
}
