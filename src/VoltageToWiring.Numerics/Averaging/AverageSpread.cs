using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>The mean of several averages and their standard deviation, frame by frame.</summary>
/// <remarks>
/// Sums of differences from the first average, and of their squares: what all have in common, such as −60 mV, takes no precision away.
/// Averages of which no value is known (NaN) are left out.
/// </remarks>
public sealed class AverageSpread
{
    private readonly double[] _first;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private int _count;

    /// <summary>Of none yet.</summary>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    public AverageSpread(int windowFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        _first = new double[windowFrames];
        _sums = new double[windowFrames];
        _squares = new double[windowFrames];
    }

    /// <summary>Takes another average in.</summary>
    /// <param name="average">One value for each frame of the window.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> average)
    {
        average = average[.._first.Length];
        if (double.IsNaN(average[0]))
            return;
        if (_count++ == 0)
            average.CopyTo(_first);
        ref double a = ref MemoryMarshal.GetReference(average), f = ref _first[0], s = ref _sums[0], q = ref _squares[0];
        int frame = 0;
        for (; frame + Vector512<double>.Count <= average.Length; frame += Vector512<double>.Count)
        {
            nuint at = (nuint)frame;
            Vector512<double> difference = Vector512.LoadUnsafe(ref a, at) - Vector512.LoadUnsafe(ref f, at);
            (Vector512.LoadUnsafe(ref s, at) + difference).StoreUnsafe(ref s, at);
            (Vector512.LoadUnsafe(ref q, at) + difference * difference).StoreUnsafe(ref q, at);
        }
        for (; frame < average.Length; frame++)
        {
            double difference = average[frame] - _first[frame];
            _sums[frame] += difference;
            _squares[frame] += difference * difference;
        }
    }

    /// <summary>Writes what they have come to.</summary>
    /// <param name="mean">Receives the mean at each frame; NaN without any average.</param>
    /// <param name="deviation">Receives the standard deviation, with n − 1; NaN with fewer than two.</param>
    public void CopyTo(Span<double> mean, Span<double> deviation)
    {
        for (int frame = 0; frame < _first.Length; frame++)
        {
            double difference = _sums[frame] / _count;
            mean[frame] = _first[frame] + difference;
            // Rounding may leave a little less than nothing.
            double square = Math.Max(0, _squares[frame] - _count * difference * difference);
            deviation[frame] = _count > 1 ? Math.Sqrt(square / (_count - 1)) : double.NaN;
        }
    }
}
