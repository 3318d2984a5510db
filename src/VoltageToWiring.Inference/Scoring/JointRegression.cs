using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Ridge regression of all whitened traces on the whitened template responses of all trains, in running sums: the Gram matrix, which all
/// targets share, and the cross-products, from what a spike at any frame would add, by a lookup at each.
/// </summary>
/// <remarks>
/// A segment of the recording uses one whitening filter throughout; its sums are taken about their means and added to those of the segments
/// before. A target's missing frames are zero and contribute nothing to its cross-products.
/// </remarks>
internal sealed class JointRegression : IPartitionedWork
{
    // Potentials of this share of the voltage's own spread are expected.
    private const double ExpectedAmplitudeSpreads = 0.33;

    private readonly int _sources;
    private readonly int _targets;
    private readonly int _padded;
    private readonly WorkerTeam _team;
    private readonly ResponseGram _gram;

    // By tile, then by source: a row of sixteen targets. Of all segments that are over, and of the one that is not.
    private readonly ArraySegment<double> _cross;
    private readonly ArraySegment<double> _segmentCross;
    private readonly double[] _traceSum;
    private readonly double[] _traceSquares;

    // Sum of squares about the mean, by target, of all segments.
    private readonly double[] _squares;

    private readonly Scratch[] _scratch;
    private readonly float[] _amplitudes;
    private CholeskyWork? _factorizing;
    private Solving? _solving;
    private WhitenedPiece? _piece;
    private bool _endsSegment;

    /// <summary>Nothing known yet.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets that are regressed; 0 where trains are compared with each other alone.</param>
    /// <param name="team">Shares the work.</param>
    public JointRegression(int sources, int targets, WorkerTeam team)
    {
        _sources = sources;
        _targets = targets;
        _padded = Tile.Count(targets) * Tile.Lanes;
        _team = team;
        _gram = new ResponseGram(sources, team.Workers);
        _cross = AlignedMemory.Allocate<double>(sources * _padded);
        _segmentCross = AlignedMemory.Allocate<double>(sources * _padded);
        _traceSum = new double[_padded];
        _traceSquares = new double[_padded];
        _squares = new double[_padded];
        _scratch = [.. Enumerable.Range(0, team.Workers).Select(_ => new Scratch())];
        _amplitudes = new float[sources * _padded];
    }

    /// <summary>Bytes that one takes, and the amplitudes that it finds.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets that are regressed.</param>
    /// <param name="solutions">Sets of amplitudes that are kept at once.</param>
    /// <param name="spikes">Spikes between two fits.</param>
    /// <param name="workers">Threads that share the work.</param>
    public static double BytesOf(double sources, int targets, int solutions, double spikes, int workers)
        => ResponseGram.BytesOf(sources, spikes, workers)
            + sources * Tile.Count(targets) * Tile.Lanes * (2 * sizeof(double) + (double)solutions * sizeof(float));

    /// <summary>Frames that went in.</summary>
    public long Frames => _gram.Frames + _gram.SegmentFrames;

    /// <summary>The newest amplitudes, sources × padded targets, in the trace's unit; zero before the first.</summary>
    public ReadOnlySpan<float> Amplitudes => _amplitudes;

    /// <summary>How alike two trains' responses are: the correlation of what they predict.</summary>
    public double Correlation(int a, int b) => _gram.Correlation(a, b);

    /// <summary>Takes in a piece of the recording.</summary>
    public void Add(WhitenedPiece piece)
    {
        _piece = piece;
        _gram.Begin(piece);
        foreach (Scratch scratch in _scratch)
            scratch.Reserve(((int)(piece.EndFrame - piece.FirstFrame) + 2 * Around(piece)) * Tile.Lanes);
        _team.Run(_gram.AddingParts + _padded / Tile.Lanes, this);
        _piece = null;
    }

    /// <summary>Ends a segment: the whitening filter may change after it.</summary>
    public void EndSegment()
    {
        if (_gram.SegmentFrames == 0)
            return;
        _gram.EndPieces(_team);
        _endsSegment = true;
        _team.Run(_gram.EndingParts + _padded / Tile.Lanes, this);
        _endsSegment = false;
        for (int target = 0; target < _padded; target++)
            _squares[target] += _traceSquares[target] - _traceSum[target] * _traceSum[target] / _gram.SegmentFrames;
        _gram.EndSegment();
        Array.Clear(_traceSum);
        Array.Clear(_traceSquares);
    }

    /// <summary>Solves for the amplitudes with all segments; none may be under way.</summary>
    /// <param name="spreads">The spread of each target's voltage, imaging noise not counted; 0 where it cannot be used.</param>
    /// <returns>Sources × padded targets, in the trace's unit; the span holds until the next call.</returns>
    public ReadOnlySpan<float> Solve(ReadOnlySpan<double> spreads)
    {
        double ridge = _sources > RegressionSchedule.ManyTrains ? RidgeOfMany(spreads) : RidgeOfFew(spreads);
        if (!(ridge > 0))
        {
            Array.Clear(_amplitudes);
            return _amplitudes;
        }
        ArraySegment<double> factor = Factorize(ridge);
        _solving ??= new Solving(_sources, _targets, _cross, _amplitudes, _padded, _team.Workers, factor);
        _solving.Begin(spreads);
        _team.Run(_padded / Tile.Lanes, _solving);
        _gram.ClearCopy();
        return _amplitudes;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        if (_endsSegment && part < _gram.EndingParts)
            _gram.EndRows(part);
        else if (_endsSegment)
            EndTile(part - _gram.EndingParts);
        else if (part < _gram.AddingParts)
            _gram.AddRow(part, _piece!);
        else
            AddTile(part - _gram.AddingParts, worker, _piece!);
    }

    private void EndTile(int tile)
    {
        Span<double> segment = _segmentCross.AsSpan(tile * _sources * Tile.Lanes, _sources * Tile.Lanes);
        Span<double> cross = _cross.AsSpan(tile * _sources * Tile.Lanes, _sources * Tile.Lanes);
        ReadOnlySpan<double> sums = _traceSum.AsSpan(tile * Tile.Lanes, Tile.Lanes), responses = _gram.ResponseSums;
        for (int at = 0; at < cross.Length; at++)
            cross[at] += segment[at] - responses[at / Tile.Lanes] / _gram.SegmentFrames * sums[at % Tile.Lanes];
        segment.Clear();
    }

    // A ridge is the variance of the noise over that of amplitudes; one serves all targets. 0 where none can be used.
    private double RidgeOfFew(ReadOnlySpan<double> spreads)
    {
        double ridge = 0;
        int usable = 0;
        for (int target = 0; target < _targets; target++)
        {
            if (spreads[target] <= 0)
                continue;
            double expected = ExpectedAmplitudeSpreads * spreads[target];
            ridge += _squares[target] / _gram.Frames / (expected * expected);
            usable++;
        }
        return usable == 0 ? 0 : ridge / usable;
    }

    // Thousands of potentials cannot all be as large as a third of the spread that they make together: how large they are is measured. With
    // the ridge of few, predictions of 3,200 trains after two minutes were worse than none.
    private double RidgeOfMany(ReadOnlySpan<double> spreads)
    {
        (double trace, double squares) = _gram.Moments();
        double shares = 0;
        int usable = 0;
        for (int target = 0; target < _targets; target++)
        {
            if (spreads[target] <= 0 || !(_squares[target] > 0))
                continue;
            shares += ExplainedShare.Of(CrossSquares(target), _squares[target], trace, squares, _gram.Frames);
            usable++;
        }
        return usable == 0 ? 0 : trace / _gram.Frames / (shares / usable);
    }

    private double CrossSquares(int target)
    {
        ReadOnlySpan<double> cross = _cross.AsSpan(target / Tile.Lanes * _sources * Tile.Lanes, _sources * Tile.Lanes);
        double sum = 0;
        for (int at = target % Tile.Lanes; at < cross.Length; at += Tile.Lanes)
            sum += cross[at] * cross[at];
        return sum;
    }

    // Rounding may leave the matrix a hair short of positive definite; a larger ridge always helps.
    private ArraySegment<double> Factorize(double ridge)
    {
        while (true)
        {
            ArraySegment<double> matrix = _gram.CopyWithRidge(ridge);
            _factorizing ??= new CholeskyWork(_sources, matrix);
            if (_factorizing.Run(_team))
                return matrix;
            ridge *= 10;
        }
    }

    private void AddTile(int tile, int worker, WhitenedPiece piece)
    {
        int frames = (int)(piece.EndFrame - piece.FirstFrame), around = Around(piece);
        Scratch scratch = _scratch[worker];
        Span<float> padded = scratch.Padded.AsSpan(0, (frames + 2 * around) * Tile.Lanes);
        padded.Clear();
        Span<float> rows = padded.Slice(around * Tile.Lanes, frames * Tile.Lanes);
        piece.Rows.Whiten(tile, rows);
        SumRows(rows, _traceSum.AsSpan(tile * Tile.Lanes, Tile.Lanes), _traceSquares.AsSpan(tile * Tile.Lanes, Tile.Lanes));
        // What a spike at any frame would add; then a lookup for each spike.
        Span<float> products = scratch.Products.AsSpan(0, (frames + around) * Tile.Lanes);
        piece.Template.Apply(padded, products);
        Span<double> cross = _segmentCross.AsSpan(tile * _sources * Tile.Lanes, _sources * Tile.Lanes);
        long first = piece.FirstFrame - around;
        foreach ((long frame, int source) in piece.Spikes)
            Tile.AddTo(Vector512.Create(products.Slice((int)(frame - first) * Tile.Lanes, Tile.Lanes)), cross.Slice(source * Tile.Lanes, Tile.Lanes));
    }

    // Zeros around the piece: the template of a spike may begin before it or end after it.
    private static int Around(WhitenedPiece piece) => piece.Template.Taps - 1;

    private static void SumRows(ReadOnlySpan<float> rows, Span<double> sums, Span<double> squares)
    {
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
        {
            Vector512<float> row = Vector512.Create(rows.Slice(at, Tile.Lanes));
            Tile.AddTo(row, sums);
            Tile.AddSquaresTo(row, squares);
        }
    }

    private sealed class Scratch
    {
        public ArraySegment<float> Padded { get; private set; } = [];

        public ArraySegment<float> Products { get; private set; } = [];

        public void Reserve(int values)
        {
            if (Padded.Count >= values)
                return;
            Padded = AlignedMemory.Allocate<float>(values);
            Products = AlignedMemory.Allocate<float>(values);
        }
    }

    private sealed class Solving(int sources, int targets, ArraySegment<double> cross, float[] amplitudes, int padded, int workers, ArraySegment<double> factor) : IPartitionedWork
    {
        private readonly ArraySegment<double>[] _solutions =
            [.. Enumerable.Range(0, workers).Select(_ => AlignedMemory.Allocate<double>(sources * Tile.Lanes))];

        private readonly bool[] _usable = new bool[padded];

        public void Begin(ReadOnlySpan<double> spreads)
        {
            for (int target = 0; target < targets; target++)
                _usable[target] = spreads[target] > 0;
        }

        public void DoPart(int part, int worker)
        {
            Span<double> solution = _solutions[worker];
            cross.AsSpan(part * sources * Tile.Lanes, sources * Tile.Lanes).CopyTo(solution);
            TileCholesky.Solve(factor, factor, sources, solution);
            for (int i = 0; i < sources; i++)
            {
                for (int lane = 0; lane < Tile.Lanes; lane++)
                {
                    int target = part * Tile.Lanes + lane;
                    amplitudes[i * padded + target] = _usable[target] ? (float)solution[i * Tile.Lanes + lane] : 0;
                }
            }
        }
    }
}
