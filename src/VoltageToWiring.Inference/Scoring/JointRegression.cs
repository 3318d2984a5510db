using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Ridge regression of all whitened traces on the whitened template responses of all trains, in running sums: the Gram matrix, which all
/// targets share, from pairs of spikes, and the cross-products, from what a spike at any frame would add, by a lookup at each.
/// </summary>
/// <remarks>
/// A segment of the recording uses one whitening filter throughout; its sums are taken about their means and added to those of the segments
/// before. A target's missing frames are zero and contribute nothing to its cross-products.
/// </remarks>
internal sealed class JointRegression(int sources, int targets, WorkerTeam team) : IPartitionedWork
{
    // Potentials of this share of the voltage's own spread are expected.
    private const double ExpectedAmplitudeSpreads = 0.33;

    private readonly int _padded = Tile.Count(targets) * Tile.Lanes;
    private readonly double[] _gram = new double[sources * sources];
    // By tile, then by source: a row of sixteen targets.
    private readonly ArraySegment<double> _cross = AlignedMemory.Allocate<double>(sources * Tile.Count(targets) * Tile.Lanes);

    // The segment that is not over yet; of each pair of spikes the product is in the row of the earlier one.
    private readonly double[] _segmentGram = new double[sources * sources];
    private readonly ArraySegment<double> _segmentCross = AlignedMemory.Allocate<double>(sources * Tile.Count(targets) * Tile.Lanes);
    private readonly double[] _responseSum = new double[sources];
    private readonly double[] _traceSum = new double[Tile.Count(targets) * Tile.Lanes];
    private readonly double[] _traceSquares = new double[Tile.Count(targets) * Tile.Lanes];
    private long _segmentFrames;

    // Sum of squares about the mean, by target, of all segments.
    private readonly double[] _squares = new double[Tile.Count(targets) * Tile.Lanes];
    private long _frames;

    private readonly Scratch[] _scratch = [.. Enumerable.Range(0, team.Workers).Select(_ => new Scratch())];
    private readonly double[] _lower = new double[sources * sources];
    private readonly double[] _upper = new double[sources * sources];
    private readonly float[] _amplitudes = new float[sources * Tile.Count(targets) * Tile.Lanes];
    private Factorizing? _factorizing;
    private Solving? _solving;
    private WhitenedPiece? _piece;
    private bool _endsSegment;
    private int[] _bySource = [];
    private readonly int[] _firstOf = new int[sources + 1];

    /// <summary>Bytes that one takes, and the amplitudes that it finds.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="solutions">Sets of amplitudes that are kept at once.</param>
    public static double BytesOf(double sources, int targets, int solutions)
        => 4 * sources * sources * sizeof(double) + sources * Tile.Count(targets) * Tile.Lanes * (2 * sizeof(double) + (double)solutions * sizeof(float));

    /// <summary>Frames that went in.</summary>
    public long Frames => _frames + _segmentFrames;

    /// <summary>Takes in a piece of the recording.</summary>
    public void Add(WhitenedPiece piece)
    {
        _piece = piece;
        SortBySource(piece.Spikes);
        foreach (Scratch scratch in _scratch)
            scratch.Reserve(((int)(piece.EndFrame - piece.FirstFrame) + 2 * Around(piece)) * Tile.Lanes);
        team.Run(sources + _padded / Tile.Lanes, this);
        _piece = null;
        _segmentFrames += piece.EndFrame - piece.FirstFrame;
    }

    /// <summary>Ends a segment: the whitening filter may change after it.</summary>
    public void EndSegment()
    {
        if (_segmentFrames == 0)
            return;
        _endsSegment = true;
        team.Run(sources + _padded / Tile.Lanes, this);
        _endsSegment = false;
        for (int target = 0; target < _padded; target++)
            _squares[target] += _traceSquares[target] - _traceSum[target] * _traceSum[target] / _segmentFrames;
        _frames += _segmentFrames;
        Array.Clear(_segmentGram);
        _segmentFrames = 0;
        Array.Clear(_responseSum);
        Array.Clear(_traceSum);
        Array.Clear(_traceSquares);
    }

    /// <summary>How alike two trains' responses are: the correlation of what they predict.</summary>
    public double Correlation(int a, int b)
    {
        double scale = Math.Sqrt(_gram[a * sources + a] * _gram[b * sources + b]);
        return scale > 0 ? _gram[a * sources + b] / scale : 0;
    }

    /// <summary>Solves for the amplitudes with all segments that have ended.</summary>
    /// <param name="spreads">The spread of each target's voltage, imaging noise not counted; 0 where it cannot be used.</param>
    /// <returns>Sources × padded targets, in the trace's unit; the span holds until the next call.</returns>
    public ReadOnlySpan<float> Solve(ReadOnlySpan<double> spreads)
    {
        double ridge = 0;
        int usable = 0;
        for (int target = 0; target < targets; target++)
        {
            if (spreads[target] <= 0)
                continue;
            double expected = ExpectedAmplitudeSpreads * spreads[target];
            ridge += _squares[target] / _frames / (expected * expected);
            usable++;
        }
        if (usable == 0 || !(ridge > 0))
        {
            Array.Clear(_amplitudes);
            return _amplitudes;
        }
        Factorize(ridge / usable);
        _solving ??= new Solving(sources, targets, _cross, _amplitudes, _padded, team.Workers, _lower, _upper);
        _solving.Begin(spreads);
        team.Run(_padded / Tile.Lanes, _solving);
        return _amplitudes;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        if (_endsSegment && part < sources)
            EndGramRow(part);
        else if (_endsSegment)
            EndTile(part - sources);
        else if (part < sources)
            AddGramRow(part, _piece!);
        else
            AddTile(part - sources, worker, _piece!);
    }

    private void EndGramRow(int source)
    {
        double share = _responseSum[source] / _segmentFrames;
        for (int other = 0; other < sources; other++)
        {
            double products = _segmentGram[source * sources + other] + _segmentGram[other * sources + source];
            _gram[source * sources + other] += products - share * _responseSum[other];
        }
    }

    private void EndTile(int tile)
    {
        Span<double> segment = _segmentCross.AsSpan(tile * sources * Tile.Lanes, sources * Tile.Lanes);
        Span<double> cross = _cross.AsSpan(tile * sources * Tile.Lanes, sources * Tile.Lanes);
        ReadOnlySpan<double> sums = _traceSum.AsSpan(tile * Tile.Lanes, Tile.Lanes);
        for (int at = 0; at < cross.Length; at++)
            cross[at] += segment[at] - _responseSum[at / Tile.Lanes] / _segmentFrames * sums[at % Tile.Lanes];
        segment.Clear();
    }

    // Rounding may leave the matrix a hair short of positive definite; a larger ridge always helps.
    private void Factorize(double ridge)
    {
        _factorizing ??= new Factorizing(sources, _upper, _lower);
        for (bool done = false; !done; ridge *= 10)
        {
            _gram.CopyTo(_upper, 0);
            for (int i = 0; i < sources; i++)
                _upper[i * sources + i] += ridge;
            done = _factorizing.Run(team);
        }
    }

    // Where in the list the spikes of each train are.
    private void SortBySource(ReadOnlySpan<(long Frame, int Source)> spikes)
    {
        if (_bySource.Length < spikes.Length)
            _bySource = new int[2 * spikes.Length];
        Array.Clear(_firstOf);
        foreach ((_, int source) in spikes)
            _firstOf[source + 1]++;
        for (int source = 0; source < sources; source++)
            _firstOf[source + 1] += _firstOf[source];
        for (int at = spikes.Length - 1; at >= 0; at--)
            _bySource[--_firstOf[spikes[at].Source + 1]] = at;
        // Each count has gone down to where its train begins: one place to the right of where it belongs.
        _firstOf.AsSpan(1).CopyTo(_firstOf);
        _firstOf[sources] = spikes.Length;
    }

    // Each pair of spikes once, in the row of the earlier one's train: the sum and its transpose are the Gram matrix.
    private void AddGramRow(int source, WhitenedPiece piece)
    {
        Span<double> row = _segmentGram.AsSpan(source * sources, sources);
        ReadOnlySpan<(long Frame, int Source)> spikes = piece.Spikes;
        TemplateOverlap overlap = piece.Overlap;
        ReadOnlySpan<double> whole = overlap.WholeProducts;
        foreach (int a in _bySource.AsSpan(_firstOf[source].._firstOf[source + 1]))
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
        Span<double> cross = _segmentCross.AsSpan(tile * sources * Tile.Lanes, sources * Tile.Lanes);
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

    // Panel after panel; then the factor row by row, which is its transpose turned.
    private sealed class Factorizing(int order, double[] upper, double[] lower) : IPartitionedWork
    {
        private const int RowsOfPart = 16;

        private int _panel;
        private bool _turns;

        public bool Run(WorkerTeam team)
        {
            _turns = false;
            for (_panel = 0; _panel < order; _panel += BlockedCholesky.PanelRows)
            {
                if (!BlockedCholesky.FactorizePanel(upper, order, _panel))
                    return false;
                int below = order - _panel - BlockedCholesky.PanelRows;
                if (below > 0)
                    team.Run((below + RowsOfPart - 1) / RowsOfPart, this);
            }
            _turns = true;
            team.Run((order + RowsOfPart - 1) / RowsOfPart, this);
            return true;
        }

        public void DoPart(int part, int worker)
        {
            int from = (_turns ? 0 : _panel + BlockedCholesky.PanelRows) + part * RowsOfPart, to = Math.Min(order, from + RowsOfPart);
            if (_turns)
                Turn(from, to);
            else
                BlockedCholesky.Subtract(upper, order, _panel, from, to);
        }

        private void Turn(int from, int to)
        {
            for (int j = from; j < to; j++)
            {
                for (int i = 0; i <= j; i++)
                    lower[j * order + i] = upper[i * order + j];
            }
        }
    }

    private sealed class Solving(int sources, int targets, ArraySegment<double> cross, float[] amplitudes, int padded, int workers, double[] lower, double[] upper) : IPartitionedWork
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
            TileCholesky.Solve(lower, upper, sources, solution);
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

/// <summary>A piece of the recording as the regression takes it. Used again for one piece after another.</summary>
internal sealed class WhitenedPiece
{
    private (long Frame, int Source)[] _spikes = [];
    private int _count;

    /// <summary>First frame.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Frame after the last.</summary>
    public long EndFrame { get; private set; }

    /// <summary>The whitened template, from the spike on.</summary>
    public TileFilter Template { get; private set; } = null!;

    /// <summary>Its lookups.</summary>
    public TemplateOverlap Overlap { get; private set; } = null!;

    /// <summary>Makes the whitened rows of each tile.</summary>
    public IWhitenedRows Rows { get; private set; } = null!;

    /// <summary>All spikes whose template reaches into the piece, ascending.</summary>
    public ReadOnlySpan<(long Frame, int Source)> Spikes => _spikes.AsSpan(0, _count);

    /// <summary>Says what the piece is.</summary>
    public WhitenedPiece Set(
        long firstFrame, long endFrame, TileFilter template, TemplateOverlap overlap, ReadOnlySpan<(long Frame, int Source)> spikes, IWhitenedRows rows)
    {
        FirstFrame = firstFrame;
        EndFrame = endFrame;
        Template = template;
        Overlap = overlap;
        Rows = rows;
        _count = spikes.Length;
        if (_spikes.Length < _count)
            _spikes = new (long, int)[2 * _count];
        spikes.CopyTo(_spikes);
        return this;
    }
}

/// <summary>Makes the whitened rows of a piece, tile by tile, on any thread.</summary>
internal interface IWhitenedRows
{
    /// <summary>Writes the rows of a tile.</summary>
    void Whiten(int tile, Span<float> rows);
}
