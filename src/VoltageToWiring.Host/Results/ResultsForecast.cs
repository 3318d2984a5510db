using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Results;

/// <summary>What results will take.</summary>
/// <param name="pairs">Number of pairs.</param>
/// <param name="reports">Reports in all.</param>
/// <param name="surrogates">Surrogates of each average.</param>
/// <param name="online">Online inference; null where there is none.</param>
/// <param name="withReport">Whether a page is written, too.</param>
internal sealed class ResultsForecast(double pairs, double reports, int surrogates, OnlineOptions? online, bool withReport)
{
    // What a pair takes as objects that are written as JSON.
    private const int ListedBytes = 600;

    private int Scores => online?.Scores.Count ?? 0;

    /// <summary>Memory by what takes it.</summary>
    public IEnumerable<MemoryItem> Memory()
    {
        double report = pairs * SignificanceStage.ReportBytesOfPair(surrogates, online);
        yield return new("reports, the last one and the next", Math.Min(reports, 2) * report);
        yield return new("reports that nobody holds any more", Math.Min(Math.Max(0, reports - 2) * report, SignificanceStage.UncollectedBytes(report)));
        yield return new("estimates that are written", report, MemoryHeld.WhileWriting);
        yield return new("evaluation against the truth", pairs * JudgedPairs.BytesOfPair(Scores), MemoryHeld.WhileWriting);
        yield return ManyPairs.Are(pairs)
            ? new("the table of connections", ConnectionsParquet.BytesOf(pairs * (1 + Scores), online is not null), MemoryHeld.WhileWriting)
            : new("results of every pair", pairs * (1 + Scores) * ListedBytes, MemoryHeld.WhileWriting);
        if (withReport)
            yield return new("the report", RunReport.BytesOf(pairs * (1 + Scores)), MemoryHeld.WhileWriting);
    }
}
