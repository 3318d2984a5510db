using System.Globalization;
using VoltageToWiring.Numerics.Forecasting;

namespace VoltageToWiring.Host.Planning;

/// <summary>What the time to detection of one connection depends on.</summary>
public sealed record DetectionSetting
{
    /// <summary>Whether the connection is inhibitory.</summary>
    public required bool IsInhibitory { get; init; }

    /// <summary>Its strength, S.</summary>
    public required double StrengthSiemens { get; init; }

    /// <summary>Firing rate of the presynaptic trains, Hz.</summary>
    public required double RateHz { get; init; }

    /// <summary>Frames per second.</summary>
    public required double FrameRateHz { get; init; }

    /// <summary>Height of a spike over the noise of one frame.</summary>
    public required double SpikeSnr { get; init; }

    /// <summary>Number of recorded presynaptic trains.</summary>
    public required int Trains { get; init; }

    /// <summary>The level of error at which the connection is found: it is when its evidence reaches 1/level.</summary>
    public required double Level { get; init; }

    /// <summary>Time of the spikes before which nothing is found, s.</summary>
    public double FloorSeconds => DetectionTimeLaw.FloorSpikes / RateHz;

    /// <summary>The quantities that the model is valid within, and its features are made of.</summary>
    internal IReadOnlyList<Covariate> Covariates =>
    [
        new(IsInhibitory ? "inhibitory strength" : "excitatory strength", StrengthSiemens * 1e9, "nS"),
        new("firing rate", RateHz, "Hz"),
        new("frame rate", FrameRateHz, "Hz"),
        new("spike SNR", SpikeSnr, ""),
        new("spike SNR in a millisecond", SpikeSnr * Math.Sqrt(FrameRateHz / 1000), ""),
        new("number of trains", Trains, ""),
        new("evidence asked for, log10", -Math.Log10(Level), ""),
    ];
}

/// <summary>A quantity that a detection time depends on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">In which unit; empty where it has none.</param>
internal sealed record Covariate(string Name, double Value, string Unit)
{
    /// <summary>The value with its unit.</summary>
    public string Text => Words(Value, Unit);

    /// <summary>A value with its unit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">The unit; may be empty.</param>
    public static string Words(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}").TrimEnd();
}
