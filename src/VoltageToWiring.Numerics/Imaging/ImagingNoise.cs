using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.Imaging;

/// <summary>White imaging noise: σ times one standard normal for each target and frame.</summary>
public static class ImagingNoise
{
    private const int NormalsAtOnce = 256;

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

    /// <summary>The same with NumPy's generator, many normals at a time.</summary>
    /// <param name="random">The generator; one normal for each value.</param>
    /// <param name="sigmaVolts">Standard deviation, V.</param>
    /// <param name="frames">frames × targets, V, time-major, changed in place.</param>
    public static void AddDrawn(NumpyRandom random, double sigmaVolts, Span<double> frames)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<double> normals = stackalloc double[NormalsAtOnce];
        while (!frames.IsEmpty)
        {
            Span<double> some = frames[..Math.Min(frames.Length, NormalsAtOnce)];
            random.NextGaussians(normals[..some.Length]);
            for (int i = 0; i < some.Length; i++)
                some[i] += sigmaVolts * normals[i];
            frames = frames[some.Length..];
        }
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
        const int Lanes = 8;
        long endFrame = firstFrame + frames.Length / targets;
        Span<double> even = stackalloc double[Lanes], odd = stackalloc double[Lanes];
        Span<ulong> lower = stackalloc ulong[Lanes], upper = stackalloc ulong[Lanes], lanes = stackalloc ulong[Lanes];
        // Pair after pair, in a pair target after target, eight at a time.
        long firstPair = firstFrame >> 1, items = (((endFrame + 1) >> 1) - firstPair) * targets;
        long pair = firstPair;
        int target = 0;
        for (long item = 0; item < items; item += Lanes)
        {
            int count = (int)Math.Min(Lanes, items - item);
            (long beganPair, int beganTarget) = (pair, target);
            for (int lane = 0; lane < Lanes; lane++)
            {
                (lower[lane], upper[lane], lanes[lane]) = ((uint)pair, (uint)(pair >> 32), (uint)target);
                Next(ref pair, ref target, targets);
            }
            Normals(key, Vector512.Create<ulong>(lower), Vector512.Create<ulong>(upper), Vector512.Create<ulong>(lanes), even, odd);
            (pair, target) = (beganPair, beganTarget);
            for (int lane = 0; lane < count; lane++)
            {
                long at = (2 * pair - firstFrame) * targets + target;
                if (2 * pair >= firstFrame)
                    frames[(int)at] += sigmaVolts * even[lane];
                if (2 * pair + 1 < endFrame)
                    frames[(int)(at + targets)] += sigmaVolts * odd[lane];
                Next(ref pair, ref target, targets);
            }
        }
    }

    private static void Next(ref long pair, ref int target, int targets)
    {
        if (++target < targets)
            return;
        target = 0;
        pair++;
    }

    private static void Normals(
        ulong key, Vector512<ulong> x0, Vector512<ulong> x1, Vector512<ulong> x2, Span<double> even, Span<double> odd)
    {
        Vector512<ulong> x3 = default;
        Philox.Generate(ref x0, ref x1, ref x2, ref x3, key);
        (Vector512<double> first, Vector512<double> second) = RandomBits.BoxMuller(RandomBits.ToUnitInterval(x0, x1), RandomBits.ToUnitInterval(x2, x3));
        first.CopyTo(even);
        second.CopyTo(odd);
    }
}
