namespace VoltageToWiring.Numerics.Detection;

/// <summary>From which score on something is a spike.</summary>
public static class SpikeThreshold
{
    /// <summary>
    /// The score at which a spike is as likely as noise: θ = A/2 + ln(1/p)/A, where scores are normal with standard deviation 1 about 0 without
    /// a spike and about A with one; never below the floor.
    /// </summary>
    /// <param name="height">Expected score A of a spike, positive.</param>
    /// <param name="probability">Probability p of a spike in a frame, above 0 and below 1.</param>
    /// <param name="floor">The least threshold.</param>
    public static double Of(double height, double probability, double floor)
        => Math.Max(floor, height / 2 + Math.Log(1 / probability) / height);
}
