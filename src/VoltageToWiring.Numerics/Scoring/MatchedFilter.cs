namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// The filter that estimates, at every frame, the peak of a postsynaptic potential that begins there: whitened, matched to the template, blind
/// to the baseline.
/// </summary>
/// <remarks>
/// With A the whitening filter and K the template after <see cref="LeadFrames"/> frames of zeros: k = A∗K; a constant baseline becomes a
/// constant c = A∗1, so the projection w = k − c(c·k)/(c·c) subtracts the mean of k; w is scaled so that w·k = 1. Then
/// h(t) = Σ_j w_j e(t + j), j from −lead to window − 1, is the amplitude in the trace's unit. Both steps are one filter on the trace:
/// h(t) = Σ_n taps_n y(t + n).
/// </remarks>
public sealed class MatchedFilter
{
    private readonly double[] _potential;
    private readonly double[] _whitenedTemplate;
    private readonly double[] _weights;
    private readonly double[] _taps;

    private MatchedFilter(PspTemplate template, int order, int leadFrames, int windowFrames)
    {
        LeadFrames = leadFrames;
        WindowFrames = windowFrames;
        FirstTap = -leadFrames - order;
        _potential = new double[windowFrames];
        template.Sample(_potential);
        _whitenedTemplate = new double[leadFrames + windowFrames];
        _weights = new double[leadFrames + windowFrames];
        _taps = new double[leadFrames + windowFrames + order];
    }

    /// <summary>Frames before the spike that show the baseline.</summary>
    public int LeadFrames { get; }

    /// <summary>Frames from the spike on.</summary>
    public int WindowFrames { get; }

    /// <summary>k: what a unit potential leaves after whitening, from −lead to window − 1.</summary>
    public ReadOnlySpan<double> WhitenedTemplate => _whitenedTemplate;

    /// <summary>w, from −lead to window − 1: sums to 0, and w·k = 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The filter on the trace itself; tap n multiplies the frame t + <see cref="FirstTap"/> + n.</summary>
    public ReadOnlySpan<double> Taps => _taps;

    /// <summary>Offset of the first tap: −lead − order of the whitening filter.</summary>
    public int FirstTap { get; }

    /// <summary>Offset of the last frame that h(t) needs: it is known that many frames after t.</summary>
    public int LookAhead => WindowFrames - 1;

    /// <summary>Builds the filter.</summary>
    /// <param name="template">The potential.</param>
    /// <param name="whitening">1, a₁, …, from <see cref="YuleWalker.Fit"/>.</param>
    /// <param name="leadFrames">Frames of baseline before the spike, at least 1.</param>
    /// <param name="windowFrames">Frames from the spike on, at least 2.</param>
    public static MatchedFilter Create(PspTemplate template, ReadOnlySpan<double> whitening, int leadFrames, int windowFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leadFrames);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowFrames, 2);
        var filter = new MatchedFilter(template, whitening.Length - 1, leadFrames, windowFrames);
        filter.Set(whitening);
        return filter;
    }

    /// <summary>Builds it anew for another whitening filter of the same order.</summary>
    /// <param name="whitening">1, a₁, ….</param>
    public void Set(ReadOnlySpan<double> whitening)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(whitening.Length - 1, -LeadFrames - FirstTap, nameof(whitening));
        Whiten(whitening);
        Span<double> k = _whitenedTemplate, w = _weights;
        double mean = 0;
        foreach (double value in k)
            mean += value;
        mean /= k.Length;
        double match = 0;
        for (int j = 0; j < k.Length; j++)
        {
            w[j] = k[j] - mean;
            match += w[j] * k[j];
        }
        for (int j = 0; j < w.Length; j++)
            w[j] /= match;
        int order = whitening.Length - 1;
        Array.Clear(_taps);
        for (int j = 0; j < w.Length; j++)
        {
            for (int q = 0; q <= order; q++)
                _taps[j + order - q] += w[j] * whitening[q];
        }
    }

    // k = A∗K.
    private void Whiten(ReadOnlySpan<double> whitening)
    {
        Array.Clear(_whitenedTemplate);
        for (int j = 0; j < WindowFrames; j++)
        {
            for (int q = 0; q < whitening.Length && q <= j; q++)
                _whitenedTemplate[LeadFrames + j] += whitening[q] * _potential[j - q];
        }
    }
}
