namespace VoltageToWiring.Numerics.Imaging;

/// <summary>
/// How bright an indicator is, and what bleaching makes of it. At rest it shines like v₀ volts, v₀ = h/c, where a spike of height h raises it
/// by the fraction c; what is left after bleaching is B = e^(−t/τ).
/// </summary>
public static class Fluorescence
{
    // However hyperpolarized, it is never quite dark.
    private const double Darkest = 0.01;

    /// <summary>What is left after bleaching.</summary>
    /// <param name="seconds">Time since the start, s.</param>
    /// <param name="tauSeconds">Time constant τ, s; infinite for no bleaching.</param>
    public static double Left(double seconds, double tauSeconds) => Math.Exp(-seconds / tauSeconds);

    /// <summary>The light of a frame over that at rest at the start: B(1 + (v − v_r)/v₀).</summary>
    /// <param name="volts">v, V.</param>
    /// <param name="left">B.</param>
    /// <param name="restingVolts">v_r, V.</param>
    /// <param name="lightVolts">v₀, V.</param>
    public static double Light(double volts, double left, double restingVolts, double lightVolts)
        => left * Math.Max(Darkest, 1 + (volts - restingVolts) / lightVolts);

    /// <summary>The sample of a frame, in V: what the voltage is where nothing has bleached; its baseline and its spikes fall with B.</summary>
    /// <param name="volts">v, V.</param>
    /// <param name="left">B.</param>
    /// <param name="restingVolts">v_r, V.</param>
    /// <param name="lightVolts">v₀, V.</param>
    public static double Sample(double volts, double left, double restingVolts, double lightVolts)
        => left * (lightVolts + volts - restingVolts) - lightVolts + restingVolts;
}
