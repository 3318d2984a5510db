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

    /// <summary>Fits the classes of one lane to past frames.</summary>
    /// <param name="lane">Which of the sixteen.</param>
    /// <param name="states">State of each past frame.</param>
    /// <param name="filtered">h of each past frame.</param>
    /// <param name="scratch">Room for as many values.</param>
    /// <returns>Whether there was anything to fit: false leaves the lane as it was.</returns>
    public bool Fit(int lane, ReadOnlySpan<float> states, ReadOnlySpan<float> filtered, Span<float> scratch)
    {
        int classes = Math.Clamp(states.Length / FramesPerClass, 1, MaxClasses);
        Span<float> sorted = scratch[..states.Length];
        states.CopyTo(sorted);
        sorted.Sort();
        Span<float> edges = stackalloc float[MaxClasses - 1];
        edges.Fill(float.PositiveInfinity);
        for (int b = 1; b < classes; b++)
            edges[b - 1] = sorted[(int)((long)sorted.Length * b / classes)];

        Span<double> count = stackalloc double[MaxClasses];
        Span<double> mean = stackalloc double[MaxClasses];
        Span<double> variance = stackalloc double[MaxClasses];
        count.Clear();
        mean.Clear();
        variance.Clear();
        for (int t = 0; t < states.Length; t++)
        {
            int b = ClassOf(states[t], edges[..(classes - 1)]);
            count[b]++;
            mean[b] += filtered[t];
        }
        for (int b = 0; b < classes; b++)
            mean[b] /= Math.Max(1, count[b]);
        for (int t = 0; t < states.Length; t++)
        {
            int b = ClassOf(states[t], edges[..(classes - 1)]);
            double off = filtered[t] - mean[b];
            variance[b] += off * off;
        }
        double precision = 0;
        for (int b = 0; b < classes; b++)
        {
            variance[b] /= Math.Max(1, count[b]);
            if (count[b] > 0 && !(variance[b] > 0))
                return false;
            precision += count[b] > 0 ? count[b] / states.Length / variance[b] : 0;
        }
        if (!(precision > 0))
            return false;
        for (int b = 0; b < MaxClasses; b++)
        {
            if (b < MaxClasses - 1)
                _edges[b * Tile.Lanes + lane] = edges[b];
            bool any = b < classes && count[b] > 0;
            _means[b * Tile.Lanes + lane] = any ? (float)mean[b] : 0;
            _weights[b * Tile.Lanes + lane] = any ? (float)(1 / variance[b] / Math.Sqrt(precision)) : 0;
        }
        return true;
    }

    /// <summary>Takes over the classes of one lane.</summary>
    /// <param name="lane">Which of the sixteen.</param>
    /// <param name="from">Whose.</param>
    public void CopyLane(int lane, StateWeighting from)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (int b = 0; b < MaxClasses; b++)
        {
            if (b < MaxClasses - 1)
                _edges[b * Tile.Lanes + lane] = from._edges[b * Tile.Lanes + lane];
            _means[b * Tile.Lanes + lane] = from._means[b * Tile.Lanes + lane];
            _weights[b * Tile.Lanes + lane] = from._weights[b * Tile.Lanes + lane];
        }
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

    private static int ClassOf(float state, ReadOnlySpan<float> edges)
    {
        int b = 0;
        while (b < edges.Length && state > edges[b])
            b++;
        return b;
    }
}
