using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Movies;

/// <summary>How traces are made of a movie.</summary>
public sealed record RoiOptions
{
    /// <summary>The regions of interest, each a neuron; at least one.</summary>
    public required IReadOnlyList<Footprint> Regions { get; init; }

    /// <summary>Where background is seen: for each region a footprint whose sum is the mean of its pixels, or one for all of them. Default: none.</summary>
    public IReadOnlyList<Footprint> Background { get; init; } = [];

    /// <summary>How much of the background is subtracted, 0 to 2. Default 1: all of it.</summary>
    public double BackgroundCoefficient
    {
        get;
        init => field = value is >= 0 and <= 2 ? value : throw new ArgumentOutOfRangeException(nameof(BackgroundCoefficient), value, "0 to 2 is allowed.");
    } = 1;

    /// <summary>What traces are multiplied by, such as −1 where depolarization makes a neuron darker. Default 1.</summary>
    public double Factor { get; init; } = 1;
}
