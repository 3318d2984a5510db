namespace VoltageToWiring.Simulation.Networks;

/// <summary>
/// A recurrent network: every neuron is a source and a target. Its wiring is that of the simulation; this is what drives it from outside.
/// </summary>
/// <remarks>
/// Each neuron gets Poisson input of its own, which nobody records. Its strength is found such that the neuron fires at its wanted rate.
/// </remarks>
public sealed record NetworkOptions
{
    // Before they are scaled; their ratio stays.
    private const double ExcitatoryStrengthSiemens = 1e-9, InhibitoryStrengthSiemens = 4e-9;

    private readonly double _backgroundRateHz = 500;
    private readonly double _backgroundInhibitory = 0.1;

    /// <summary>Rate of all background input onto a neuron, Hz; positive. Default 500 Hz.</summary>
    public double BackgroundRateHz
    {
        get => _backgroundRateHz;
        init => _backgroundRateHz = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BackgroundRateHz), value, "The rate of the background is positive.");
    }

    /// <summary>Fraction of the background that is inhibitory; 0 to below 1. Default 0.1.</summary>
    public double BackgroundInhibitory
    {
        get => _backgroundInhibitory;
        init => _backgroundInhibitory = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BackgroundInhibitory), value, "The inhibitory fraction is at least 0 and below 1.");
    }

    /// <summary>The background as a wiring: train n excites neuron n, train neurons + n inhibits it.</summary>
    /// <param name="neurons">Number of neurons.</param>
    internal Wiring BackgroundWiring(int neurons) => new(
        [.. Enumerable.Repeat(NeuronKind.Excitatory, neurons), .. Enumerable.Repeat(NeuronKind.Inhibitory, neurons)],
        neurons,
        [.. Enumerable.Range(0, neurons).SelectMany(n => new[]
        {
            new Synapse(n, n, NeuronKind.Excitatory, ExcitatoryStrengthSiemens, 0),
            new Synapse(neurons + n, n, NeuronKind.Inhibitory, InhibitoryStrengthSiemens, 0),
        })]);

    /// <summary>Mean rate of each train of the background, Hz.</summary>
    /// <param name="neurons">Number of neurons.</param>
    internal double[] BackgroundRatesHz(int neurons) =>
    [
        .. Enumerable.Repeat(BackgroundRateHz * (1 - BackgroundInhibitory), neurons),
        .. Enumerable.Repeat(BackgroundRateHz * BackgroundInhibitory, neurons),
    ];
}
