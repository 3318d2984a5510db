using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>A whole Poisson spike train in the order of draws and sums of the reference notebook.</summary>
public static class ReferencePoissonTrain
{
    /// <summary>
    /// Draws blocks of round(duration·rate) exponential intervals, cumulates each block on its own and adds the block's start afterwards,
    /// until the last spike reaches the end; keeps the times before it.
    /// </summary>
    /// <param name="random">The generator; the number of draws depends on the times that come out.</param>
    /// <param name="rateHz">Mean rate, Hz, positive.</param>
    /// <param name="durationSeconds">Length of the recording, s, positive.</param>
    /// <returns>Spike times in s, ascending; empty where no spike falls before the end.</returns>
    public static double[] Draw<TRandom>(TRandom random, double rateHz, double durationSeconds)
        where TRandom : IRandomSource
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rateHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(durationSeconds);
        // A block of no intervals would never end; the reference never meets one.
        int blockSize = Math.Max(1, (int)Math.Round(durationSeconds * rateHz, MidpointRounding.ToEven));
        var times = new List<double>(blockSize + blockSize / 8 + 16);
        double start = 0;
        while (start < durationSeconds)
        {
            double sinceStart = 0;
            for (int i = 0; i < blockSize; i++)
            {
                sinceStart += random.NextExponential(1 / rateHz);
                times.Add(start + sinceStart);
            }
            start = times[^1];
        }
        int count = times.Count;
        while (count > 0 && times[count - 1] >= durationSeconds)
            count--;
        return [.. times[..count]];
    }
}
