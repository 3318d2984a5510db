using MathNet.Numerics.Distributions;

namespace VoltageToWiring.Numerics.Forecasting;

/// <summary>
/// The law of the time T at which a connection is found: nobody is found before a fixed number of spikes has come, and from then on evidence
/// gathers. T has the median F + E, where F is the time of those spikes and E = exp(η) that of gathering, and ln T is normal with the variance
/// w²s² + (1 − w)²/n, w = E/(F + E): the spread s of gathering and that of the time of n Poisson spikes, each as far as it makes up T.
/// </summary>
/// <param name="FloorSeconds">F, s, above 0.</param>
/// <param name="LogGathering">η, the logarithm of E in s.</param>
/// <param name="LogSpread">ln s.</param>
public readonly record struct DetectionTimeLaw(double FloorSeconds, double LogGathering, double LogSpread)
{
    /// <summary>Spikes before which no connection is called found.</summary>
    public const int FloorSpikes = 40;

    private const double HalfLogTwoPi = 0.91893853320467274;

    /// <summary>The median of ln T.</summary>
    public double Location => Math.Log(FloorSeconds + Math.Exp(LogGathering));

    /// <summary>w: how much of T is gathering.</summary>
    public double GatheringShare
    {
        get
        {
            double gathering = Math.Exp(LogGathering);
            return gathering / (FloorSeconds + gathering);
        }
    }

    /// <summary>The standard deviation of ln T.</summary>
    public double Spread
    {
        get
        {
            double w = GatheringShare;
            return Math.Sqrt(w * w * Math.Exp(2 * LogSpread) + (1 - w) * (1 - w) / FloorSpikes);
        }
    }

    /// <summary>The logarithm of the likelihood of one connection.</summary>
    /// <param name="seconds">When it was found, or the length of the recording in which it was not, s.</param>
    /// <param name="found">Whether it was found.</param>
    /// <returns>For a found one the density of ln T, otherwise the probability of a later time.</returns>
    public double LogLikelihood(double seconds, bool found)
    {
        double z = (Math.Log(seconds) - Location) / Spread;
        return found ? -z * z / 2 - HalfLogTwoPi - Math.Log(Spread) : LogUpperTail(z);
    }

    // ln of the normal distribution's upper tail; far out by its asymptotic series.
    private static double LogUpperTail(double z)
        => z < 8 ? Math.Log(Normal.CDF(0, 1, -z)) : -z * z / 2 - HalfLogTwoPi - Math.Log(z) + Math.Log(1 - 1 / (z * z) + 3 / (z * z * z * z));
}
