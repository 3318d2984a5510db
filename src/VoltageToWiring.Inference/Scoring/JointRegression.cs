using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Ridge regression of all whitened traces on the whitened template responses of all trains, in running sums: the Gram matrix, which all
/// targets share, from pairs of spikes, and the cross-products by a short dot product at each spike. Nothing is convolved.
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
                _cross[i * _padded + target] += _segmentCross[i * _padded + target] - share * _traceSum[target];
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
        Matrix<double> solved = Factorize(ridge).Solve(Matrix<double>.Build.Dense(_padded, sources, _cross).Transpose());
        for (int i = 0; i < sources; i++)
        {
            for (int target = 0; target < targets; target++)
                amplitudes[i * _padded + target] = spreads[target] > 0 ? (float)solved[i, target] : 0;
        }
        return amplitudes;
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        if (part < sources)
            AddGramRow(part, _piece!);
        else
            AddTile(part - sources, _piece!);
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

    private void AddTile(int tile, WhitenedPiece piece)
    {
        ReadOnlySpan<float> rows = piece.Tile(tile);
        int lane0 = tile * Tile.Lanes;
        for (int at = 0; at < rows.Length; at++)
        {
            double e = rows[at];
            _traceSum[lane0 + at % Tile.Lanes] += e;
            _traceSquares[lane0 + at % Tile.Lanes] += e * e;
        }
        Span<float> dot = stackalloc float[Tile.Lanes];
        foreach ((long frame, int source) in piece.Spikes)
        {
            long from = Math.Max(frame, piece.FirstFrame);
            long to = Math.Min(frame + piece.Template.Length, piece.EndFrame);
            Vector512<float> sum = default;
            for (long t = from; t < to; t++)
            {
                Vector512<float> e = Vector512.Create(rows.Slice((int)(t - piece.FirstFrame) * Tile.Lanes, Tile.Lanes));
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(piece.Template[(int)(t - frame)]), e, sum);
            }
            sum.CopyTo(dot);
            Span<double> cross = _segmentCross.AsSpan(source * _padded + lane0, Tile.Lanes);
            for (int lane = 0; lane < Tile.Lanes; lane++)
                cross[lane] += dot[lane];
        }
    }
}

/// <summary>A piece of the recording as the regression takes it.</summary>
/// <param name="firstFrame">First frame.</param>
/// <param name="endFrame">Frame after the last.</param>
/// <param name="template">The whitened template, from the spike on.</param>
/// <param name="overlap">Its lookups.</param>
/// <param name="spikes">All spikes whose template reaches into the piece, ascending.</param>
/// <param name="tiles">Whitened rows of each tile.</param>
internal sealed class WhitenedPiece(
    long firstFrame, long endFrame, float[] template, TemplateOverlap overlap, (long Frame, int Source)[] spikes, float[][] tiles)
{
    public long FirstFrame => firstFrame;

    public long EndFrame => endFrame;

    public ReadOnlySpan<float> Template => template;

    public TemplateOverlap Overlap => overlap;

    public ReadOnlySpan<(long Frame, int Source)> Spikes => spikes;

    public ReadOnlySpan<float> Tile(int tile) => tiles[tile];
}
