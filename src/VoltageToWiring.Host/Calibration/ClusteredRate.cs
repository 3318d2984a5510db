namespace VoltageToWiring.Host.Calibration;

/// <summary>
/// A rate over pairs that come in recordings. Pairs of one recording share its noise, its other inputs and its fit, so that the recording is
/// what is independent.
/// </summary>
/// <param name="Rate">Σ part / Σ whole; null where the whole is 0.</param>
/// <param name="StandardError">Of the rate, clustered by recording; null with fewer than two recordings that have a whole.</param>
/// <param name="Part">Σ part.</param>
/// <param name="Whole">Σ whole.</param>
public readonly record struct ClusteredRate(double? Rate, double? StandardError, double Part, double Whole)
{
    private const double StandardErrors = 2;

    /// <summary>
    /// The ratio estimator: R = Σy/Σn over m recordings, with the standard error √[m/(m − 1)·Σ(y − R·n)²]/Σn. It is the mean of the rates of
    /// the recordings, weighted by n.
    /// </summary>
    /// <param name="recordings">Part and whole of each recording; those without a whole do not count.</param>
    /// <remarks>W. G. Cochran, Sampling Techniques (3rd edition, 1977), chapter 6.</remarks>
    public static ClusteredRate Of(IEnumerable<(double Part, double Whole)> recordings)
    {
        (double Part, double Whole)[] counted = [.. recordings.Where(one => one.Whole > 0)];
        double part = counted.Sum(one => one.Part), whole = counted.Sum(one => one.Whole);
        if (counted.Length == 0)
            return new ClusteredRate(null, null, 0, 0);
        double rate = part / whole;
        double squares = counted.Sum(one => Math.Pow(one.Part - rate * one.Whole, 2));
        double m = counted.Length;
        return new ClusteredRate(rate, m < 2 ? null : Math.Sqrt(m / (m - 1) * squares) / whole, part, whole);
    }

    /// <summary>The fraction of the pairs of a kind for which something holds.</summary>
    /// <param name="recordings">The pairs of each recording.</param>
    /// <param name="counts">Which pairs count.</param>
    /// <param name="holds">What may hold; null for pairs of which it cannot be said, which do not count either.</param>
    public static ClusteredRate Of(
        IEnumerable<IReadOnlyList<PairOutcome>> recordings, Func<PairOutcome, bool> counts, Func<PairOutcome, bool?> holds)
        => Of(recordings.Select(pairs =>
        {
            bool[] said = [.. pairs.Where(counts).Select(holds).OfType<bool>()];
            return ((double)said.Count(held => held), (double)said.Length);
        }));

    /// <summary>Whether the rate is at most a bound, within two standard errors; null where that cannot be said.</summary>
    /// <param name="bound">The bound.</param>
    public bool? IsAtMost(double bound) => Rate - StandardErrors * StandardError is { } low ? low <= bound : null;

    /// <summary>Whether the rate is at least a bound, within two standard errors; null where that cannot be said.</summary>
    /// <param name="bound">The bound.</param>
    public bool? IsAtLeast(double bound) => Rate + StandardErrors * StandardError is { } high ? high >= bound : null;
}
