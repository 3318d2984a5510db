using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>How the spikes of a train follow each other; the same for all trains of a simulation.</summary>
public abstract record SpikeProcess
{
    /// <summary>Poisson trains.</summary>
    public static SpikeProcess Poisson { get; } = new PoissonProcess();

    /// <summary>The process of one train, before its first spike.</summary>
    /// <param name="rateHz">Mean rate of the train, Hz, at least 0.</param>
    public abstract IIntervalProcess Begin(double rateHz);
}

/// <summary>Exponential intervals.</summary>
public sealed record PoissonProcess : SpikeProcess
{
    /// <inheritdoc/>
    public override IIntervalProcess Begin(double rateHz) => new PoissonIntervals(rateHz);
}

/// <summary>Gamma-distributed intervals, more regular the larger the shape.</summary>
/// <param name="Shape">The shape n, at least 1; the coefficient of variation is 1/√n.</param>
public sealed record GammaProcess(int Shape) : SpikeProcess
{
    /// <inheritdoc/>
    public override IIntervalProcess Begin(double rateHz) => new GammaIntervals(rateHz, Shape);
}

/// <summary>Bursts of a few spikes, with pauses between them.</summary>
public sealed record BurstingProcess : SpikeProcess
{
    /// <inheritdoc/>
    public override IIntervalProcess Begin(double rateHz) => new BurstingIntervals(rateHz);
}
