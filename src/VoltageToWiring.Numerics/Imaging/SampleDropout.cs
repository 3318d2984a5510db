using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.Imaging;

/// <summary>Samples that fail one by one, independently of each other, and are NaN.</summary>
public static class SampleDropout
{
    /// <summary>
    /// Makes samples NaN as a function of (key, target, frame) alone, so that any range of frames can be made at any time: the pair of frames
    /// 2j and 2j + 1 of a target takes the two uniform numbers of one Philox counter.
    /// </summary>
    /// <param name="key">The key of the failures.</param>
    /// <param name="fraction">Probability that a sample fails, 0 to 1.</param>
    /// <param name="firstFrame">Index of the first frame in the recording.</param>
    /// <param name="targets">Imaged neurons.</param>
    /// <param name="frames">frames × targets, time-major, changed in place.</param>
    public static void StrikeCounted(ulong key, double fraction, long firstFrame, int targets, Span<double> frames)
    {
        long endFrame = firstFrame + frames.Length / targets;
        for (long pair = firstFrame >> 1; 2 * pair < endFrame; pair++)
        {
            for (int target = 0; target < targets; target++)
            {
                PhiloxWords w = Philox.Generate(new PhiloxWords((uint)pair, (uint)(pair >> 32), (uint)target, 0), key);
                if (2 * pair >= firstFrame && RandomBits.ToUnitInterval(w.X0, w.X1) < fraction)
                    frames[(int)(2 * pair - firstFrame) * targets + target] = double.NaN;
                if (2 * pair + 1 < endFrame && RandomBits.ToUnitInterval(w.X2, w.X3) < fraction)
                    frames[(int)(2 * pair + 1 - firstFrame) * targets + target] = double.NaN;
            }
        }
    }
}
