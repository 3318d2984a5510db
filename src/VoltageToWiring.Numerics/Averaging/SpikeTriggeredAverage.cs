namespace VoltageToWiring.Numerics.Averaging;

/// <summary>The spike-triggered average of one trace on one spike train.</summary>
/// <param name="Average">Mean of the trace in the window after a spike, one value for each frame; empty where no spike was used.</param>
/// <param name="SpikesUsed">Spikes whose whole window lies in the recording.</param>
/// <param name="SpikesUnused">Spikes whose window does not.</param>
public sealed record SpikeTriggeredAverage(double[] Average, int SpikesUsed, int SpikesUnused)
{
    /// <summary>Peak-to-peak height, max − min, in the trace's unit; NaN where no spike was used.</summary>
    public double Height => Average.Length == 0 ? double.NaN : Average.Max() - Average.Min();

    /// <summary>Averages a recording that is wholly in memory.</summary>
    /// <param name="signal">The trace, one sample for each frame.</param>
    /// <param name="onsets">Frame index of each spike, ascending.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    /// <returns>The average and how many spikes went into it.</returns>
    /// <remarks>A spike at i is used where i + window &lt; length, strictly, as in the reference.</remarks>
    public static SpikeTriggeredAverage Of(ReadOnlySpan<double> signal, ReadOnlySpan<int> onsets, int windowFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        int first = 0;
        while (first < onsets.Length && onsets[first] < 0)
            first++;
        int end = onsets.Length;
        while (end > first && onsets[end - 1] >= signal.Length - windowFrames)
            end--;
        ReadOnlySpan<int> used = onsets[first..end];
        var average = new double[used.Length == 0 ? 0 : windowFrames];
        WindowSums.Add(signal, 0, used, average);
        foreach (ref double value in average.AsSpan())
            value /= used.Length;
        return new SpikeTriggeredAverage(average, used.Length, onsets.Length - used.Length);
    }
}
