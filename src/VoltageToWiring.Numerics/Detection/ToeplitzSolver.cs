namespace VoltageToWiring.Numerics.Detection;

/// <summary>Solves R·h = s for a symmetric positive definite Toeplitz matrix R, by Levinson's recursion in O(n²).</summary>
/// <remarks>G. H. Golub and C. F. Van Loan (2013), "Matrix Computations", 4th ed., algorithm 4.7.2.</remarks>
public static class ToeplitzSolver
{
    /// <summary>Solves the system.</summary>
    /// <param name="r">First row of R, n values.</param>
    /// <param name="s">The right side, n values.</param>
    /// <param name="h">Receives the solution, n values.</param>
    /// <returns>Whether R is positive definite; where it is not, h is not to be used.</returns>
    public static bool TrySolve(ReadOnlySpan<double> r, ReadOnlySpan<double> s, Span<double> h)
    {
        int n = r.Length;
        if (!(r[0] > 0))
            return false;
        Span<double> y = stackalloc double[n], z = stackalloc double[n];
        double beta = 1;
        h[0] = s[0] / r[0];
        double alpha = n > 1 ? -r[1] / r[0] : 0;
        y[0] = alpha;
        for (int k = 1; k < n; k++)
        {
            beta *= 1 - alpha * alpha;
            if (!(beta > 0))
                return false;
            double mu = s[k] / r[0];
            for (int i = 0; i < k; i++)
                mu -= r[i + 1] / r[0] * h[k - 1 - i];
            mu /= beta;
            for (int i = 0; i < k; i++)
                z[i] = h[i] + mu * y[k - 1 - i];
            z[..k].CopyTo(h);
            h[k] = mu;
            if (k == n - 1)
                break;
            double next = -r[k + 1] / r[0];
            for (int i = 0; i < k; i++)
                next -= r[i + 1] / r[0] * y[k - 1 - i];
            alpha = next / beta;
            for (int i = 0; i < k; i++)
                z[i] = y[i] + alpha * y[k - 1 - i];
            z[..k].CopyTo(y);
            y[k] = alpha;
        }
        return true;
    }
}
