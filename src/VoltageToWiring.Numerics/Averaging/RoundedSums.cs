using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// Running sums like <see cref="SpikeTriggeredSums"/>, of quantized samples, made in integers and gathered in double precision, with how far they may be
/// off. They say where an average has its extremes, and nearly how high it is.
/// </summary>
/// <remarks>
/// A row for each spike train, a column for each frame of the window. Rows are independent: different threads may add to different rows at
/// once. Extremes are kept up with every part that is added, while the row is in the cache anyway. Columns lie in memory as those of
/// <see cref="QuantizedWindowSums"/> do: of each 32 first the even, then the odd ones.
/// </remarks>
public sealed class RoundedSums
{
    private const int Lanes = 8;
    private const int Together = QuantizedWindowSums.Together;

    // A rounding to double precision.
    private const double Rounding = 1.0 / (1L << 52);

    // Roundings of a part as it is gathered, with room to spare.
    private const int RoundingsOfPart = 8;

    private readonly Memory<double> _sums;
    private readonly long[] _used;
    private readonly double[] _squaredSteps;
    private readonly double[] _magnitudes;
    private readonly double[] _roundings;
    private readonly double[] _highest;
    private readonly double[] _lowest;
    private readonly double[] _totals;

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    public RoundedSums(int rows, int windowFrames)
        : this(rows, windowFrames, new double[Length(Math.Max(0, rows), Math.Max(0, windowFrames))])
    {
    }

    /// <summary>Empty sums.</summary>
    /// <param name="rows">Number of spike trains, at least 1.</param>
    /// <param name="windowFrames">Frames in a window, at least 1.</param>
    /// <param name="room">Room of <see cref="Length"/>, all zero; belongs to the sums from now on.</param>
    public RoundedSums(int rows, int windowFrames, Memory<double> room)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowFrames);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, Length(rows, windowFrames), nameof(room));
        Rows = rows;
        WindowFrames = windowFrames;
        _sums = room;
        _used = new long[rows];
        _squaredSteps = new double[rows];
        _magnitudes = new double[rows];
        _roundings = new double[rows];
        _highest = new double[rows];
        _lowest = new double[rows];
        _totals = new double[rows];
    }

    /// <summary>Elements that all sums take.</summary>
    /// <param name="rows">Number of spike trains.</param>
    /// <param name="windowFrames">Frames in a window.</param>
    public static int Length(int rows, int windowFrames) => checked(rows * QuantizedWindowSums.Length(windowFrames));

    /// <summary>Bytes of a row.</summary>
    /// <param name="windowFrames">Frames in a window.</param>
    public static double BytesOfRow(int windowFrames)
        => QuantizedWindowSums.Length(windowFrames) * (double)sizeof(double) + sizeof(long) + 6 * sizeof(double);

    /// <summary>Number of spike trains.</summary>
    public int Rows { get; }

    /// <summary>Frames in a window.</summary>
    public int WindowFrames { get; }

    /// <summary>Spikes whose windows were added to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public long Used(int row) => _used[row];

    /// <summary>Adds the sums of some windows to a row.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="part">Sums of levels, from <see cref="QuantizedWindowSums"/>.</param>
    /// <param name="windows">Windows in it.</param>
    /// <param name="squares">The squares of how many windows begin at each frame, summed; as many as windows where all begin at different ones.</param>
    /// <param name="quantization">What the levels stand for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int row, ReadOnlySpan<uint> part, int windows, long squares, Quantization quantization)
    {
        Span<double> sums = Row(row);
        ref uint p = ref MemoryMarshal.GetReference(part[..sums.Length]);
        ref double s = ref MemoryMarshal.GetReference(sums);
        Vector512<double> offset = Vector512.Create(windows * quantization.Lowest);
        Vector512<double> step = Vector512.Create(quantization.Step);
        Vector512<double> highest = Vector512.Create(double.NegativeInfinity);
        Vector512<double> lowest = Vector512.Create(double.PositiveInfinity);
        Vector512<double> total = Vector512<double>.Zero;
        int column = 0;
        for (; column + Together <= WindowFrames; column += Together)
        {
            Vector512<uint> words = Vector512.LoadUnsafe(ref p, (nuint)column);
            Vector512<uint> odd = Vector512.LoadUnsafe(ref p, (nuint)(column + Together / 2));
            Vector512<uint> even = words - (odd << 16);
            AddLanes(ref s, column, Vector512.WidenLower(even), step, offset, ref highest, ref lowest, ref total);
            AddLanes(ref s, column + Lanes, Vector512.WidenUpper(even), step, offset, ref highest, ref lowest, ref total);
            AddLanes(ref s, column + 2 * Lanes, Vector512.WidenLower(odd), step, offset, ref highest, ref lowest, ref total);
            AddLanes(ref s, column + 3 * Lanes, Vector512.WidenUpper(odd), step, offset, ref highest, ref lowest, ref total);
        }
        double max = double.NegativeInfinity;
        double min = double.PositiveInfinity;
        for (int lane = 0; lane < Lanes; lane++)
        {
            max = Math.Max(max, highest[lane]);
            min = Math.Min(min, lowest[lane]);
        }
        double all = Vector512.Sum(total);
        for (; column < WindowFrames; column++)
        {
            double sum = sums[At(column)] += QuantizedWindowSums.Of(part, column) * quantization.Step + windows * quantization.Lowest;
            max = Math.Max(max, sum);
            min = Math.Min(min, sum);
            all += sum;
        }
        _highest[row] = max;
        _lowest[row] = min;
        _totals[row] = all;
        _used[row] += windows;
        _squaredSteps[row] += squares * quantization.Step * quantization.Step;
        // Each window that is added to an exact sum rounds it, which is no larger than all samples so far.
        double magnitudes = windows * Math.Max(Math.Abs(quantization.Lowest), Math.Abs(quantization.Highest));
        _magnitudes[row] += magnitudes;
        _roundings[row] += quantization.Bias(windows) + Rounding * (windows * _magnitudes[row] + RoundingsOfPart * _magnitudes[row]);
    }

    /// <summary>Writes a row's average, a stable copy.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="average">Receives <see cref="WindowFrames"/> means in the trace's unit; NaN where no spike was used.</param>
    public void CopyAverage(int row, Span<double> average)
    {
        for (int column = 0; column < WindowFrames; column++)
            average[column] = Row(row)[At(column)] / _used[row];
    }

    /// <summary>Peak-to-peak height of a row's average, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Height(int row)
        => _used[row] == 0 ? double.NaN : _highest[row] / _used[row] - _lowest[row] / _used[row];

    /// <summary>How far <see cref="Height"/> may be off, but for the chance of <see cref="Quantization.SumError"/> for each frame of the window.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double HeightError(int row) => 2 * Error(row) / _used[row];

    /// <summary>Mean of a row's average over its window, in the trace's unit; NaN where no spike was used.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    public double Level(int row) => _used[row] == 0 ? double.NaN : _totals[row] / WindowFrames / _used[row];

    /// <summary>The columns at which the largest or the smallest sum of a row may truly be, but for the same chance.</summary>
    /// <param name="row">0 … <see cref="Rows"/> − 1.</param>
    /// <param name="columns">Receives them, as many as there is room for.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PossibleExtremes(int row, Span<int> columns)
    {
        ReadOnlySpan<double> sums = Row(row);
        // The largest may be too large by the error, and another one too small by as much.
        double high = _highest[row] - 2 * Error(row);
        double low = _lowest[row] + 2 * Error(row);
        Vector512<double> highs = Vector512.Create(high);
        Vector512<double> lows = Vector512.Create(low);
        int count = 0;
        int whole = WindowFrames / Together * Together;
        for (int column = 0; column < WindowFrames; column++)
        {
            // In the order of memory, as far as there are whole vectors.
            int at = column < whole ? column : At(column);
            if (at == column && at % Lanes == 0 && at < whole)
            {
                Vector512<double> sum = Vector512.Create(sums.Slice(at, Lanes));
                if (!Vector512.GreaterThanOrEqualAny(sum, highs) && !Vector512.LessThanOrEqualAny(sum, lows))
                {
                    column += Lanes - 1;
                    continue;
                }
            }
            if (sums[at] < high && sums[at] > low)
                continue;
            if (count < columns.Length)
                columns[count] = column < whole ? ColumnAt(at) : column;
            count++;
        }
        return count;
    }

    private double Error(int row) => Quantization.SumError(_squaredSteps[row]) + _roundings[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(
        ref double s, int at, Vector512<ulong> levels, Vector512<double> step, Vector512<double> offset, ref Vector512<double> highest,
        ref Vector512<double> lowest, ref Vector512<double> total)
    {
        Vector512<double> sum = Vector512.LoadUnsafe(ref s, (nuint)at) + (Vector512.ConvertToDouble(levels.AsInt64()) * step + offset);
        sum.StoreUnsafe(ref s, (nuint)at);
        highest = Vector512.MaxNative(highest, sum);
        lowest = Vector512.MinNative(lowest, sum);
        total += sum;
    }

    private static int At(int column) => column / Together * Together + column % 2 * (Together / 2) + column % Together / 2;

    private static int ColumnAt(int at) => at / Together * Together + at % (Together / 2) * 2 + at % Together / (Together / 2);

    private int Stride => QuantizedWindowSums.Length(WindowFrames);

    private Span<double> Row(int row) => _sums.Span.Slice(row * Stride, Stride);
}
