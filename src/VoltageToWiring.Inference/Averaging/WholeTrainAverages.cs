using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The averages of all whole-train surrogates, for recordings whose samples can be kept: summed in levels, which says where each average
/// has its extremes, and made exact from the kept samples where it matters how high they are.
/// </summary>
/// <remarks>
/// What is summed at a time lies between fixed frames, and within that in blocks that stay in the first cache level, so no result depends on
/// how the recording was cut or who did which rows. A group of rows keeps its sums in the second level until all blocks have passed.
/// </remarks>
internal sealed class WholeTrainAverages : IPartitionedWork
{
    // With its windows a block of about this length takes most of the first cache level, the sums of a group of rows a fifth of the
    // second. A stretch, most often from one report to the next, falls into blocks of one length.
    private const int AboutBlockFrames = 20_000;
    private const int SumsOfGroup = 50_000;
    private const int LongestStretchFrames = 131_072;
    private const double MaxKeptBytes = 512e6;

    private readonly int _windowFrames;
    private readonly WholeTrainSurrogates _surrogates;
    private readonly TraceHistory[] _histories;
    private readonly WorkerTeam _team;
    private readonly ExactHeights _exact;
    private readonly int _rows;
    private readonly long _totalFrames;
    private readonly int _sumsOfRow;
    private readonly int _rowsPerGroup;

    // By target.
    private readonly RoundedSums[] _sums;
    private readonly double[][] _exactHeights;

    // By row: up to where onsets were summed.
    private readonly OnsetPlace[] _next;
    private readonly OnsetPlace[] _nextAfter;

    // By worker.
    private readonly uint[][] _groupSums;
    private readonly int[][] _groupUsed;
    private readonly long[][] _groupSquares;
    private readonly int[][] _onsets;
    private readonly int[][] _validOnsets;
    private readonly int[] _onsetsRead;

    // The stretch of one target that is being summed.
    private int _target;
    private int _firstFrame;
    private int _endOnset;
    private ushort[] _levels = [];
    private Quantization _quantization;
    private int _signalFrames;
    private int _blockFrames;
    private int _blocks;
    private long _framesAveraged;
    private int _summedBefore;

    public WholeTrainAverages(
        RecordingInfo info, int windowFrames, WholeTrainSurrogates surrogates, TraceHistory[] histories, WorkerTeam team)
    {
        _windowFrames = windowFrames;
        _surrogates = surrogates;
        _histories = histories;
        _team = team;
        _rows = info.Sources * surrogates.Surrogates;
        _totalFrames = info.TotalFrames!.Value;
        _sumsOfRow = QuantizedWindowSums.Length(windowFrames);
        _rowsPerGroup = Math.Clamp(SumsOfGroup / _sumsOfRow, 1, _rows);
        _exact = new ExactHeights(surrogates, windowFrames, _rows, team);
        _sums = [.. histories.Select(_ => new RoundedSums(_rows, windowFrames, AlignedMemory.Allocate<double>(RoundedSums.Length(_rows, windowFrames))))];
        _exactHeights = [.. histories.Select(_ => Array.Empty<double>())];
        _next = new OnsetPlace[_rows];
        _nextAfter = new OnsetPlace[_rows];
        _groupSums = [.. Enumerable.Range(0, team.Workers).Select(_ => new uint[_rowsPerGroup * _sumsOfRow])];
        _groupUsed = [.. _groupSums.Select(_ => new int[_rowsPerGroup])];
        _groupSquares = [.. _groupSums.Select(_ => new long[_rowsPerGroup])];
        _onsets = [.. _groupSums.Select(_ => new int[16])];
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
        => rows * targets * (RoundedSums.BytesOfRow(windowFrames) + sizeof(double)) + rows * (4 * sizeof(int) + ExactHeights.BytesOfRow)
            + Math.Min(stretchFrames, LongestStretchFrames) * sizeof(ushort);

    private int Groups => (_rows + _rowsPerGroup - 1) / _rowsPerGroup;

    /// <summary>Takes in every surrogate spike whose window, and one frame more, lies before a frame.</summary>
    public void AverageUpTo(long frame)
    {
        _firstFrame = (int)Math.Max(0, _framesAveraged - _windowFrames);
        _framesAveraged = frame;
        _endOnset = (int)frame - _windowFrames;
        if (_endOnset <= _firstFrame)
            return;
        _summedBefore = _endOnset;
        _signalFrames = (int)frame - _firstFrame;
        int frames = _endOnset - _firstFrame;
        int blocks = Math.Max(1, (frames + AboutBlockFrames / 2) / AboutBlockFrames);
        _blockFrames = (frames + blocks - 1) / blocks;
        _blocks = (frames + _blockFrames - 1) / _blockFrames;
        // Whole vectors of a window may end after the last sample.
        if (_levels.Length < _signalFrames + QuantizedWindowSums.Together)
            _levels = new ushort[_signalFrames + _windowFrames + QuantizedWindowSums.Together];
        for (_target = 0; _target < _histories.Length; _target++)
        {
            (double lowest, double highest) = _histories[_target].Range(_firstFrame, frame);
            _quantization = new Quantization(lowest, highest);
            _quantization.Round(_histories[_target].Samples.Slice(_firstFrame, _signalFrames), _firstFrame, _target, _levels);
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
            _exact.OfAll(_sums[target], _histories[target], _summedBefore, _exactHeights[target]);
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
            levels += sums.Level(row);
            if (_exactHeights[target].Length > 0)
            {
                heights[s] = _exactHeights[target][row];
                continue;
            }
            heights[s] = sums.Height(row);
            if (Math.Abs(heights[s] - real) <= sums.HeightError(row))
                heights[s] = _exact.Of(row, sums, _histories[target], _summedBefore, worker);
        }
        return levels / heights.Length;
    }

    /// <summary>Writes the average of one surrogate, nearly as it is: samples are quantized.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    /// <param name="surrogate">Index of the surrogate.</param>
    /// <param name="average">Receives one value for each frame of the window; NaN where no spike was used.</param>
    public void CopyAverage(int source, int target, int surrogate, Span<double> average)
        => _sums[target].CopyAverage(source * _surrogates.Surrogates + surrogate, average);

    void IPartitionedWork.DoPart(int part, int worker)
    {
        int firstRow = part * _rowsPerGroup;
        int rows = Math.Min(_rowsPerGroup, _rows - firstRow);
        _groupSums[worker].AsSpan().Clear();
        _groupUsed[worker].AsSpan().Clear();
        _groupSquares[worker].AsSpan().Clear();
        FetchOnsets(firstRow, rows, worker);
        _next.AsSpan(firstRow, rows).CopyTo(_nextAfter.AsSpan(firstRow));
        for (int block = 0; block < _blocks; block++)
            AddBlock(block, firstRow, rows, worker);
        for (int i = 0; i < rows; i++)
            Gather(firstRow + i, i, worker);
    }

    private void Gather(int row, int i, int worker)
        => _sums[_target].Add(row, GroupSums(i, worker), _groupUsed[worker][i], _groupSquares[worker][i], _quantization);

    private Span<uint> GroupSums(int i, int worker) => _groupSums[worker].AsSpan(i * _sumsOfRow, _sumsOfRow);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(int block, int firstRow, int rows, int worker)
    {
        int first = _firstFrame + block * _blockFrames;
        int end = Math.Min(first + _blockFrames, _endOnset);
        bool isValid = _histories[_target].IsValid(first, end + _windowFrames);
        ReadOnlySpan<ushort> levels = _levels.AsSpan(first - _firstFrame, end - first + _sumsOfRow);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<int> onsets = Onsets(firstRow + i).Read(ref _nextAfter[firstRow + i], end, ref _onsets[worker]);
            if (!isValid)
                onsets = _histories[_target].ValidOnsets(onsets, _windowFrames, ref _validOnsets[worker]);
            _groupSquares[worker][i] += SquaredRepeats(onsets);
            ref int used = ref _groupUsed[worker][i];
            for (int now; !onsets.IsEmpty; onsets = onsets[now..])
            {
                if (used == QuantizedWindowSums.MaxWindows)
                {
                    Gather(firstRow + i, i, worker);
                    GroupSums(i, worker).Clear();
                    _groupSquares[worker][i] = 0;
                    used = 0;
                }
                now = Math.Min(onsets.Length, QuantizedWindowSums.MaxWindows - used);
                QuantizedWindowSums.Add(levels, first, onsets[..now], GroupSums(i, worker));
                used += now;
            }
        }
    }

    /// <summary>Reads from each cache line of the onsets that are due.</summary>
    private void FetchOnsets(int firstRow, int rows, int worker)
    {
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            PackedOnsets onsets = Onsets(row);
            int due = (int)((long)onsets.Length * (_endOnset - _firstFrame) / _totalFrames);
            _onsetsRead[worker] ^= onsets.Fetch(_next[row], due);
        }
    }

    /// <summary>The squares of how many onsets are alike, summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long SquaredRepeats(ReadOnlySpan<int> onsets)
    {
        long squares = 0;
        int before = -1;
        int alike = 0;
        foreach (int onset in onsets)
        {
            alike = onset == before ? alike + 1 : 0;
            before = onset;
            // (k + 1)² = k² + 2k + 1
            squares += 2 * alike + 1;
        }
        return squares;
    }

    private PackedOnsets Onsets(int row) => _surrogates.Onsets(row / _surrogates.Surrogates, row % _surrogates.Surrogates);
}
