using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Host.Calibration;

/// <summary>How far the median time of detection would vary from calibration to calibration: recordings are drawn anew, with replacement.</summary>
public static class MedianBootstrap
{
    private const int Resamples = 200;
    private const int Median = 50;

    // The figures of a calibration depend on its recordings alone, so these draws have a seed of their own.
    private const ulong Seed = 0;

    /// <summary>The standard error of the median.</summary>
    /// <param name="recordings">The times of each recording, s; infinite where not found. Empty ones count as recordings.</param>
    /// <returns>Null with fewer than two recordings, and where the median of a resample is infinite or there is none.</returns>
    public static double? StandardError(IReadOnlyList<double[]> recordings)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        if (recordings.Count < 2)
            return null;
        // Sorted once: a resample only changes how often each recording's times count.
        (double Seconds, int Recording)[] times =
            [.. recordings.SelectMany((own, recording) => own.Select(seconds => (seconds, recording))).OrderBy(time => time.seconds)];
        RandomStream random = new RandomStreams(Seed).Stream("calibration-bootstrap");
        var medians = new double[Resamples];
        var drawn = new int[recordings.Count];
        for (int resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(drawn);
            for (int draw = 0; draw < drawn.Length; draw++)
                drawn[random.NextAtMost((uint)drawn.Length - 1)]++;
            medians[resample] = MedianOf(times, drawn);
            if (!double.IsFinite(medians[resample]))
                return null;
        }
        double mean = medians.Average();
        return Math.Sqrt(medians.Sum(median => (median - mean) * (median - mean)) / (Resamples - 1));
    }

    private static double MedianOf((double Seconds, int Recording)[] times, int[] drawn)
    {
        int count = 0;
        foreach ((double _, int recording) in times)
            count += drawn[recording];
        if (count == 0)
            return double.NaN;
        (int below, int above) = DetectionTimes.Places(count, Median);
        return (At(times, drawn, below) + At(times, drawn, above)) / 2;
    }

    private static double At((double Seconds, int Recording)[] times, int[] drawn, int place)
    {
        int passed = 0;
        foreach ((double seconds, int recording) in times)
        {
            passed += drawn[recording];
            if (passed > place)
                return seconds;
        }
        return double.NaN;
    }
}
