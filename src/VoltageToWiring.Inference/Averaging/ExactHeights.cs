using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// The heights of averages in double precision, from the kept samples of the whole recording: only the few frames of a window are summed at
/// which rounded sums say that the extremes may be, to the same bits as summing the whole window.
/// </summary>
internal sealed class ExactHeights : IPartitionedWork
{
    // A row has one lowest and one highest sum, seldom a few that are hard to tell apart. Of a trace that hardly moves it may be any.
    private const int MaxColumns = 8;

    // Samples that stay in the cache while all rows pass.
    private const int StretchFrames = 131_072;
    private const int RowsPerPart = 64;

    private readonly WholeTrainSurrogates _surrogates;
    private readonly int _windowFrames;
    private readonly int _rows;
    private readonly WorkerTeam _team;

    // By worker.
    private readonly int[][] _onsets;
    private readonly int[][] _validOnsets;
    private readonly double[][] _windowSums;
    private readonly int[] _onsetsRead;

    // By row, while all are made exact.
    private int[] _columns = [];
    private int[] _columnCount = [];
    private double[] _columnSums = [];
    private OnsetPlace[] _next = [];
    private int[] _used = [];

    private RoundedSums? _sums;
    private TraceHistory? _history;
    private int _endOnset;
    private double[] _heights = [];
    private int _first;
    private int _stretches;
    private bool _conclude;

    public ExactHeights(WholeTrainSurrogates surrogates, int windowFrames, int rows, WorkerTeam team)
    {
        _surrogates = surrogates;
        _windowFrames = windowFrames;
        _rows = rows;
        _team = team;
        _onsets = [.. Enumerable.Range(0, team.Workers).Select(_ => new int[16])];
        _validOnsets = [.. _onsets.Select(_ => new int[16])];
        _onsetsRead = new int[team.Workers];
        _windowSums = [.. _validOnsets.Select(_ => new double[windowFrames])];
    }

    /// <summary>Bytes of each row while all are made exact.</summary>
    public static int BytesOfRow => MaxColumns * (sizeof(int) + sizeof(double)) + 4 * sizeof(int);

    /// <summary>The height of one row.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="sums">The rounded sums.</param>
    /// <param name="history">The trace, from its first frame on.</param>
    /// <param name="endOnset">The row's onsets before this frame count.</param>
    /// <param name="worker">Index of the worker.</param>
    public double Of(int row, RoundedSums sums, TraceHistory history, int endOnset, int worker)
    {
        var place = default(OnsetPlace);
        ReadOnlySpan<int> onsets = history.ValidOnsets(
            Onsets(row).Read(ref place, endOnset, ref _onsets[worker]), _windowFrames, ref _validOnsets[worker]);
        Span<int> columns = stackalloc int[MaxColumns];
        int count = sums.PossibleExtremes(row, columns);
        Span<double> exact = _windowSums[worker].AsSpan(0, Math.Min(count, _windowFrames));
        if (count > MaxColumns)
            exact = _windowSums[worker];
        exact.Clear();
        if (count > MaxColumns)
            WindowSums.Add(history.Samples, 0, onsets, exact);
        else
            WindowSums.AddColumns(history.Samples, 0, onsets, columns[..count], exact);
        return Height(exact, onsets.Length);
    }

    /// <summary>The heights of all rows; NaN where no spike was used.</summary>
    /// <param name="sums">The rounded sums.</param>
    /// <param name="history">The trace, from its first frame on.</param>
    /// <param name="endOnset">Onsets before this frame count.</param>
    /// <param name="heights">Receives one height for each row.</param>
    public void OfAll(RoundedSums sums, TraceHistory history, int endOnset, double[] heights)
    {
        _sums = sums;
        _history = history;
        _endOnset = endOnset;
        _heights = heights;
        _columns = new int[_rows * MaxColumns];
        _columnSums = new double[_rows * MaxColumns];
        _columnCount = new int[_rows];
        _next = new OnsetPlace[_rows];
        _used = new int[_rows];
        _stretches = (int)(history.EndFrame / StretchFrames) + 1;
        int parts = (_rows + RowsPerPart - 1) / RowsPerPart;
        for (_first = 0; _first < history.EndFrame; _first += StretchFrames)
            _team.Run(parts, this);
        _conclude = true;
        _team.Run(parts, this);
        _conclude = false;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        int end = Math.Min((part + 1) * RowsPerPart, _rows);
        for (int row = part * RowsPerPart; row < end && !_conclude; row++)
            _onsetsRead[worker] ^= Onsets(row).Fetch(_next[row], Onsets(row).Length / _stretches);
        for (int row = part * RowsPerPart; row < end; row++)
        {
            if (_first == 0)
                _columnCount[row] = _sums!.PossibleExtremes(row, Columns(row));
            if (_conclude)
                Conclude(row, worker);
            else if (_columnCount[row] <= MaxColumns)
                AddStretch(row, worker);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddStretch(int row, int worker)
    {
        ReadOnlySpan<int> onsets = Onsets(row).Read(ref _next[row], Math.Min(_first + StretchFrames, _endOnset), ref _onsets[worker]);
        onsets = _history!.ValidOnsets(onsets, _windowFrames, ref _validOnsets[worker]);
        _used[row] += onsets.Length;
        int count = _columnCount[row];
        WindowSums.AddColumns(_history.Samples, 0, onsets, Columns(row)[..count], _columnSums.AsSpan(row * MaxColumns, count));
    }

    private void Conclude(int row, int worker)
        => _heights[row] = _columnCount[row] > MaxColumns
            ? Of(row, _sums!, _history!, _endOnset, worker)
            : Height(_columnSums.AsSpan(row * MaxColumns, _columnCount[row]), _used[row]);

    private Span<int> Columns(int row) => _columns.AsSpan(row * MaxColumns, MaxColumns);

    private PackedOnsets Onsets(int row) => _surrogates.Onsets(row / _surrogates.Surrogates, row % _surrogates.Surrogates);

    private static double Height(ReadOnlySpan<double> sums, int used)
    {
        if (used == 0)
            return double.NaN;
        double max = double.NegativeInfinity;
        double min = double.PositiveInfinity;
        foreach (double sum in sums)
        {
            max = Math.Max(max, sum);
            min = Math.Min(min, sum);
        }
        return max / used - min / used;
    }
}
