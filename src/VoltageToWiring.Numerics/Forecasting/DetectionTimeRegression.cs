using MathNet.Numerics.LinearAlgebra;

namespace VoltageToWiring.Numerics.Forecasting;

/// <summary>One connection of a regression of detection times.</summary>
/// <param name="Features">x, from which the logarithm of the time of gathering evidence follows as η = x·β.</param>
/// <param name="FloorSeconds">Time of the spikes before which nothing is found, s.</param>
/// <param name="Seconds">When it was found, or the length of the recording in which it was not, s.</param>
/// <param name="Found">Whether it was found.</param>
/// <param name="Cluster">What it shares with others whose times may go together: the same number for all of them.</param>
public sealed record ObservedDetection(double[] Features, double FloorSeconds, double Seconds, bool Found, int Cluster);

/// <summary>What a regression found.</summary>
/// <param name="Coefficients">β, and last ln s.</param>
/// <param name="Covariance">Of these, row after row.</param>
/// <param name="LogLikelihood">The largest likelihood, as its logarithm.</param>
public sealed record DetectionTimeFit(double[] Coefficients, double[][] Covariance, double LogLikelihood);

/// <summary>
/// Maximum likelihood of detection times that are censored where a recording ended first: Newton's method on β and ln s of
/// <see cref="DetectionTimeLaw"/>. The covariance is the sandwich over clusters, H⁻¹(Σ g_c g_cᵀ)H⁻¹·C/(C − 1): it holds where connections of a
/// cluster go together, and where the law is not exact.
/// </summary>
/// <remarks>Censored likelihood: Tobin 1958. Sandwich over clusters: Liang and Zeger 1986.</remarks>
public static class DetectionTimeRegression
{
    private const int MostSteps = 200;
    private const double SmallestGain = 1e-10;
    private const double Nudge = 1e-4;

    /// <summary>Fits.</summary>
    /// <param name="observed">Connections, all with as many features; more clusters than features.</param>
    /// <exception cref="ArgumentException">What is observed does not tell all coefficients apart.</exception>
    public static DetectionTimeFit Fit(IReadOnlyList<ObservedDetection> observed)
    {
        ArgumentNullException.ThrowIfNull(observed);
        int features = observed.Count == 0 ? 0 : observed[0].Features.Length;
        if (observed.Select(one => one.Cluster).Distinct().Count() <= features + 1)
            throw new ArgumentException($"A fit of {features + 1} coefficients needs more clusters than that.", nameof(observed));
        var at = new double[features + 1];
        // Any start will do: this one is of the order of what is seen.
        at[0] = observed.Average(one => Math.Log(one.Seconds));
        Slopes slopes = SlopesAt(observed, at);
        double damping = 1;
        for (int step = 0; step < MostSteps && damping < 1e12; step++)
        {
            double[] tried = Moved(at, slopes, damping);
            double gain = LogLikelihood(observed, tried) - slopes.LogLikelihood;
            if (!(gain >= 0))
            {
                damping *= 10;
                continue;
            }
            (at, damping) = (tried, damping / 10);
            slopes = SlopesAt(observed, at);
            if (gain < SmallestGain)
                break;
        }
        double[][] covariance = Sandwich(slopes);
        return covariance.All(row => row.All(double.IsFinite)) && at.All(double.IsFinite)
            ? new DetectionTimeFit(at, covariance, slopes.LogLikelihood)
            : throw new ArgumentException("Some feature never varies, or follows from the others.", nameof(observed));
    }

    private static double LogLikelihood(IReadOnlyList<ObservedDetection> observed, double[] at)
    {
        double sum = 0;
        foreach (ObservedDetection one in observed)
            sum += LogLikelihood(one, Eta(one, at), at[^1]);
        return sum;
    }

    private static double LogLikelihood(ObservedDetection one, double eta, double logSpread)
        => new DetectionTimeLaw(one.FloorSeconds, eta, logSpread).LogLikelihood(one.Seconds, one.Found);

    private static double Eta(ObservedDetection one, double[] at)
    {
        double eta = 0;
        for (int i = 0; i < one.Features.Length; i++)
            eta += one.Features[i] * at[i];
        return eta;
    }

    // The likelihood of a connection knows the coefficients only by η and ln s: two differences each, the rest is the chain rule.
    private static Slopes SlopesAt(IReadOnlyList<ObservedDetection> observed, double[] at)
    {
        int n = at.Length;
        var slopes = new Slopes(new double[n], Matrix<double>.Build.Dense(n, n), [], 0);
        double sum = 0;
        foreach (ObservedDetection one in observed)
        {
            double eta = Eta(one, at), spread = at[^1];
            double L(int e, int s) => LogLikelihood(one, eta + e * Nudge, spread + s * Nudge);
            double here = L(0, 0), up = L(1, 0), down = L(-1, 0), wide = L(0, 1), narrow = L(0, -1);
            double first = (up - down) / (2 * Nudge), second = (up - 2 * here + down) / (Nudge * Nudge);
            double firstSpread = (wide - narrow) / (2 * Nudge), secondSpread = (wide - 2 * here + narrow) / (Nudge * Nudge);
            double mixed = (L(1, 1) - L(1, -1) - L(-1, 1) + L(-1, -1)) / (4 * Nudge * Nudge);
            sum += here;
            double[] cluster = slopes.OfCluster(one.Cluster, n);
            for (int i = 0; i < n; i++)
            {
                double x = i < n - 1 ? one.Features[i] : 0;
                double gradient = i < n - 1 ? first * x : firstSpread;
                slopes.Gradient[i] += gradient;
                cluster[i] += gradient;
                for (int j = 0; j < n; j++)
                {
                    slopes.Curvature[i, j] -= (i < n - 1, j < n - 1) switch
                    {
                        (true, true) => second * x * one.Features[j],
                        (true, false) => mixed * x,
                        (false, true) => mixed * one.Features[j],
                        _ => secondSpread,
                    };
                }
            }
        }
        return slopes with { LogLikelihood = sum };
    }

    // Levenberg and Marquardt: the more damping, the more the step follows the gradient, and the shorter it is.
    private static double[] Moved(double[] at, Slopes slopes, double damping)
    {
        Matrix<double> curvature = slopes.Curvature.Clone();
        for (int i = 0; i < at.Length; i++)
            curvature[i, i] += damping * Math.Max(1, Math.Abs(slopes.Curvature[i, i]));
        Vector<double> step = curvature.Solve(Vector<double>.Build.Dense(slopes.Gradient));
        return [.. at.Select((value, i) => value + step[i])];
    }

    private static double[][] Sandwich(Slopes slopes)
    {
        int n = slopes.Gradient.Length, clusters = slopes.ByCluster.Count;
        Matrix<double> meat = Matrix<double>.Build.Dense(n, n);
        foreach (double[] gradient in slopes.ByCluster.Values)
        {
            Vector<double> g = Vector<double>.Build.Dense(gradient);
            meat += g.OuterProduct(g);
        }
        Matrix<double> bread = slopes.Curvature.Inverse();
        Matrix<double> covariance = bread * meat * bread * ((double)clusters / (clusters - 1));
        return covariance.ToRowArrays();
    }

    // Gradient and negative second derivatives of the log likelihood, and the gradient cluster by cluster.
    private sealed record Slopes(double[] Gradient, Matrix<double> Curvature, SortedDictionary<int, double[]> ByCluster, double LogLikelihood)
    {
        public double[] OfCluster(int cluster, int length)
        {
            if (!ByCluster.TryGetValue(cluster, out double[]? gradient))
                ByCluster[cluster] = gradient = new double[length];
            return gradient;
        }
    }
}
