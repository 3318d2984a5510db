using System.Numerics.Tensors;

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
    private readonly double[] _difference;
    private int _count;

    /// <summary>Of none yet.</summary>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    public AverageSpread(int windowFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        _first = new double[windowFrames];
        _sums = new double[windowFrames];
        _squares = new double[windowFrames];
        _difference = new double[windowFrames];
    }

    /// <summary>Takes another average in.</summary>
    /// <param name="average">One value for each frame of the window.</param>
    public void Add(ReadOnlySpan<double> average)
    {
        if (double.IsNaN(average[0]))
            return;
        if (_count++ == 0)
            average.CopyTo(_first);
        TensorPrimitives.Subtract(average, _first, _difference);
        TensorPrimitives.Add(_sums, _difference, _sums);
        TensorPrimitives.MultiplyAdd(_difference, _difference, _squares, _squares);
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
