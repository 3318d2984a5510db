using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The averages of all whole-train surrogates, for recordings whose samples can be kept: summed in single precision, which says where each
/// average has its extremes, and made exact from the kept samples where it matters how high they are.
/// </summary>
/// <remarks>
/// What is summed at a time lies between fixed frames, and within that in blocks that stay in the first cache level, so no result depends on
/// how the recording was cut or who did which rows. A group of rows keeps its sums in the second level until all blocks have passed.
/// </remarks>
internal sealed class WholeTrainAverages : IPartitionedWork
{
    // With its windows a block of about this length takes most of the first cache level, the sums of a group of rows a fifth of the
    // second. A stretch, most often from one report to the next, falls into blocks of one length.
    private const int AboutBlockFrames = 10_000;
    private const int GroupSums = 50_000;
    private const int LongestStretchFrames = 131_072;
    private const double MaxKeptBytes = 512e6;

    // A rounding to single precision, with room for what is of second order.
    private const double SingleRounding = 1.01 / (1 << 24);
    private const double DoubleRounding = 1.0 / (1L << 52);

    private readonly int _windowFrames;
    private readonly WholeTrainSurrogates _surrogates;
    private readonly TraceHistory[] _histories;
    private readonly WorkerTeam _team;
    private readonly ExactHeights _exact;
    private readonly int _rows;
    private readonly long _totalFrames;
    private readonly int _rowsPerGroup;

    // By target.
    private readonly RoundedSums[] _sums;
    private readonly double[] _offsets;
    private readonly double[][] _exactHeights;

    // By row: the first onset that was not summed.
    private readonly int[] _next;
    private readonly int[] _nextAfter;

    // By worker.
    private readonly float[][] _groupSums;
    private readonly int[][] _groupUsed;
    private readonly double[][] _groupErrors;
    private readonly int[][] _validOnsets;
    private readonly int[] _onsetsRead;

    // The stretch of one target that is being summed.
    private int _target;
    private int _firstFrame;
    private int _endOnset;
    private float[] _signal = [];
    private int _signalFrames;
    private int _blockFrames;
    private int _blocks;
    private double[] _largest = [];
    private long _framesAveraged;

    public WholeTrainAverages(
        RecordingInfo info, int windowFrames, WholeTrainSurrogates surrogates, TraceHistory[] histories, WorkerTeam team)
    {
        _windowFrames = windowFrames;
        _surrogates = surrogates;
        _histories = histories;
        _team = team;
        _rows = info.Sources * surrogates.Surrogates;
        _totalFrames = info.TotalFrames!.Value;
        _rowsPerGroup = Math.Clamp(GroupSums / windowFrames, 1, _rows);
        _exact = new ExactHeights(surrogates, windowFrames, _rows, team);
        _sums = [.. histories.Select(_ => new RoundedSums(_rows, windowFrames, AlignedMemory.Allocate<double>(checked(_rows * windowFrames))))];
        _offsets = new double[histories.Length];
        Array.Fill(_offsets, double.NaN);
        _exactHeights = [.. histories.Select(_ => Array.Empty<double>())];
        _next = new int[_rows];
        _nextAfter = new int[_rows];
        _groupSums = [.. Enumerable.Range(0, team.Workers).Select(_ => new float[_rowsPerGroup * windowFrames])];
        _groupUsed = [.. _groupSums.Select(_ => new int[_rowsPerGroup])];
        _groupErrors = [.. _groupSums.Select(_ => new double[_rowsPerGroup])];
        _validOnsets = [.. _groupSums.Select(_ => new int[16])];
        _onsetsRead = new int[team.Workers];
    }

    /// <summary>Frames that are summed at a time, at most.</summary>
    public static int StretchFrames => LongestStretchFrames;

    /// <summary>Bytes that the samples of a recording take; 0 where they are not kept, because they are too many or nobody knows how many.</summary>
    public static double KeptBytes(double? totalFrames, double targets)
        => totalFrames * targets * sizeof(double) is { } bytes and <= MaxKeptBytes ? bytes : 0;

    /// <summary>Bytes that the averages take, the samples themselves not included.</summary>
    /// <param name="rows">Surrogate trains in all.</param>
    /// <param name="windowFrames">Frames in a window.</param>
    /// <param name="targets">Number of postsynaptic neurons.</param>
    /// <param name="stretchFrames">Frames that are summed at a time, at most.</param>
    public static double BytesOf(double rows, int windowFrames, double targets, double stretchFrames)
        => rows * targets * (RoundedSums.BytesOfRow(windowFrames) + sizeof(double)) + rows * (2 * sizeof(int) + ExactHeights.BytesOfRow)
            + Math.Min(stretchFrames, LongestStretchFrames) * sizeof(float);

    private int Groups => (_rows + _rowsPerGroup - 1) / _rowsPerGroup;

    /// <summary>Takes in every surrogate spike whose window, and one frame more, lies before a frame.</summary>
    public void AverageUpTo(long frame)
    {
        _firstFrame = (int)Math.Max(0, _framesAveraged - _windowFrames);
        _framesAveraged = frame;
        _endOnset = (int)frame - _windowFrames;
        if (_endOnset <= _firstFrame)
            return;
        _signalFrames = (int)frame - _firstFrame;
        int frames = _endOnset - _firstFrame;
        int blocks = Math.Max(1, (frames + AboutBlockFrames / 2) / AboutBlockFrames);
        _blockFrames = (frames + blocks - 1) / blocks;
        _blocks = (frames + _blockFrames - 1) / _blockFrames;
        if (_largest.Length < _blocks)
            _largest = new double[_blocks];
        if (_signal.Length < _signalFrames)
            _signal = new float[_signalFrames + _windowFrames];
        for (_target = 0; _target < _histories.Length; _target++)
        {
            ReadOnlySpan<double> samples = _histories[_target].Samples.Slice(_firstFrame, _signalFrames);
            if (double.IsNaN(_offsets[_target]))
                _offsets[_target] = Offset(samples);
            SingleWindowSums.Round(samples, _offsets[_target], _signal);
            FindLargestOfBlocks();
            _team.Run(Groups, this);
        }
        _nextAfter.CopyTo(_next, 0);
    }

    /// <summary>Makes the heights of all surrogates exact; nothing is averaged after it.</summary>
    public void MakeExact()
    {
        for (int target = 0; target < _histories.Length; target++)
        {
            _exactHeights[target] = new double[_rows];
            _exact.OfAll(_sums[target], _histories[target], _next, _exactHeights[target]);
        }
    }

    /// <summary>
    /// The heights of a train's surrogates: exact after <see cref="MakeExact"/>, and before it where a height is too near the real one to be
    /// ranked otherwise.
    /// </summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    /// <param name="real">The height of the train's own average.</param>
    /// <param name="heights">Receives one height for each surrogate; NaN where no spike was used.</param>
    /// <param name="worker">Index of the worker.</param>
    /// <returns>The mean of the averages over windows and surrogates.</returns>
    public double Report(int source, int target, double real, Span<double> heights, int worker)
    {
        RoundedSums sums = _sums[target];
        double levels = 0;
        for (int s = 0; s < heights.Length; s++)
        {
            int row = source * _surrogates.Surrogates + s;
            levels += sums.Level(row) + _offsets[target];
            if (_exactHeights[target].Length > 0)
            {
                heights[s] = _exactHeights[target][row];
                continue;
            }
            heights[s] = sums.Height(row);
            if (Math.Abs(heights[s] - real) <= sums.HeightError(row))
                heights[s] = _exact.Of(row, sums, _histories[target], _next[row], worker);
        }
        return levels / heights.Length;
    }

    /// <summary>Writes the average of one surrogate, nearly as it is: sums are in single precision.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    /// <param name="surrogate">Index of the surrogate.</param>
    /// <param name="average">Receives one value for each frame of the window; NaN where no spike was used.</param>
    public void CopyAverage(int source, int target, int surrogate, Span<double> average)
    {
        _sums[target].CopyAverage(source * _surrogates.Surrogates + surrogate, average);
        TensorPrimitives.Add(average, _offsets[target], average);
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        int firstRow = part * _rowsPerGroup;
        int rows = Math.Min(_rowsPerGroup, _rows - firstRow);
        _groupSums[worker].AsSpan().Clear();
        _groupUsed[worker].AsSpan().Clear();
        _groupErrors[worker].AsSpan().Clear();
        FetchOnsets(firstRow, rows, worker);
        _next.AsSpan(firstRow, rows).CopyTo(_nextAfter.AsSpan(firstRow));
        for (int block = 0; block < _blocks; block++)
            AddBlock(block, firstRow, rows, worker);
        for (int i = 0; i < rows; i++)
        {
            Span<float> sum = _groupSums[worker].AsSpan(i * _windowFrames, _windowFrames);
            _sums[_target].Add(firstRow + i, sum, _groupUsed[worker][i], _groupErrors[worker][i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(int block, int firstRow, int rows, int worker)
    {
        int first = _firstFrame + block * _blockFrames;
        int end = Math.Min(first + _blockFrames, _endOnset);
        bool isValid = _histories[_target].IsValid(first, end + _windowFrames);
        ReadOnlySpan<float> signal = _signal.AsSpan(first - _firstFrame, end - first + _windowFrames);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<int> onsets = TakeOnsets(firstRow + i, end);
            if (!isValid)
                onsets = _histories[_target].ValidOnsets(onsets, _windowFrames, ref _validOnsets[worker]);
            SingleWindowSums.Add(signal, first, onsets, _groupSums[worker].AsSpan(i * _windowFrames, _windowFrames));
            int used = _groupUsed[worker][i] += onsets.Length;
            double magnitudes = onsets.Length * _largest[block];
            // The second part lets exact sums round as well.
            _groupErrors[worker][i] += SingleRounding * (onsets.Length + _blocks) * magnitudes
                + DoubleRounding * (_sums[_target].Used(firstRow + i) + used) * (magnitudes + onsets.Length * Math.Abs(_offsets[_target]));
        }
    }

    /// <summary>Reads from each cache line of the onsets that are due: memory answers many reads at once sooner than one in each block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FetchOnsets(int firstRow, int rows, int worker)
    {
        const int Line = 16;
        int read = 0;
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            ReadOnlySpan<int> onsets = Onsets(row);
            int due = (int)((long)onsets.Length * (_endOnset - _firstFrame) / _totalFrames);
            int end = Math.Min(_next[row] + due, onsets.Length);
            for (int i = _next[row]; i < end; i += Line)
                read ^= onsets[i];
        }
        _onsetsRead[worker] = read;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<int> TakeOnsets(int row, int end)
    {
        ReadOnlySpan<int> onsets = Onsets(row);
        int from = _nextAfter[row];
        int to = from;
        while (to < onsets.Length && onsets[to] < end)
            to++;
        _nextAfter[row] = to;
        return onsets[from..to];
    }

    private ReadOnlySpan<int> Onsets(int row) => _surrogates.Onsets(row / _surrogates.Surrogates, row % _surrogates.Surrogates);

    /// <summary>Finds the magnitude of the largest sample that a window of each block may hold.</summary>
    private void FindLargestOfBlocks()
    {
        for (int block = 0; block < _blocks; block++)
        {
            int first = block * _blockFrames;
            int end = Math.Min(first + _blockFrames + _windowFrames, _signalFrames);
            _largest[block] = Math.Abs(TensorPrimitives.MaxMagnitude(_signal.AsSpan(first..end)));
        }
    }

    // Zeros stand for samples that are missing; they do no more than make the offset a worse one.
    private static double Offset(ReadOnlySpan<double> samples) => TensorPrimitives.Sum(samples) / samples.Length;
}
