using CsvHelper;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>The rows of one pair in <c>timeline.csv</c> at one report.</summary>
internal static class TimelineRow
{
    public static string[] Columns { get; } =
    [
        "frame", "time_s", "source", "target", "score", "state", "log10_evidence", "anytime_p", "amplitude", "ci_low", "ci_high",
        "spikes_used", "p_reference",
    ];

    /// <summary>A row for the average and its test, and one for each online score, the average's own in the average's row.</summary>
    /// <param name="csv">The file.</param>
    /// <param name="report">The report.</param>
    /// <param name="e">The pair.</param>
    /// <param name="alsoUntested">Whether an average has its row before it is tested.</param>
    public static void Write(CsvWriter csv, EstimateReport report, ConnectionEstimate e, bool alsoUntested)
    {
        // The columns between score and spikes_used belong to evidence that may be watched, which the one-look test is not.
        OnlineJson? sta = e.Online.FirstOrDefault(online => online.Score == ConnectionScore.Sta) is { } found ? OnlineJson.From(found) : null;
        if (alsoUntested || e.OneLook is not null)
            Write(csv, report, e, "sta", sta, e.SpikesUsed, e.OneLook?.ReferenceP);
        foreach (OnlineEstimate online in e.Online)
        {
            if (online.Score != ConnectionScore.Sta)
                Write(csv, report, e, OnlineNames.Of(online.Score), OnlineJson.From(online), online.SpikesUsed, null);
        }
    }

    private static void Write(
        CsvWriter csv, EstimateReport report, ConnectionEstimate e, string score, OnlineJson? online, long spikesUsed, double? referenceP)
        => CsvLines.Write(
            csv, report.Frame, report.TimeSeconds, e.Source, e.Target, score, online?.State, online?.Log10Evidence, online?.AnytimeP,
            online?.Amplitude, online?.CiAnytime?[0], online?.CiAnytime?[1], spikesUsed, referenceP);
}
