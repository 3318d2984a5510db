namespace VoltageToWiring.Simulation.Imaging;

/// <summary>What stands between a voltage and a sample beside white noise. By default nothing does.</summary>
public sealed record SensorOptions
{
    /// <summary>A sensor that shows the voltage as it is.</summary>
    public static SensorOptions Ideal { get; } = new();

    /// <summary>How late the indicator follows; null, the default, for not at all.</summary>
    public IndicatorOptions? Indicator { get; init; }

    /// <summary>Time constant of bleaching, s; null, the default, for none.</summary>
    public double? BleachingSeconds { get; init; }

    /// <summary>By which fraction of its light at rest a spike brightens the indicator, before its kinetics. Default 0.1.</summary>
    public double Contrast { get; init; } = 0.1;

    /// <summary>Whether noise goes with the square root of the light, as that of photons does. Default no.</summary>
    public bool ShotNoise { get; init; }

    /// <summary>How the baseline wanders; null, the default, for not at all.</summary>
    public DriftOptions? Drift { get; init; }

    /// <summary>Standard deviation of when exposures end, s. Default 0.</summary>
    public double JitterSeconds { get; init; }

    /// <summary>Whether depolarization lowers the samples. Default no.</summary>
    public bool Negative { get; init; }
}

/// <summary>How late an indicator follows the voltage.</summary>
/// <param name="RiseSeconds">Rise time constant, s.</param>
/// <param name="DecaySeconds">Decay time constant, s.</param>
public sealed record IndicatorOptions(double RiseSeconds, double DecaySeconds);

/// <summary>A baseline that wanders, an Ornstein-Uhlenbeck process for each target.</summary>
/// <param name="DeviationVolts">Standard deviation, V.</param>
/// <param name="TauSeconds">Time constant, s.</param>
public sealed record DriftOptions(double DeviationVolts, double TauSeconds);
