namespace VoltageToWiring.Numerics.Evaluation;

/// <summary>Areas under ROC curves. All are null where one of the two classes is empty.</summary>
public static class AreaUnderCurve
{
    /// <summary>
    /// The reference's area: the left Riemann sum Σ (FPR[i+1] − FPR[i])·TPR[i] over a threshold sweep. It is below the true area wherever
    /// p-values tie.
    /// </summary>
    /// <param name="sweep">Ascending thresholds.</param>
    /// <param name="truePositiveRate">Which TPR: of all, of the excitatory or of the inhibitory connections.</param>
    public static double? LeftRiemann(IReadOnlyList<DetectionRates> sweep, Func<DetectionRates, double?> truePositiveRate)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(truePositiveRate);
        double area = 0;
        for (int i = 0; i + 1 < sweep.Count; i++)
        {
            if (sweep[i].FalsePositive is not { } left || sweep[i + 1].FalsePositive is not { } right
                || truePositiveRate(sweep[i]) is not { } height)
            {
                return null;
            }
            area += (right - left) * height;
        }
        return sweep.Count < 2 ? null : area;
    }

    /// <summary>
    /// The probability that a connection scores higher than a non-connection, ties counting one half (Mann and Whitney, mid-ranks).
    /// </summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="score">Larger speaks for a connection; NaN, not tested, ranks lowest.</param>
    public static double? MidRank(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> score)
    {
        double[] sorted = score.ToArray();
        var connected = new bool[truth.Length];
        for (int i = 0; i < truth.Length; i++)
        {
            connected[i] = truth[i] != TrueConnection.None;
            if (double.IsNaN(sorted[i]))
                sorted[i] = double.NegativeInfinity;
        }
        Array.Sort(sorted, connected);
        double rankSum = 0;
        long positives = 0;
        for (int i = 0; i < sorted.Length;)
        {
            int end = i;
            int positivesHere = 0;
            while (end < sorted.Length && sorted[end] == sorted[i])
                positivesHere += connected[end++] ? 1 : 0;
            rankSum += positivesHere * (i + 1 + end) / 2.0;
            positives += positivesHere;
            i = end;
        }
        long negatives = sorted.Length - positives;
        return positives == 0 || negatives == 0
            ? null
            : (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }

    /// <summary>
    /// The three-class area: a threshold sweeps over |signed score|, a true positive needs the right sign too, trapezoids of TPR over FPR.
    /// Chance is 0.25.
    /// </summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="signedScore">Positive speaks for excitation, negative for inhibition; NaN, not tested, counts as 0.</param>
    public static double? ThreeClass(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> signedScore)
    {
        int n = truth.Length;
        var strength = new double[n];
        var order = new int[n];
        int connections = 0;
        for (int i = 0; i < n; i++)
        {
            strength[i] = double.IsNaN(signedScore[i]) ? 0 : -Math.Abs(signedScore[i]);
            order[i] = i;
            connections += truth[i] != TrueConnection.None ? 1 : 0;
        }
        if (connections == 0 || connections == n)
            return null;
        Array.Sort(strength, order);
        double area = 0, tpr = 0, fpr = 0;
        int hits = 0, falseAlarms = 0;
        for (int i = 0; i < n;)
        {
            int end = i;
            while (end < n && strength[end] == strength[i])
            {
                int pair = order[end++];
                double score = signedScore[pair];
                switch (truth[pair])
                {
                    case TrueConnection.None: falseAlarms++; break;
                    case TrueConnection.Excitatory when score > 0: hits++; break;
                    case TrueConnection.Inhibitory when score < 0: hits++; break;
                }
            }
            double nextTpr = (double)hits / connections;
            double nextFpr = (double)falseAlarms / (n - connections);
            area += (nextFpr - fpr) * (tpr + nextTpr) / 2;
            (tpr, fpr) = (nextTpr, nextFpr);
            i = end;
        }
        return area;
    }
}
