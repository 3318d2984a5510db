using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
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
    private readonly double[] _cross = new double[sources * Tile.Count(targets) * Tile.Lanes];

    // The segment that is not over yet.
    private readonly double[] _segmentGram = new double[sources * sources];
    private readonly double[] _segmentCross = new double[sources * Tile.Count(targets) * Tile.Lanes];
    private readonly double[] _responseSum = new double[sources];
    private readonly double[] _traceSum = new double[Tile.Count(targets) * Tile.Lanes];
    private readonly double[] _traceSquares = new double[Tile.Count(targets) * Tile.Lanes];
    private long _segmentFrames;

    // Sum of squares about the mean, by target, of all segments.
    private readonly double[] _squares = new double[Tile.Count(targets) * Tile.Lanes];
    private long _frames;

    private readonly Scratch[] _scratch = [.. Enumerable.Range(0, team.Workers).Select(_ => new Scratch())];
    private Solving? _solving;
    private WhitenedPiece? _piece;

    /// <summary>Frames that went in.</summary>
    public long Frames => _frames + _segmentFrames;

    /// <summary>Takes in a piece of the recording.</summary>
    public void Add(WhitenedPiece piece)
    {
        _piece = piece;
        team.Run(sources + _padded / Tile.Lanes, this);
        _piece = null;
        _segmentFrames += piece.EndFrame - piece.FirstFrame;
    }

    /// <summary>Ends a segment: the whitening filter may change after it.</summary>
    public void EndSegment()
    {
        if (_segmentFrames == 0)
            return;
        for (int i = 0; i < sources; i++)
        {
            double share = _responseSum[i] / _segmentFrames;
            for (int j = 0; j < sources; j++)
                _gram[i * sources + j] += _segmentGram[i * sources + j] - share * _responseSum[j];
            for (int target = 0; target < _padded; target++)
            {
                int at = (target / Tile.Lanes * sources + i) * Tile.Lanes + target % Tile.Lanes;
                _cross[at] += _segmentCross[at] - share * _traceSum[target];
            }
        }
        for (int target = 0; target < _padded; target++)
            _squares[target] += _traceSquares[target] - _traceSum[target] * _traceSum[target] / _segmentFrames;
        _frames += _segmentFrames;
        _segmentFrames = 0;
        Array.Clear(_segmentGram);
        Array.Clear(_segmentCross);
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
    /// <returns>Sources × padded targets, in the trace's unit.</returns>
    public float[] Solve(ReadOnlySpan<double> spreads)
    {
        var amplitudes = new float[sources * _padded];
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
            return amplitudes;
        ridge /= usable;
        Matrix<double> factor = Factorize(ridge).Factor;
        _solving ??= new Solving(sources, targets, _cross, _padded, team.Workers);
        _solving.Begin(factor.ToRowMajorArray(), factor.ToColumnMajorArray(), spreads, amplitudes);
        team.Run(_padded / Tile.Lanes, _solving);
        return amplitudes;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        if (part < sources)
            AddGramRow(part, _piece!);
        else
            AddTile(part - sources, worker, _piece!);
    }

    // Rounding may leave the matrix a hair short of positive definite; a larger ridge always helps.
    private MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Factorize(double ridge)
    {
        while (true)
        {
            Matrix<double> gram = Matrix<double>.Build.Dense(sources, sources, (double[])_gram.Clone());
            for (int i = 0; i < sources; i++)
                gram[i, i] += ridge;
            try
            {
                return gram.Cholesky();
            }
            catch (ArgumentException)
            {
                ridge *= 10;
            }
        }
    }

    private void AddGramRow(int source, WhitenedPiece piece)
    {
        Span<double> row = _segmentGram.AsSpan(source * sources, sources);
        ReadOnlySpan<(long Frame, int Source)> spikes = piece.Spikes;
        TemplateOverlap overlap = piece.Overlap;
        int near = 0;
        for (int a = 0; a < spikes.Length; a++)
        {
            if (spikes[a].Source != source)
                continue;
            long frame = spikes[a].Frame;
            _responseSum[source] += overlap.Sum(frame, piece.FirstFrame, piece.EndFrame);
            while (spikes[near].Frame <= frame - overlap.Length)
                near++;
            for (int b = near; b < spikes.Length && spikes[b].Frame < frame + overlap.Length; b++)
                row[spikes[b].Source] += overlap.Product(frame, spikes[b].Frame, piece.FirstFrame, piece.EndFrame);
        }
    }

    private void AddTile(int tile, int worker, WhitenedPiece piece)
    {
        // Zeros around the piece: the template of a spike may begin before it or end after it.
        int frames = (int)(piece.EndFrame - piece.FirstFrame), around = piece.Template.Taps - 1;
        Scratch scratch = _scratch[worker];
        scratch.Reserve((frames + 2 * around) * Tile.Lanes);
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
        public float[] Padded { get; private set; } = [];

        public float[] Products { get; private set; } = [];

        public void Reserve(int values)
        {
            if (Padded.Length >= values)
                return;
            Padded = new float[values];
            Products = new float[values];
        }
    }

    private sealed class Solving(int sources, int targets, double[] cross, int padded, int workers) : IPartitionedWork
    {
        private readonly double[][] _solutions = [.. Enumerable.Range(0, workers).Select(_ => new double[sources * Tile.Lanes])];
        private readonly bool[] _usable = new bool[padded];
        private double[] _lower = [];
        private double[] _upper = [];
        private float[] _amplitudes = [];

        public void Begin(double[] lower, double[] upper, ReadOnlySpan<double> spreads, float[] amplitudes)
        {
            _lower = lower;
            _upper = upper;
            _amplitudes = amplitudes;
            for (int target = 0; target < targets; target++)
                _usable[target] = spreads[target] > 0;
        }

        public void DoPart(int part, int worker)
        {
            Span<double> solution = _solutions[worker];
            cross.AsSpan(part * sources * Tile.Lanes, sources * Tile.Lanes).CopyTo(solution);
            TileCholesky.Solve(_lower, _upper, sources, solution);
            for (int i = 0; i < sources; i++)
            {
                for (int lane = 0; lane < Tile.Lanes; lane++)
                {
                    int target = part * Tile.Lanes + lane;
                    _amplitudes[i * padded + target] = _usable[target] ? (float)solution[i * Tile.Lanes + lane] : 0;
                }
            }
        }
    }
}

/// <summary>A piece of the recording as the regression takes it.</summary>
/// <param name="firstFrame">First frame.</param>
/// <param name="endFrame">Frame after the last.</param>
/// <param name="template">The whitened template, from the spike on.</param>
/// <param name="overlap">Its lookups.</param>
/// <param name="spikes">All spikes whose template reaches into the piece, ascending.</param>
/// <param name="rows">Makes the whitened rows of each tile.</param>
internal sealed class WhitenedPiece(
    long firstFrame, long endFrame, TileFilter template, TemplateOverlap overlap, (long Frame, int Source)[] spikes, IWhitenedRows rows)
{
    public long FirstFrame => firstFrame;

    public long EndFrame => endFrame;

    public TileFilter Template => template;

    public TemplateOverlap Overlap => overlap;

    public ReadOnlySpan<(long Frame, int Source)> Spikes => spikes;

    public IWhitenedRows Rows => rows;
}

/// <summary>Makes the whitened rows of a piece, tile by tile, on any thread.</summary>
internal interface IWhitenedRows
{
    /// <summary>Writes the rows of a tile.</summary>
    void Whiten(int tile, Span<float> rows);
}
