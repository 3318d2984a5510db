using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation.Imaging;

/// <summary>Samples that are no numbers; which ones depends on target and frame alone.</summary>
/// <param name="fraction">Probability that a sample is one.</param>
/// <param name="streams">Key <c>imaging-nan</c>.</param>
public sealed class InvalidSamples(double fraction, RandomStreams streams)
{
    private readonly ulong _key = streams.Key("imaging-nan");

    /// <summary>Makes samples invalid.</summary>
    /// <param name="firstFrame">Index of the first frame.</param>
    /// <param name="targets">Number of imaged neurons.</param>
    /// <param name="frames">Frames × targets, time-major, changed in place.</param>
    public void Strike(long firstFrame, int targets, Span<double> frames)
    {
        if (fraction > 0)
            SampleDropout.StrikeCounted(_key, fraction, firstFrame, targets, frames);
    }
}
