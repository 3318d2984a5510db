using MathNet.Numerics.Distributions;

namespace VoltageToWiring.Numerics.Significance;

/// <summary>
/// Marking: a test that may be watched over a recording of preset length. Real and surrogate trajectories are marked, at each look those with
/// the largest statistic, as many in all as the level spent so far allows; marks stay. Connected when the real trajectory is marked.
/// </summary>
/// <remarks>
/// Under "not connected" the S + 1 trajectories are exchangeable as wholes, so the real one is among the at most ⌊A(t)(S + 1)⌋ marked ones
/// with probability at most A(t) ≤ α: exact for every S, whatever the dependence between looks. The spending function is O'Brien and Fleming's in
/// the form of Lan and DeMets (1983). The marking of surrogate trajectories has no precedent that we know of.
/// </remarks>
public sealed class SurrogateRankSpending
{
    private readonly bool[] _marked;
    private readonly double _alpha;
    private int _marks;

    /// <summary>No trajectory marked.</summary>
    /// <param name="surrogates">S, at least 1.</param>
    /// <param name="alpha">Level at the end of the preset length, in (0, 1).</param>
    public SurrogateRankSpending(int surrogates, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(surrogates);
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The level lies between 0 and 1.");
        _marked = new bool[surrogates + 1];
        _alpha = alpha;
    }

    /// <summary>Bytes that one takes: the object and its marks, with a reference to it.</summary>
    /// <param name="surrogates">S.</param>
    public static double BytesOf(int surrogates) => 72 + surrogates + 1;

    /// <summary>Whether the real trajectory is marked.</summary>
    public bool RealIsMarked => _marked[0];

    /// <summary>Trajectories marked so far.</summary>
    public int Marks => _marks;

    /// <summary>The level spent after a fraction of the preset length: 2 − 2Φ(z_{1−α/2}/√fraction).</summary>
    /// <param name="alpha">Level at the end.</param>
    /// <param name="fraction">In (0, 1]; beyond it the whole level is spent.</param>
    public static double Spent(double alpha, double fraction)
        => fraction <= 0 ? 0 : 2 - 2 * Normal.CDF(0, 1, Normal.InvCDF(0, 1, 1 - alpha / 2) / Math.Sqrt(Math.Min(1, fraction)));

    /// <summary>Looks at all trajectories.</summary>
    /// <param name="statistics">The real statistic, then those of the surrogates.</param>
    /// <param name="fraction">Fraction of the preset length that is over; must not shrink from look to look.</param>
    /// <returns>Whether the real trajectory is marked.</returns>
    public bool Look(ReadOnlySpan<double> statistics, double fraction)
    {
        if (statistics.Length != _marked.Length)
            throw new ArgumentException($"There are {_marked.Length} trajectories, not {statistics.Length}.", nameof(statistics));
        // A level that is a whole number of trajectories but for rounding counts as whole.
        int allowed = (int)Math.Floor(Spent(_alpha, fraction) * statistics.Length + 1e-9);
        double mean = 0;
        foreach (double value in statistics)
            mean += value;
        mean /= statistics.Length;
        for (; _marks < allowed; _marks++)
        {
            int largest = -1;
            // Among equals the real trajectory comes last.
            for (int s = statistics.Length - 1; s >= 0; s--)
            {
                if (!_marked[s] && (largest < 0 || Math.Abs(statistics[s] - mean) > Math.Abs(statistics[largest] - mean)))
                    largest = s;
            }
            _marked[largest] = true;
        }
        return RealIsMarked;
    }
}
