using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// Running sums like <see cref="SpikeTriggeredSums"/>, of samples less an offset, made in single precision and gathered in double, with how
/// far they may be off. They say where an average has its extremes, and nearly how high it is.
/// </summary>
/// <remarks>
/// A row for each spike train, a column for each frame of the window. Rows are independent: different threads may add to different rows at
/// once. Extremes are kept up with every part that is added, while the row is in the cache anyway.
/// </remarks>
public sealed class RoundedSums
{
    private const int Lanes = 8;

    private readonly Memory<double> _sums;
    private readonly long[] _used;
    private readonly double[] _errors;
    private readonly double[] _highest;
    private readonly double[] _lowest;
    private readonly double[] _totals;

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    public RoundedSums(int rows, int windowFrames)
        : this(rows, windowFrames, new double[checked(Math.Max(0, rows) * Math.Max(0, windowFrames))])
    {
    }

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    /// <param name="room">Room for rows × frames, all zero; belongs to the sums from now on.</param>
    public RoundedSums(int rows, int windowFrames, Memory<double> room)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, checked(rows * windowFrames), nameof(room));
        Rows = rows;
        WindowFrames = windowFrames;
        _sums = room;
        _used = new long[rows];
        _errors = new double[rows];
        _highest = new double[rows];
        _lowest = new double[rows];
        _totals = new double[rows];
    }

    /// <summary>Bytes of a row.</summary>
    /// <param name="windowFrames">Frames in a window.</param>
    public static double BytesOfRow(int windowFrames) => windowFrames * (double)sizeof(double) + sizeof(long) + 4 * sizeof(double);

    /// <summary>Number of spike trains.</summary>
    public int Rows { get; }

    /// <summary>Frames in a window.</summary>
    public int WindowFrames { get; }

    /// <summary>Spikes whose windows were added to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public long Used(int row) => _used[row];

    /// <summary>Adds the sums of some windows to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="part">One sum for each frame of the window.</param>
    /// <param name="spikes">Windows in it.</param>
    /// <param name="error">How far each of its sums may be off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int row, ReadOnlySpan<float> part, int spikes, double error)
    {
        Span<double> sums = Row(row);
        ref float p = ref MemoryMarshal.GetReference(part[..sums.Length]);
        ref double s = ref MemoryMarshal.GetReference(sums);
        Vector512<double> highest = Vector512.Create(double.NegativeInfinity);
        Vector512<double> lowest = Vector512.Create(double.PositiveInfinity);
        Vector512<double> total = Vector512<double>.Zero;
        int column = 0;
        for (; column + Lanes <= sums.Length; column += Lanes)
        {
            Vector256<float> narrow = Vector256.LoadUnsafe(ref p, (nuint)column);
            Vector512<double> sum = Vector512.LoadUnsafe(ref s, (nuint)column)
                + Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
            sum.StoreUnsafe(ref s, (nuint)column);
            highest = Vector512.MaxNative(highest, sum);
            lowest = Vector512.MinNative(lowest, sum);
            total += sum;
        }
        double max = double.NegativeInfinity;
        double min = double.PositiveInfinity;
        for (int lane = 0; lane < Lanes; lane++)
        {
            max = Math.Max(max, highest[lane]);
            min = Math.Min(min, lowest[lane]);
        }
        double all = Vector512.Sum(total);
        for (; column < sums.Length; column++)
        {
            double sum = sums[column] += part[column];
            max = Math.Max(max, sum);
            min = Math.Min(min, sum);
            all += sum;
        }
        _highest[row] = max;
        _lowest[row] = min;
        _totals[row] = all;
        _used[row] += spikes;
        _errors[row] += error;
    }

    /// <summary>Writes a row's average less the offset, a stable copy.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="average">Receives <see cref="WindowFrames"/> means in the trace's unit; NaN where no spike was used.</param>
    public void CopyAverage(int row, Span<double> average) => TensorPrimitives.Divide(Row(row), _used[row], average[..WindowFrames]);

    /// <summary>Peak-to-peak height of a row's average, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Height(int row)
        => _used[row] == 0 ? double.NaN : _highest[row] / _used[row] - _lowest[row] / _used[row];

    /// <summary>How far <see cref="Height"/> may be off.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double HeightError(int row) => 2 * _errors[row] / _used[row];

    /// <summary>Mean of a row's average over its window, less the offset, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Level(int row) => _used[row] == 0 ? double.NaN : _totals[row] / WindowFrames / _used[row];

    /// <summary>The columns at which the largest or the smallest sum of a row may truly be, ascending.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="columns">Receives them, as many as there is room for.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PossibleExtremes(int row, Span<int> columns)
    {
        ReadOnlySpan<double> sums = Row(row);
        // The largest may be too large by the error, and another one too small by as much.
        double high = _highest[row] - 2 * _errors[row];
        double low = _lowest[row] + 2 * _errors[row];
        Vector512<double> highs = Vector512.Create(high);
        Vector512<double> lows = Vector512.Create(low);
        int count = 0;
        for (int column = 0; column < sums.Length; column++)
        {
            if (column + Lanes <= sums.Length)
            {
                Vector512<double> sum = Vector512.Create(sums.Slice(column, Lanes));
                if (!Vector512.GreaterThanOrEqualAny(sum, highs) && !Vector512.LessThanOrEqualAny(sum, lows))
                {
                    column += Lanes - 1;
                    continue;
                }
            }
            if (sums[column] < high && sums[column] > low)
                continue;
            if (count < columns.Length)
                columns[count] = column;
            count++;
        }
        return count;
    }

    private Span<double> Row(int row) => _sums.Span.Slice(row * WindowFrames, WindowFrames);
}
