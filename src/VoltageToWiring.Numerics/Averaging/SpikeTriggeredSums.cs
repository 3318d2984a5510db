using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// The running sums behind many spike-triggered averages of one trace: a row for each spike train (real or surrogate), a column for each
/// frame of the window.
/// </summary>
/// <remarks>
/// Sums and counts, not means, so that parts of a recording combine exactly by adding. Rows are independent: different threads may add to
/// different rows at once. Double precision: 10 hours of −60 mV at 100 spikes/s sum to 2·10⁵ V, whose last bit is 3·10⁻¹¹ V, 10⁻¹⁷ V of the mean.
/// </remarks>
public sealed class SpikeTriggeredSums
{
    private readonly Memory<double> _sums;
    private readonly long[] _used;

    // What a row's average is like, worked out when it is asked for and kept until windows are added.
    private readonly RowShape[] _shapes;

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    public SpikeTriggeredSums(int rows, int windowFrames)
        : this(rows, windowFrames, new double[checked(Math.Max(0, rows) * Math.Max(0, windowFrames))])
    {
    }

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    /// <param name="room">Room for rows × frames, all zero; belongs to the sums from now on.</param>
    public SpikeTriggeredSums(int rows, int windowFrames, Memory<double> room)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, checked(rows * windowFrames), nameof(room));
        Rows = rows;
        WindowFrames = windowFrames;
        _sums = room;
        _used = new long[rows];
        _shapes = new RowShape[rows];
    }

    /// <summary>Bytes of a row beside its sums.</summary>
    public static int BytesBesideOfRow => sizeof(long) + Unsafe.SizeOf<RowShape>();

    /// <summary>Number of spike trains.</summary>
    public int Rows { get; }

    /// <summary>Frames in a window.</summary>
    public int WindowFrames { get; }

    /// <summary>Spikes whose windows were added to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public long Used(int row) => _used[row];

    /// <summary>Adds the windows of some spikes to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="signal">Samples from frame <paramref name="firstFrame"/> on.</param>
    /// <param name="firstFrame">Frame index of <c>signal[0]</c>.</param>
    /// <param name="onsets">Frame indices of the spikes; every window must lie within the signal.</param>
    public void Add(int row, ReadOnlySpan<double> signal, int firstFrame, ReadOnlySpan<int> onsets)
    {
        if (onsets.IsEmpty)
            return;
        WindowSums.Add(signal, firstFrame, onsets, Sum(row));
        _used[row] += onsets.Length;
    }

    /// <summary>Adds another recording's, or another part's, sums to these.</summary>
    /// <param name="other">Of the same shape; unchanged.</param>
    public void Combine(SpikeTriggeredSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rows != Rows || other.WindowFrames != WindowFrames)
        {
            throw new ArgumentException(
                $"These sums are {Rows} × {WindowFrames}, the others {other.Rows} × {other.WindowFrames}.", nameof(other));
        }
        TensorPrimitives.Add(_sums.Span, other._sums.Span, _sums.Span);
        TensorPrimitives.Add(_used, other._used, _used);
    }

    /// <summary>Writes a row's average, a stable copy.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="average">Receives <see cref="WindowFrames"/> means in the trace's unit; NaN where no spike was used.</param>
    public void CopyAverage(int row, Span<double> average)
        => TensorPrimitives.Divide(Sum(row), _used[row], average[..WindowFrames]);

    /// <summary>Peak-to-peak height of a row's average, max − min over the window, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Height(int row) => Shape(row).Height;

    /// <summary>Mean of a row's average over its window, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Level(int row) => Shape(row).Level;

    private Span<double> Sum(int row) => _sums.Span.Slice(row * WindowFrames, WindowFrames);

    private ref readonly RowShape Shape(int row)
    {
        ref RowShape shape = ref _shapes[row];
        long used = _used[row];
        if (used == 0)
            shape = new RowShape(0, double.NaN, double.NaN);
        else if (shape.Used != used)
            shape = ShapeOf(Sum(row), used);
        return ref shape;
    }

    // Dividing is monotonic, so the extremes of the means are the means of the extremes, to the same bits.
    private static RowShape ShapeOf(ReadOnlySpan<double> sum, long used)
        => new(used, TensorPrimitives.Max(sum) / used - TensorPrimitives.Min(sum) / used, TensorPrimitives.Sum(sum) / sum.Length / used);

    private readonly record struct RowShape(long Used, double Height, double Level);
}
