using System.Numerics;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>Makes samples of whatever numbers a device gives.</summary>
internal static class SampleConversion
{
    /// <summary>Writes numbers into a batch, each multiplied by a scale.</summary>
    /// <param name="numbers">As many as the batch has samples; none leave it as it is.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="to">The batch.</param>
    public static void Convert<T>(ReadOnlySpan<T> numbers, double scale, RecordingBatch to)
        where T : unmanaged, INumberBase<T>
    {
        if (to.SampleType == SampleType.Float64)
            Convert(numbers, scale, to.Float64);
        else
            Convert(numbers, (float)scale, to.Float32);
    }

    private static void Convert<T, TSample>(ReadOnlySpan<T> numbers, TSample scale, Span<TSample> samples)
        where T : unmanaged, INumberBase<T>
        where TSample : unmanaged, INumberBase<TSample>
    {
        for (int i = 0; i < numbers.Length; i++)
            samples[i] = TSample.CreateTruncating(numbers[i]) * scale;
    }
}
