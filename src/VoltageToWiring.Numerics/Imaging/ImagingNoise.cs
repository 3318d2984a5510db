using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.Imaging;

/// <summary>White imaging noise: σ times one standard normal for each target and frame.</summary>
public static class ImagingNoise
{
    /// <summary>The standard deviation that gives a spike signal-to-noise ratio: σ = (v_peak − v_r)/SNR, V per frame.</summary>
    /// <param name="peakVolts">v_peak, V.</param>
    /// <param name="restingVolts">v_r, V.</param>
    /// <param name="spikeSnr">Height of a spike over the noise of one frame; positive, infinity for none.</param>
    public static double StandardDeviation(double peakVolts, double restingVolts, double spikeSnr)
        => (peakVolts - restingVolts) / spikeSnr;

    /// <summary>Adds noise drawn one after the other: frame by frame, in a frame target by target.</summary>
    /// <param name="random">The generator; one normal for each value.</param>
    /// <param name="sigmaVolts">Standard deviation, V.</param>
    /// <param name="frames">frames × targets, V, time-major, changed in place.</param>
    public static void AddDrawn<TRandom>(TRandom random, double sigmaVolts, Span<double> frames)
        where TRandom : IRandomSource
    {
        foreach (ref double value in frames)
            value += sigmaVolts * random.NextGaussian();
    }

    /// <summary>
    /// Adds noise that is a function of (key, target, frame) alone, so that any range of frames can be made at any time: the pair of frames
    /// 2j and 2j + 1 of a target takes the two normals of one Philox counter.
    /// </summary>
    /// <param name="key">The key of the noise.</param>
    /// <param name="sigmaVolts">Standard deviation, V.</param>
    /// <param name="firstFrame">Index of the first frame in the recording.</param>
    /// <param name="targets">Imaged neurons.</param>
    /// <param name="frames">frames × targets, V, time-major, changed in place.</param>
    public static void AddCounted(ulong key, double sigmaVolts, long firstFrame, int targets, Span<double> frames)
    {
        int frameCount = frames.Length / targets;
        for (int frame = 0; frame < frameCount;)
        {
            long absolute = firstFrame + frame;
            bool startsAtSecond = (absolute & 1) == 1;
            bool hasSecond = !startsAtSecond && frame + 1 < frameCount;
            for (int n = 0; n < targets; n++)
            {
                Pair(key, n, absolute >> 1, out double even, out double odd);
                frames[frame * targets + n] += sigmaVolts * (startsAtSecond ? odd : even);
                if (hasSecond)
                    frames[(frame + 1) * targets + n] += sigmaVolts * odd;
            }
            frame += hasSecond ? 2 : 1;
        }
    }

    private static void Pair(ulong key, int target, long pair, out double even, out double odd)
    {
        PhiloxWords w = Philox.Generate(new PhiloxWords((uint)pair, (uint)(pair >> 32), (uint)target, 0), key);
        RandomBits.BoxMuller(
            RandomBits.ToUnitInterval(w.X0, w.X1), RandomBits.ToUnitInterval(w.X2, w.X3), out even, out odd);
    }
}
