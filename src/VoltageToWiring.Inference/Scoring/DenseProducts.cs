using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// The products of all trains' responses over a segment, where every spike has thousands of others near it: what a spike at a frame adds to its
/// train's row is the same for all trains, so it is found once for each frame and added as a vector.
/// </summary>
/// <remarks>
/// A lookup for each pair of near spikes took two seconds for each second of 13,000 trains with their 52,000 spikes, most of it waiting for memory.
/// Here a block of columns is done at a time, for a stretch of frames at a time, so that its vectors stay in the second cache level.
/// </remarks>
/// <param name="sources">Number of trains.</param>
/// <param name="gram">Receives the products: half of them, each pair's in either row, so that the sum and its transpose are the matrix.</param>
/// <param name="responseSums">Receives Σ of each train's response.</param>
/// <param name="workers">Threads that share the work.</param>
internal sealed class DenseProducts(int sources, ArraySegment<double> gram, double[] responseSums, int workers) : IPartitionedWork
{
    private const int Columns = 128;
    private const int StretchFrames = 2048;

    private readonly float[][] _vectors = [.. Enumerable.Range(0, workers).Select(_ => new float[StretchFrames * Columns])];
    private readonly SpikesBySource _bySource = new(sources);
    private (long Frame, int Source)[] _spikes = [];
    private int _count;
    private bool _hasBegun;
    private TemplateOverlap _overlap = null!;
    private long _firstFrame;
    private long _endFrame;
    private long _stretch;
    private int _from;

    /// <summary>Bytes that one takes.</summary>
    /// <param name="spikes">Spikes of a segment.</param>
    /// <param name="workers">Threads that share the work.</param>
    public static double BytesOf(double spikes, int workers) => 2 * spikes * 16 + (double)workers * StretchFrames * Columns * sizeof(float);

    /// <summary>Keeps the spikes of a piece of the segment.</summary>
    public void Gather(WhitenedPiece piece)
    {
        if (!_hasBegun)
            (_hasBegun, _firstFrame, _overlap) = (true, piece.FirstFrame, piece.Overlap);
        _endFrame = piece.EndFrame;
        long known = _count > 0 ? piece.FirstFrame : long.MinValue;
        if (_spikes.Length < _count + piece.Spikes.Length)
            Array.Resize(ref _spikes, 2 * (_count + piece.Spikes.Length));
        foreach ((long Frame, int Source) spike in piece.Spikes)
        {
            if (spike.Frame >= known)
                _spikes[_count++] = spike;
        }
    }

    /// <summary>Adds what the segment's spikes make; the next segment may begin.</summary>
    public void Add(WorkerTeam team)
    {
        ReadOnlySpan<(long Frame, int Source)> spikes = _spikes.AsSpan(0, _count);
        foreach ((long frame, int source) in spikes)
            responseSums[source] += _overlap.Sum(frame, _firstFrame, _endFrame);
        _from = 0;
        for (_stretch = _firstFrame - _overlap.Length + 1; _stretch < _endFrame; _stretch += StretchFrames)
        {
            while (_from < spikes.Length && spikes[_from].Frame < _stretch)
                _from++;
            int to = _from;
            while (to < spikes.Length && spikes[to].Frame < _stretch + StretchFrames + _overlap.Length)
                to++;
            _bySource.Sort(spikes[_from..to]);
            team.Run((sources + Columns - 1) / Columns, this);
        }
        (_hasBegun, _count) = (false, 0);
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        int column = part * Columns, columns = Math.Min(Columns, sources - column);
        Span<float> vectors = _vectors[worker];
        vectors.Clear();
        for (int at = 0; at < columns; at++)
        {
            foreach (int later in _bySource[column + at])
                AddBefore(_spikes[_from + later].Frame, vectors[at..]);
        }
        for (int source = 0; source < sources; source++)
        {
            Span<double> row = gram.AsSpan(source * sources + column, columns);
            foreach (int spike in _bySource[source])
            {
                long frame = _spikes[_from + spike].Frame;
                if (frame < _stretch + StretchFrames)
                    AddTo(row, vectors.Slice((int)(frame - _stretch) * Columns, Columns));
            }
        }
    }

    // What a spike makes with one at each frame before it: at its own frame half of it, because the other adds as much.
    private void AddBefore(long later, Span<float> column)
    {
        bool isWhole = later >= _firstFrame && later + _overlap.Length <= _endFrame;
        ReadOnlySpan<double> whole = _overlap.WholeProducts;
        for (int lag = 0; lag < whole.Length; lag++)
        {
            long at = later - lag - _stretch;
            if (at < 0)
                return;
            if (at >= StretchFrames)
                continue;
            double product = isWhole ? whole[lag] : _overlap.Product(later - lag, later, _firstFrame, _endFrame);
            column[(int)at * Columns] += (float)(lag == 0 ? product / 2 : product);
        }
    }

    private static void AddTo(Span<double> row, ReadOnlySpan<float> vector)
    {
        int at = 0;
        for (; at + Vector512<float>.Count <= row.Length; at += Vector512<float>.Count)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Create(vector[at..]));
            (Vector512.Create<double>(row[at..]) + low).CopyTo(row[at..]);
            (Vector512.Create<double>(row[(at + Vector512<double>.Count)..]) + high).CopyTo(row[(at + Vector512<double>.Count)..]);
        }
        for (; at < row.Length; at++)
            row[at] += vector[at];
    }
}
