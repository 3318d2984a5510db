namespace VoltageToWiring.Numerics.Evaluation;

/// <summary>How many of some detected spikes are true ones, each true spike detected at most once.</summary>
public static class SpikeMatching
{
    /// <summary>How much later than true spikes the detected ones nearest to them are.</summary>
    /// <param name="trueSeconds">Times of the true spikes, s, ascending.</param>
    /// <param name="detectedSeconds">Times of the detected ones, s, ascending.</param>
    /// <param name="withinSeconds">Those further away do not count, s.</param>
    /// <param name="lags">Receives a lag for each true spike that has one near, s.</param>
    public static void AddLags(ReadOnlySpan<double> trueSeconds, ReadOnlySpan<double> detectedSeconds, double withinSeconds, List<double> lags)
    {
        ArgumentNullException.ThrowIfNull(lags);
        int nearest = 0;
        foreach (double time in trueSeconds)
        {
            while (nearest + 1 < detectedSeconds.Length
                && (detectedSeconds[nearest + 1] == detectedSeconds[nearest] || Math.Abs(detectedSeconds[nearest + 1] - time) < Math.Abs(detectedSeconds[nearest] - time)))
                nearest++;
            if (nearest < detectedSeconds.Length && Math.Abs(detectedSeconds[nearest] - time) <= withinSeconds)
                lags.Add(detectedSeconds[nearest] - time);
        }
    }

    /// <summary>Matches from the first on: each true spike with the first detected one within the tolerance that is not matched yet.</summary>
    /// <param name="trueSeconds">Times of the true spikes, s, ascending.</param>
    /// <param name="detectedSeconds">Times of the detected ones, s, ascending.</param>
    /// <param name="toleranceSeconds">How far apart a pair may be, s.</param>
    /// <returns>Number of pairs. Of all matchings of this kind none has more.</returns>
    public static int Count(ReadOnlySpan<double> trueSeconds, ReadOnlySpan<double> detectedSeconds, double toleranceSeconds)
    {
        int matched = 0, detected = 0;
        foreach (double time in trueSeconds)
        {
            while (detected < detectedSeconds.Length && detectedSeconds[detected] < time - toleranceSeconds)
                detected++;
            if (detected < detectedSeconds.Length && detectedSeconds[detected] <= time + toleranceSeconds)
            {
                matched++;
                detected++;
            }
        }
        return matched;
    }
}
