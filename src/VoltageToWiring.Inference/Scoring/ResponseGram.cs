using System.Numerics.Tensors;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// The Gram matrix of the whitened template responses of all trains, in running sums, from pairs of near spikes: what every target's regression
/// shares, and how alike trains are.
/// </summary>
/// <remarks>
/// Two matrices of sources × sources: the segments that are over, and the one that is not. A factorization takes place in the latter, which is
/// empty when a segment has just ended. Rows do not touch each other.
/// </remarks>
internal sealed class ResponseGram
{
    // Rows that end a segment together, and columns at a time: their transpose then lies in the first cache level.
    private const int TransposedColumns = 64;

    private readonly int _sources;
    private readonly ArraySegment<double> _gram;

    // The segment that is not over yet; of each pair of spikes the product is in the row of the earlier one.
    private readonly ArraySegment<double> _segment;
    private readonly double[] _responseSum;

    private readonly SpikesBySource _bySource;

    // With many trains all products of a segment are made when it ends.
    private readonly DenseProducts? _dense;

    /// <summary>Nothing known yet.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="workers">Threads that share the work.</param>
    public ResponseGram(int sources, int workers)
    {
        _sources = sources;
        _gram = AlignedMemory.Allocate<double>(checked(sources * sources));
        _segment = AlignedMemory.Allocate<double>(sources * sources);
        _responseSum = new double[sources];
        _bySource = new SpikesBySource(sources);
        if (sources > RegressionSchedule.ManyTrains)
            _dense = new DenseProducts(sources, _segment, _responseSum, workers);
    }

    /// <summary>Rows of one part of what ends a segment.</summary>
    public const int RowsOfPart = 16;

    /// <summary>Bytes that one takes.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="spikes">Spikes of a segment.</param>
    /// <param name="workers">Threads that share the work.</param>
    public static double BytesOf(double sources, double spikes, int workers)
        => 2 * sources * sources * sizeof(double) + (sources > RegressionSchedule.ManyTrains ? DenseProducts.BytesOf(spikes, workers) : 0);

    /// <summary>Parts of what a piece brings: its rows, where they are made piece by piece.</summary>
    public int AddingParts => _dense is null ? _sources : 0;

    /// <summary>Parts of what ends a segment.</summary>
    public int EndingParts => (_sources + RowsOfPart - 1) / RowsOfPart;

    /// <summary>Frames of all segments that are over.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames of the segment that is not over.</summary>
    public long SegmentFrames { get; private set; }

    /// <summary>Σ of each train's response over the segment that is not over.</summary>
    public ReadOnlySpan<double> ResponseSums => _responseSum;

    /// <summary>The sum of the matrix's diagonal, and the sum of the squares of all its elements.</summary>
    public (double Trace, double Squares) Moments()
    {
        double trace = 0;
        for (int i = 0; i < _sources; i++)
            trace += _gram[i * _sources + i];
        return (trace, TensorPrimitives.SumOfSquares(_gram.AsSpan()));
    }

    /// <summary>How alike two trains' responses are: the correlation of what they predict.</summary>
    public double Correlation(int a, int b)
    {
        ReadOnlySpan<double> gram = _gram;
        double scale = Math.Sqrt(gram[a * _sources + a] * gram[b * _sources + b]);
        return scale > 0 ? gram[a * _sources + b] / scale : 0;
    }

    /// <summary>Prepares for the rows of a piece.</summary>
    public void Begin(WhitenedPiece piece)
    {
        if (_dense is not null)
            _dense.Gather(piece);
        else
            _bySource.Sort(piece.Spikes);
        SegmentFrames += piece.EndFrame - piece.FirstFrame;
    }

    /// <summary>Takes what a train does in a piece: each pair of spikes once, in the row of the earlier one's train.</summary>
    /// <param name="source">The train.</param>
    /// <param name="piece">The piece.</param>
    public void AddRow(int source, WhitenedPiece piece)
    {
        Span<double> row = _segment.AsSpan(source * _sources, _sources);
        ReadOnlySpan<(long Frame, int Source)> spikes = piece.Spikes;
        TemplateOverlap overlap = piece.Overlap;
        ReadOnlySpan<double> whole = overlap.WholeProducts;
        foreach (int a in _bySource[source])
        {
            long frame = spikes[a].Frame;
            _responseSum[source] += overlap.Sum(frame, piece.FirstFrame, piece.EndFrame);
            row[source] += overlap.Product(frame, frame, piece.FirstFrame, piece.EndFrame) / 2;
            foreach ((long later, int other) in spikes[(a + 1)..])
            {
                long lag = later - frame;
                if (lag >= overlap.Length)
                    break;
                // The response of the later one begins and ends within the piece, but for those at its borders.
                row[other] += later >= piece.FirstFrame && later + overlap.Length <= piece.EndFrame
                    ? whole[(int)lag]
                    : overlap.Product(frame, later, piece.FirstFrame, piece.EndFrame);
            }
        }
    }

    /// <summary>Makes the products that have waited for the segment's end.</summary>
    public void EndPieces(WorkerTeam team) => _dense?.Add(team);

    /// <summary>Adds some rows of the segment, about their means, to those of the segments before: the sum and its transpose.</summary>
    /// <param name="part">0 … <see cref="EndingParts"/> − 1.</param>
    public void EndRows(int part)
    {
        int first = part * RowsOfPart, end = Math.Min(_sources, first + RowsOfPart);
        for (int column = 0; column < _sources; column += TransposedColumns)
        {
            int endColumn = Math.Min(_sources, column + TransposedColumns);
            for (int source = first; source < end; source++)
                EndRow(source, column, endColumn);
        }
    }

    /// <summary>The segment is over, and so are its rows.</summary>
    public void EndSegment()
    {
        Frames += SegmentFrames;
        SegmentFrames = 0;
        Array.Clear(_responseSum);
        _segment.AsSpan().Clear();
    }

    /// <summary>The matrix of all segments that are over, to be factorized in place; none may be under way.</summary>
    /// <param name="ridge">What is added to its diagonal.</param>
    public ArraySegment<double> CopyWithRidge(double ridge)
    {
        if (SegmentFrames > 0)
            throw new InvalidOperationException("A segment that is under way is in the way of a factorization.");
        _gram.CopyTo(_segment);
        Span<double> matrix = _segment;
        for (int i = 0; i < _sources; i++)
            matrix[i * _sources + i] += ridge;
        return _segment;
    }

    /// <summary>Forgets a factorization, so that the next segment can begin.</summary>
    public void ClearCopy() => _segment.AsSpan().Clear();

    private void EndRow(int source, int column, int endColumn)
    {
        double share = _responseSum[source] / SegmentFrames;
        ReadOnlySpan<double> segment = _segment;
        Span<double> gram = _gram;
        for (int other = column; other < endColumn; other++)
        {
            double products = segment[source * _sources + other] + segment[other * _sources + source];
            gram[source * _sources + other] += products - share * _responseSum[other];
        }
    }
}
