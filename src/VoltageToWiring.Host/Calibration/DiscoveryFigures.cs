namespace VoltageToWiring.Host.Calibration;

/// <summary>How much of what stood as connected was false, as a mean over recordings of the fraction; 0 where nothing stood.</summary>
/// <param name="AtEnd">At the end.</param>
/// <param name="AtWorst">At the report at which it was largest; to choose that report raises it where recordings are few.</param>
/// <param name="WorstAtS">When that was, s; the first of them; null where nothing was reported.</param>
public sealed record DiscoveryFigures(ClusteredRate AtEnd, ClusteredRate AtWorst, double? WorstAtS)
{
    /// <summary>Gathers them.</summary>
    /// <param name="recordings">The reports of each recording, by one score.</param>
    public static DiscoveryFigures Of(IReadOnlyList<IReadOnlyList<ReportDiscoveries>> recordings)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        ClusteredRate atEnd = Mean(recordings.Where(reports => reports.Count > 0).Select(reports => reports[^1]));
        var byTime = recordings.SelectMany(reports => reports).GroupBy(report => report.TimeSeconds)
            .Select(reports => (Seconds: reports.Key, Mean: Mean(reports))).OrderBy(report => report.Seconds).ToArray();
        if (byTime.Length == 0)
            return new DiscoveryFigures(atEnd, atEnd, null);
        (double seconds, ClusteredRate worst) = byTime.MaxBy(report => report.Mean.Rate);
        return new DiscoveryFigures(atEnd, worst, seconds);
    }

    private static ClusteredRate Mean(IEnumerable<ReportDiscoveries> reports)
        => ClusteredRate.Of(reports.Select(report => (report.FalseProportion, 1.0)));
}
