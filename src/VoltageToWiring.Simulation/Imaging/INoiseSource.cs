using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>Where imaging noise comes from.</summary>
public interface INoiseSource
{
    /// <summary>Adds white noise to the next frames; called with every frame once, in order.</summary>
    /// <param name="sigmaVolts">Standard deviation, V.</param>
    /// <param name="firstFrame">Index of the first frame.</param>
    /// <param name="targets">Number of imaged neurons.</param>
    /// <param name="frames">Frames × targets, V, time-major, changed in place.</param>
    void AddTo(double sigmaVolts, long firstFrame, int targets, Span<double> frames);
}

/// <summary>Noise drawn one number after the other, as the reference does.</summary>
/// <param name="random">The generator; nobody else may draw from it meanwhile.</param>
public sealed class DrawnNoise(NumpyRandom random) : INoiseSource
{
    /// <inheritdoc/>
    public void AddTo(double sigmaVolts, long firstFrame, int targets, Span<double> frames)
        => ImagingNoise.AddDrawn(random, sigmaVolts, frames);
}

/// <summary>Noise that depends on target and frame alone.</summary>
/// <param name="streams">Key <c>imaging-noise</c>.</param>
public sealed class CountedNoise(RandomStreams streams) : INoiseSource
{
    private readonly ulong _key = streams.Key("imaging-noise");

    /// <inheritdoc/>
    public void AddTo(double sigmaVolts, long firstFrame, int targets, Span<double> frames)
        => ImagingNoise.AddCounted(_key, sigmaVolts, firstFrame, targets, frames);
}
