using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Weighs filtered frames by how telling they are: near threshold a neuron's voltage wanders more than at rest, so a potential is easier to
/// see after a low voltage than after a high one. g = (h − μ_b)·w_b, b being the class of the mean voltage just before the frame.
/// </summary>
/// <remarks>
/// With σ_b² the variance of h in class b and p_b its share of the frames, w_b = σ_b⁻²/√(Σ p_b σ_b⁻²): the weights of the best linear
/// statistic, scaled so that g has variance 1. It is made of the trace alone, so a test against surrogate spikes stays exact. On the reference
/// recording it is worth about 1.6 times the spikes.
/// </remarks>
public sealed class StateWeighting
{
    /// <summary>Classes at most.</summary>
    public const int MaxClasses = 8;

    /// <summary>Frames before a frame whose mean voltage is its state.</summary>
    public const int StateFrames = 20;

    private const int FramesPerClass = 300;

    // Edges are found among every nth frame, so that there are about as many: a state changes slowly from frame to frame.
    private const int EdgeFrames = 2000;
    private const int SumBlock = 256;
    private const double LeastVariance = 1e-6;

    private readonly float[] _edges = new float[(MaxClasses - 1) * Tile.Lanes];
    private readonly float[] _means = new float[MaxClasses * Tile.Lanes];
    private readonly float[] _weights = new float[MaxClasses * Tile.Lanes];

    /// <summary>Weights that make every lane 0 until it is fitted.</summary>
    public StateWeighting() => Array.Fill(_edges, float.PositiveInfinity);

    /// <summary>The mean clipped voltage over the frames before each frame.</summary>
    /// <param name="clipped">Rows, beginning <see cref="StateFrames"/> before the first frame of interest.</param>
    /// <param name="state">Receives a row for each frame of interest.</param>
    public static void States(ReadOnlySpan<float> clipped, Span<float> state)
    {
        Vector512<float> share = Vector512.Create(1f / StateFrames);
        for (int at = 0; at < state.Length; at += Tile.Lanes)
        {
            Vector512<float> sum = default;
            for (int before = 0; before < StateFrames; before++)
                sum += Vector512.Create(clipped.Slice(at + before * Tile.Lanes, Tile.Lanes));
            (sum * share).CopyTo(state[at..]);
        }
    }

    /// <summary>Fits the classes of one lane to past frames: the plain form.</summary>
    /// <param name="lane">Which of the sixteen.</param>
    /// <param name="states">State of each past frame.</param>
    /// <param name="filtered">h of each past frame.</param>
    /// <param name="scratch">Room for as many values.</param>
    /// <returns>Whether there was anything to fit: false leaves the lane as it was.</returns>
    public bool Fit(int lane, ReadOnlySpan<float> states, ReadOnlySpan<float> filtered, Span<float> scratch)
    {
        int stride = EdgeStride(states.Length), kept = 0;
        for (int t = 0; t < states.Length; t += stride)
            scratch[kept++] = states[t];
        Span<float> edges = stackalloc float[MaxClasses - 1];
        FindEdges(scratch[..kept], ClassesOf(states.Length), edges);
        Span<double> count = stackalloc double[MaxClasses], mean = stackalloc double[MaxClasses], variance = stackalloc double[MaxClasses];
        count.Clear();
        mean.Clear();
        variance.Clear();
        for (int t = 0; t < states.Length; t++)
        {
            int b = ClassOf(states[t], edges);
            count[b]++;
            mean[b] += filtered[t];
        }
        for (int b = 0; b < MaxClasses; b++)
            mean[b] /= Math.Max(1, count[b]);
        for (int t = 0; t < states.Length; t++)
        {
            int b = ClassOf(states[t], edges);
            double off = filtered[t] - mean[b];
            variance[b] += off * off / count[b];
        }
        return Set(lane, edges, count, mean, variance);
    }

    /// <summary>The fast form: all sixteen lanes at once, sums of h and h² above each edge in one pass.</summary>
    /// <param name="states">Rows of states of past frames; NaN where a frame does not count.</param>
    /// <param name="filtered">Rows of h, finite.</param>
    /// <param name="least">A lane with fewer frames that count is not fitted.</param>
    /// <param name="scratch">Room for as many values as there are rows.</param>
    /// <param name="fitted">Receives of each lane whether there was anything to fit; false leaves it as it was.</param>
    public void FitTile(ReadOnlySpan<float> states, ReadOnlySpan<float> filtered, int least, Span<float> scratch, Span<bool> fitted)
    {
        int rows = states.Length / Tile.Lanes;
        Span<float> edges = stackalloc float[MaxClasses * Tile.Lanes];
        // "Above the first edge" is every frame that counts.
        edges[..Tile.Lanes].Fill(float.NegativeInfinity);
        Span<float> edgesOfLane = stackalloc float[MaxClasses - 1];
        Span<int> valid = stackalloc int[Tile.Lanes];
        TileOrderStatistics.CountValid(states).CopyTo(valid);
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            fitted[lane] = valid[lane] > 0 && valid[lane] >= least;
            int kept = TakeEveryNth(states, lane, EdgeStride(valid[lane]), valid[lane] == rows, scratch);
            FindEdges(scratch[..kept], ClassesOf(valid[lane]), edgesOfLane);
            for (int b = 1; b < MaxClasses; b++)
                edges[b * Tile.Lanes + lane] = edgesOfLane[b - 1];
        }
        Span<double> sums = stackalloc double[3 * MaxClasses * Tile.Lanes];
        sums.Clear();
        for (int from = 0; from < rows; from += SumBlock)
        {
            Range block = (from * Tile.Lanes)..(Math.Min(from + SumBlock, rows) * Tile.Lanes);
            AddAbove(states[block], filtered[block], edges, 0, sums);
            AddAbove(states[block], filtered[block], edges, MaxClasses / 2, sums);
        }
        Span<double> count = stackalloc double[MaxClasses], mean = stackalloc double[MaxClasses], variance = stackalloc double[MaxClasses];
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            for (int b = 0; b < MaxClasses; b++)
            {
                double n = Between(sums, 0, b, lane);
                double m = Between(sums, 1, b, lane) / Math.Max(1, n);
                count[b] = n;
                mean[b] = m;
                variance[b] = Between(sums, 2, b, lane) / Math.Max(1, n) - m * m;
            }
            for (int b = 1; b < MaxClasses; b++)
                edgesOfLane[b - 1] = edges[b * Tile.Lanes + lane];
            fitted[lane] = fitted[lane] && Set(lane, edgesOfLane, count, mean, variance);
        }
    }

    /// <summary>Takes over the classes of all lanes.</summary>
    /// <param name="from">Whose.</param>
    public void CopyFrom(StateWeighting from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from._edges.CopyTo(_edges, 0);
        from._means.CopyTo(_means, 0);
        from._weights.CopyTo(_weights, 0);
    }

    /// <summary>Weighs frames.</summary>
    /// <param name="states">Rows of states.</param>
    /// <param name="filtered">Rows of h.</param>
    /// <param name="scores">Receives rows of g.</param>
    /// <param name="weights">Receives rows of w_b.</param>
    public void Apply(ReadOnlySpan<float> states, ReadOnlySpan<float> filtered, Span<float> scores, Span<float> weights)
    {
        for (int at = 0; at < states.Length; at += Tile.Lanes)
        {
            Vector512<float> state = Vector512.Create(states.Slice(at, Tile.Lanes));
            Vector512<float> mean = Tile.Row(_means, 0);
            Vector512<float> weight = Tile.Row(_weights, 0);
            for (int edge = 0; edge < MaxClasses - 1; edge++)
            {
                Vector512<float> above = Vector512.GreaterThan(state, Tile.Row(_edges, edge));
                mean = Vector512.ConditionalSelect(above, Tile.Row(_means, edge + 1), mean);
                weight = Vector512.ConditionalSelect(above, Tile.Row(_weights, edge + 1), weight);
            }
            ((Vector512.Create(filtered.Slice(at, Tile.Lanes)) - mean) * weight).CopyTo(scores[at..]);
            weight.CopyTo(weights[at..]);
        }
    }

    private static int ClassesOf(int frames) => Math.Clamp(frames / FramesPerClass, 1, MaxClasses);

    private static int EdgeStride(int frames) => Math.Max(1, frames / EdgeFrames);

    // Every nth of those that count.
    private static int TakeEveryNth(ReadOnlySpan<float> states, int lane, int stride, bool allCount, Span<float> taken)
    {
        int kept = 0;
        if (allCount)
        {
            for (int at = lane; at < states.Length; at += stride * Tile.Lanes)
                taken[kept++] = states[at];
            return kept;
        }
        for (int at = lane, nth = 0; at < states.Length; at += Tile.Lanes)
        {
            if (float.IsNaN(states[at]))
                continue;
            if (nth == 0)
                taken[kept++] = states[at];
            nth = nth + 1 == stride ? 0 : nth + 1;
        }
        return kept;
    }

    private static void FindEdges(Span<float> states, int classes, Span<float> edges)
    {
        edges.Fill(float.PositiveInfinity);
        Span<int> ranks = stackalloc int[classes - 1];
        for (int b = 1; b < classes; b++)
            ranks[b - 1] = (int)((long)states.Length * b / classes);
        OrderStatistics.Select(states, ranks, edges);
    }

    private static int ClassOf(float state, ReadOnlySpan<float> edges)
    {
        int b = 0;
        while (b < edges.Length && state > edges[b])
            b++;
        return b;
    }

    // Number of frames, sum of h and sum of h² above each of four edges.
    private static void AddAbove(ReadOnlySpan<float> states, ReadOnlySpan<float> filtered, ReadOnlySpan<float> edges, int edge, Span<double> sums)
    {
        Vector512<float> e0 = Tile.Row(edges, edge), e1 = Tile.Row(edges, edge + 1), e2 = Tile.Row(edges, edge + 2), e3 = Tile.Row(edges, edge + 3);
        Vector512<float> n0 = default, n1 = default, n2 = default, n3 = default, s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<float> q0 = default, q1 = default, q2 = default, q3 = default, one = Vector512.Create(1f);
        for (int at = 0; at < states.Length; at += Tile.Lanes)
        {
            Vector512<float> state = Vector512.Create(states.Slice(at, Tile.Lanes)), h = Vector512.Create(filtered.Slice(at, Tile.Lanes));
            Vector512<float> square = h * h;
            Vector512<float> above = Vector512.GreaterThan(state, e0);
            n0 += Vector512.BitwiseAnd(above, one);
            s0 += Vector512.BitwiseAnd(above, h);
            q0 += Vector512.BitwiseAnd(above, square);
            above = Vector512.GreaterThan(state, e1);
            n1 += Vector512.BitwiseAnd(above, one);
            s1 += Vector512.BitwiseAnd(above, h);
            q1 += Vector512.BitwiseAnd(above, square);
            above = Vector512.GreaterThan(state, e2);
            n2 += Vector512.BitwiseAnd(above, one);
            s2 += Vector512.BitwiseAnd(above, h);
            q2 += Vector512.BitwiseAnd(above, square);
            above = Vector512.GreaterThan(state, e3);
            n3 += Vector512.BitwiseAnd(above, one);
            s3 += Vector512.BitwiseAnd(above, h);
            q3 += Vector512.BitwiseAnd(above, square);
        }
        Tile.AddTo(n0, SumRow(sums, 0, edge));
        Tile.AddTo(n1, SumRow(sums, 0, edge + 1));
        Tile.AddTo(n2, SumRow(sums, 0, edge + 2));
        Tile.AddTo(n3, SumRow(sums, 0, edge + 3));
        Tile.AddTo(s0, SumRow(sums, 1, edge));
        Tile.AddTo(s1, SumRow(sums, 1, edge + 1));
        Tile.AddTo(s2, SumRow(sums, 1, edge + 2));
        Tile.AddTo(s3, SumRow(sums, 1, edge + 3));
        Tile.AddTo(q0, SumRow(sums, 2, edge));
        Tile.AddTo(q1, SumRow(sums, 2, edge + 1));
        Tile.AddTo(q2, SumRow(sums, 2, edge + 2));
        Tile.AddTo(q3, SumRow(sums, 2, edge + 3));
    }

    private static Span<double> SumRow(Span<double> sums, int power, int edge) => sums.Slice((power * MaxClasses + edge) * Tile.Lanes, Tile.Lanes);

    // Above the lower edge of a class and not above its upper one.
    private static double Between(ReadOnlySpan<double> sums, int power, int b, int lane)
    {
        int at = (power * MaxClasses + b) * Tile.Lanes + lane;
        return sums[at] - (b + 1 < MaxClasses ? sums[at + Tile.Lanes] : 0);
    }

    private bool Set(int lane, ReadOnlySpan<float> edges, ReadOnlySpan<double> count, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        double frames = 0, precision = 0;
        foreach (double n in count)
            frames += n;
        for (int b = 0; b < MaxClasses; b++)
        {
            if (count[b] == 0)
                continue;
            // What is left of a constant after rounding is no variance.
            if (!(variance[b] > LeastVariance * mean[b] * mean[b]))
                return false;
            precision += count[b] / frames / variance[b];
        }
        if (!(precision > 0))
            return false;
        for (int b = 0; b < MaxClasses; b++)
        {
            if (b < MaxClasses - 1)
                _edges[b * Tile.Lanes + lane] = edges[b];
            _means[b * Tile.Lanes + lane] = count[b] > 0 ? (float)mean[b] : 0;
            _weights[b * Tile.Lanes + lane] = count[b] > 0 ? (float)(1 / variance[b] / Math.Sqrt(precision)) : 0;
        }
        return true;
    }
}
