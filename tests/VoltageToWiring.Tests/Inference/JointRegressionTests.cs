using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;
using VoltageToWiring.Tests.Scoring;

namespace VoltageToWiring.Tests.Inference;

public sealed class JointRegressionTests : IDisposable
{
    private const int Sources = 4;
    private const int Targets = 19;
    private const int Padded = 2 * Tile.Lanes;
    private const int Frames = 1200;

    // Two segments, each whitened in its own way; a train's spikes of the first reach into the second.
    private const int Border = 700;

    private static readonly double[][] Templates = [Response(40, 1), Response(30, 2)];

    private readonly WorkerTeam _team = new(2);
    private readonly (long Frame, int Source)[] _spikes = Spikes();
    private readonly float[][] _traces;
    private readonly double[] _spreads = [.. Enumerable.Range(0, Targets).Select(target => target == 5 ? 0 : 0.5 + 0.1 * target)];

    public JointRegressionTests()
    {
        _traces = [RandomRows.Of(Frames, 1), RandomRows.Of(Frames, 2)];
        // The trains do something, lest all amplitudes be nought, and the baseline is anywhere.
        double[][] responses = [.. Enumerable.Range(0, Sources).Select(source => Convolve(source))];
        for (int target = 0; target < Targets; target++)
        {
            for (int t = 0; t < Frames; t++)
            {
                double value = 3 + 0.01 * target;
                for (int source = 0; source < Sources; source++)
                    value += (0.3 * source - 0.4 + 0.02 * target) * responses[source][t];
                _traces[target / Tile.Lanes][t * Tile.Lanes + target % Tile.Lanes] += (float)value;
            }
        }
    }

    public void Dispose() => _team.Dispose();

    [Theory]
    [InlineData(Border, Frames)]
    [InlineData(200, 230, Border, 701, 1000, Frames)]
    public void Solve_AnyPieces_IsTheDenseRidgeRegression(params int[] ends)
    {
        JointRegression regression = Run(ends);
        Assert.Equal(Frames, regression.Frames);
        float[] amplitudes = [.. regression.Solve(_spreads)];
        (double[,] gram, double[][] cross, double[] squares) = Dense();
        double ridge = Enumerable.Range(0, Targets).Where(target => _spreads[target] > 0)
            .Average(target => squares[target] / Frames / Math.Pow(0.33 * _spreads[target], 2));
        for (int target = 0; target < Targets; target++)
        {
            double[] expected = SolveRidge(gram, cross[target], ridge);
            for (int source = 0; source < Sources; source++)
                Assert.Equal(_spreads[target] > 0 ? expected[source] : 0, amplitudes[source * Padded + target], 1e-5);
        }
        Assert.True(amplitudes.Max(Math.Abs) > 0.3);
    }

    [Fact]
    public void Correlation_OfTwoTrains_IsThatOfTheirCentredResponses()
    {
        JointRegression regression = Run([400, Border, Frames]);
        (double[,] gram, _, _) = Dense();
        for (int a = 0; a < Sources; a++)
        {
            for (int b = 0; b < Sources; b++)
                Assert.Equal(gram[a, b] / Math.Sqrt(gram[a, a] * gram[b, b]), regression.Correlation(a, b), 1e-9);
        }
        Assert.NotInRange(Math.Abs(regression.Correlation(0, 1)), 0, 0.01);
    }

    [Fact]
    public void Solve_SegmentThatIsNotOver_IsRefusedAndCountsAfterItsEnd()
    {
        JointRegression regression = Run([Border]);
        float[] before = [.. regression.Solve(_spreads)];
        Assert.Equal(before, regression.Amplitudes.ToArray());
        regression.Add(Piece(Border, Frames));
        Assert.Throws<InvalidOperationException>(() => regression.Solve(_spreads).Length);
        Assert.Equal(Frames, regression.Frames);
        regression.EndSegment();
        Assert.NotEqual(before, regression.Solve(_spreads).ToArray());
    }

    [Fact]
    public void Solve_NoUsableTargetOrTwinTrains_StaysFinite()
    {
        JointRegression regression = Run([Border, Frames]);
        Assert.All(regression.Solve(new double[Targets]).ToArray(), amplitude => Assert.Equal(0, amplitude));
        // Twins share what one of them would have.
        var twins = new JointRegression(2, Targets, _team);
        (long Frame, int Source)[] both = [.. _spikes.Where(spike => spike.Source == 3 && spike.Frame < Border).SelectMany(spike => new[] { (spike.Frame, 0), (spike.Frame, 1) })];
        twins.Add(new WhitenedPiece().Set(0, Border, new TileFilter(Templates[0]), new TemplateOverlap(Templates[0]), both, Rows(0, Border)));
        twins.EndSegment();
        float[] amplitudes = [.. twins.Solve(_spreads)];
        Assert.Equal(1, twins.Correlation(0, 1), 1e-12);
        for (int target = 0; target < Targets; target++)
            Assert.Equal(amplitudes[target], amplitudes[Padded + target], 1e-5);
        Assert.True(amplitudes.Max(Math.Abs) > 0.1);
    }

    private JointRegression Run(int[] ends)
    {
        var regression = new JointRegression(Sources, Targets, _team);
        int first = 0;
        foreach (int end in ends)
        {
            regression.Add(Piece(first, end));
            if (end is Border or Frames)
                regression.EndSegment();
            first = end;
        }
        return regression;
    }

    private WhitenedPiece Piece(int first, int end)
    {
        double[] template = Templates[first < Border ? 0 : 1];
        return new WhitenedPiece().Set(
            first, end, new TileFilter(template), new TemplateOverlap(template),
            [.. _spikes.Where(spike => spike.Frame > first - template.Length && spike.Frame < end)], Rows(first, end));
    }

    private GivenRows Rows(int first, int end) => new([.. _traces.Select(rows => rows[(first * Tile.Lanes)..(end * Tile.Lanes)])]);

    // Features and traces as they are, centred within each segment.
    private (double[,] Gram, double[][] Cross, double[] Squares) Dense()
    {
        double[][] features = [.. Enumerable.Range(0, Sources).Select(source => Centre(Convolve(source)))];
        double[][] traces = [.. Enumerable.Range(0, Targets).Select(target => Centre(RandomRows.Lane(_traces[target / Tile.Lanes], target % Tile.Lanes)))];
        var gram = new double[Sources, Sources];
        for (int a = 0; a < Sources; a++)
        {
            for (int b = 0; b < Sources; b++)
                gram[a, b] = Dot(features[a], features[b]);
        }
        return (gram, [.. traces.Select(trace => features.Select(feature => Dot(feature, trace)).ToArray())], [.. traces.Select(trace => Dot(trace, trace))]);
    }

    private double[] Convolve(int source)
    {
        var feature = new double[Frames];
        for (int t = 0; t < Frames; t++)
        {
            double[] template = Templates[t < Border ? 0 : 1];
            foreach ((long frame, int of) in _spikes)
            {
                if (of == source && t >= frame && t < frame + template.Length)
                    feature[t] += template[t - frame];
            }
        }
        return feature;
    }

    private static double[] Centre(double[] values)
    {
        double first = values[..Border].Average(), second = values[Border..].Average();
        return [.. values.Select((value, t) => value - (t < Border ? first : second))];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    // Gaussian elimination; the matrix is positive definite.
    private static double[] SolveRidge(double[,] gram, double[] right, double ridge)
    {
        var a = (double[,])gram.Clone();
        double[] x = [.. right];
        for (int i = 0; i < Sources; i++)
            a[i, i] += ridge;
        for (int i = 0; i < Sources; i++)
        {
            for (int row = i + 1; row < Sources; row++)
            {
                double factor = a[row, i] / a[i, i];
                for (int column = i; column < Sources; column++)
                    a[row, column] -= factor * a[i, column];
                x[row] -= factor * x[i];
            }
        }
        for (int i = Sources - 1; i >= 0; i--)
        {
            for (int column = i + 1; column < Sources; column++)
                x[i] -= a[i, column] * x[column];
            x[i] /= a[i, i];
        }
        return x;
    }

    private static double[] Response(int length, int seed)
    {
        RandomStream random = new RandomStreams(4).Stream("response", seed);
        return [.. Enumerable.Range(0, length).Select(u => Math.Exp(-u / 8.0) * (1 + 0.5 * random.NextGaussian()))];
    }

    // Some before the first frame, some at the same frame.
    private static (long Frame, int Source)[] Spikes()
    {
        RandomStream random = new RandomStreams(4).Stream("spikes");
        var spikes = new List<(long Frame, int Source)> { (-3, 0), (650, 1), (650, 2), (690, 0) };
        for (int i = 0; i < 260; i++)
            spikes.Add(((long)random.NextAtMost(Frames + 60) - 60, (int)random.NextAtMost(Sources - 1)));
        return [.. spikes.OrderBy(spike => spike.Frame)];
    }

    private sealed class GivenRows(float[][] tiles) : IWhitenedRows
    {
        public void Whiten(int tile, Span<float> rows) => tiles[tile].CopyTo(rows);
    }
}
