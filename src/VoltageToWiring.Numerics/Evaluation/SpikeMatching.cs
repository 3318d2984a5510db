namespace VoltageToWiring.Numerics.Evaluation;

/// <summary>How many of some detected spikes are true ones, each true spike detected at most once.</summary>
public static class SpikeMatching
{
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
