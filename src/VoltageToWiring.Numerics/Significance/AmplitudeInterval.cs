using MathNet.Numerics.Distributions;

namespace VoltageToWiring.Numerics.Significance;

/// <summary>Intervals around the mean of n noisy amplitudes of known standard deviation.</summary>
public static class AmplitudeInterval
{
    // Where the anytime interval is tightest: after about this many spikes.
    private const double Rho = 400;

    /// <summary>Half width of the interval for one look at a moment chosen beforehand: z_{1−α/2}·σ/√n. Watched, it covers far too seldom.</summary>
    /// <param name="sigma">Standard deviation of one amplitude.</param>
    /// <param name="spikes">n, at least 1.</param>
    /// <param name="alpha">One less the coverage, in (0, 1).</param>
    public static double FixedHalfWidth(double sigma, long spikes, double alpha)
        => Normal.InvCDF(0, 1, 1 - alpha / 2) * sigma / Math.Sqrt(spikes);

    /// <summary>
    /// Half width of the interval that covers at every moment at once: σ·√[((n + ρ)/n²)·ln((n + ρ)/(ρα²))], ρ = 400.
    /// </summary>
    /// <param name="sigma">Standard deviation of one amplitude.</param>
    /// <param name="spikes">n, at least 1.</param>
    /// <param name="alpha">One less the coverage, in (0, 1).</param>
    /// <remarks>Normal mixture: S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences".</remarks>
    public static double AnytimeHalfWidth(double sigma, long spikes, double alpha)
    {
        double n = spikes;
        return sigma * Math.Sqrt((n + Rho) / (n * n) * Math.Log((n + Rho) / (Rho * alpha * alpha)));
    }
}
