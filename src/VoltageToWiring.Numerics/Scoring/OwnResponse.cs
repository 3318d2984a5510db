using System.Numerics.Tensors;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// What the matched filter makes of a train's own potentials: f(lag) = Σ_n taps_n K(lag + n), summed over the train's spikes. It depends on no
/// target, so one serves all.
/// </summary>
public sealed class OwnResponse
{
    // e⁻¹²: beyond this the tail of the potential is lost in the rounding of the filter.
    private const double TailDecays = 12;

    private readonly double[] _potential;
    private readonly float[] _kernel;
    private readonly int _firstLag;

    /// <summary>The response of a filter.</summary>
    /// <param name="template">The potential.</param>
    /// <param name="filter">The filter.</param>
    public OwnResponse(PspTemplate template, MatchedFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        int tail = (int)Math.Ceiling(TailDecays * template.DecaySeconds / template.PeriodSeconds);
        // K is zero at and before its spike: the first lag that sees any of it is one before the last tap.
        int lastTap = filter.FirstTap + filter.Taps.Length - 1;
        _firstLag = -lastTap;
        int lastLag = tail - filter.FirstTap;
        _potential = new double[lastLag + lastTap + 1];
        template.Sample(_potential);
        _kernel = new float[lastLag - _firstLag + 1];
        Set(filter);
    }

    /// <summary>Takes another filter, of as many frames, in place of the one before.</summary>
    /// <param name="filter">The filter.</param>
    public void Set(MatchedFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNotEqual(filter.FirstTap + filter.Taps.Length - 1, Lead, nameof(filter));
        ReadOnlySpan<double> taps = filter.Taps;
        for (int lag = _firstLag; lag <= LastLag; lag++)
        {
            double sum = 0;
            for (int n = 0; n < taps.Length; n++)
            {
                int at = lag + filter.FirstTap + n;
                if (at > 0)
                    sum += taps[n] * _potential[at];
            }
            _kernel[lag - _firstLag] = (float)sum;
        }
    }

    /// <summary>Frames after a spike at which it can still be seen.</summary>
    public int LastLag => _firstLag + _kernel.Length - 1;

    /// <summary>Frames before a spike at which it can already be seen.</summary>
    public int Lead => -_firstLag;

    /// <summary>Adds the response of a spike.</summary>
    /// <param name="spike">Frame of the spike, relative to the first of the response; may lie outside.</param>
    /// <param name="response">Added to, by frame.</param>
    public void Add(long spike, Span<float> response)
    {
        long start = spike + _firstLag;
        int from = (int)Math.Max(0, -start);
        int count = (int)Math.Min(_kernel.Length - from, response.Length - (start + from));
        if (count <= 0)
            return;
        Span<float> to = response.Slice((int)(start + from), count);
        TensorPrimitives.Add(to, _kernel.AsSpan(from, count), to);
    }
}
