using System.Globalization;
using VoltageToWiring.Simulation.SpikeTrains;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How spikes follow each other.</summary>
/// <param name="Process">The process.</param>
public sealed record SpikeProcessSetting(SpikeProcess Process) : ITextSetting<SpikeProcessSetting>
{
    private const int LargestShape = 100;

    /// <summary>Exponential intervals.</summary>
    public static SpikeProcessSetting Poisson { get; } = new(SpikeProcess.Poisson);

    /// <inheritdoc/>
    public static string Allowed
        => "poisson, gamma(n) (intervals gamma-distributed with the shape n, a whole number from 1 to 100), or bursting (bursts of 2 to 5 spikes 4 to 8 ms apart)";

    /// <inheritdoc/>
    public static string Pattern => @"^(poisson|bursting|gamma\([0-9]+\))$";

    /// <inheritdoc/>
    public string Text => Process switch
    {
        GammaProcess { Shape: var shape } => string.Create(CultureInfo.InvariantCulture, $"gamma({shape})"),
        BurstingProcess => "bursting",
        _ => "poisson",
    };

    /// <inheritdoc/>
    public static SpikeProcessSetting? FromText(string text) => text switch
    {
        "poisson" => Poisson,
        "bursting" => new(new BurstingProcess()),
        ['g', 'a', 'm', 'm', 'a', '(', .. var shape, ')'] when int.TryParse(shape, NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            && n is >= 1 and <= LargestShape => new(new GammaProcess(n)),
        _ => null,
    };
}
