namespace VoltageToWiring.Simulation.Synapses;

/// <summary>
/// A range of scales that holds the one at which a neuron fires at a wanted rate. A pass tries several scales at equal ratios, and what is left
/// is the range between two of them.
/// </summary>
/// <param name="lowest">The lowest scale.</param>
/// <param name="highest">The highest scale.</param>
internal sealed class ScaleBracket(double lowest = ScaleBracket.LowestScale, double highest = ScaleBracket.HighestScale)
{
    /// <summary>Scales that a pass tries.</summary>
    public const int Tried = 8;

    private const double LowestScale = 1e-3, HighestScale = 1e3;

    private double _low = Math.Log(lowest);
    private double _high = Math.Log(highest);
    private double _bestDifference = double.PositiveInfinity;

    /// <summary>Passes after which the range is narrower than half a percent.</summary>
    public static int Passes { get; } = (int)Math.Ceiling(Math.Log(Math.Log(HighestScale / LowestScale) / 0.005) / Math.Log(Tried - 1));

    /// <summary>Of all scales tried the one whose rate was nearest.</summary>
    public double Best { get; private set; } = 1;

    /// <summary>The scale that a pass tries at a place; the ends are among them.</summary>
    /// <param name="place">0 to <see cref="Tried"/> − 1, ascending.</param>
    public double Scale(int place) => Math.Exp(_low + (_high - _low) * place / (Tried - 1));

    /// <summary>Narrows the range to where the rate first passes the wanted one.</summary>
    /// <param name="ratesHz">Rate at each scale tried, Hz; infinite where the neuron's voltage was not finite.</param>
    /// <param name="wantedHz">The wanted rate, Hz.</param>
    /// <returns>Whether it does pass it.</returns>
    public bool Narrow(ReadOnlySpan<double> ratesHz, double wantedHz)
    {
        for (int place = 0; place < Tried; place++)
        {
            if (Math.Abs(ratesHz[place] - wantedHz) < _bestDifference)
                (_bestDifference, Best) = (Math.Abs(ratesHz[place] - wantedHz), Scale(place));
        }
        for (int place = 1; place < Tried; place++)
        {
            if (ratesHz[place - 1] > wantedHz || ratesHz[place] < wantedHz)
                continue;
            (_low, _high) = (Math.Log(Scale(place - 1)), Math.Log(Scale(place)));
            return true;
        }
        return false;
    }
}
