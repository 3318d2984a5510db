using HdrHistogram;
using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>Latency against percentiles, for each key that varies.</summary>
internal static class PercentileParts
{
    private const int PointsPerDecade = 16;
    private const int MostLines = 5;
    private const double Milliseconds = 1e-6;

    private static readonly Stroke Idle = new(Tone.Muted, 1.6f, Dash.Dashed);

    public static IEnumerable<ReportFigure> Of(StudyFolder folder)
    {
        bool any = false;
        foreach (string key in folder.Found.Keys)
        {
            if (Comparison.Of(folder.Found, key).FirstOrDefault() is not { } comparison)
                continue;
            any = true;
            yield return Draw(folder, $"Latency by {StudyFolder.Key(key, []).Words}", $"percentiles-{key.Replace('.', '-')}", comparison.Others, comparison.Values, comparison.Cells);
        }
        if (!any && folder.Cells.Count > 0)
        {
            CellSummary[] cells = [.. folder.Cells.Take(MostLines)];
            yield return Draw(folder, "Latency", "percentiles", "", [.. cells.Select(folder.NameOf)], cells);
        }
    }

    private static ReportFigure Draw(
        StudyFolder folder, string title, string name, string others, IReadOnlyList<string> values, IReadOnlyList<CellSummary> cells)
    {
        int[] shown = [.. Enumerable.Range(0, cells.Count).Where(at => cells.Count <= MostLines || at * (MostLines - 1) % (cells.Count - 1) < MostLines - 1)];
        var lines = new List<PercentileLine>();
        foreach (int at in shown)
        {
            if (folder.Histogram(cells[at], "published") is { } counts)
                lines.Add(LineOf(values[at], SeriesStyle.StrokeOf(lines.Count), counts));
        }
        if (lines.Count == 0)
            return ReportFigure.LeftOut(title, "No histogram is kept.");
        if (IdleOf(folder, cells) is { } idle)
            lines.Add(LineOf("idle loop", Idle, idle));
        string common = others.Length == 0 ? "" : $" All with {others}.";
        return new ReportFigure(
            title,
            $"Estimates of all repeats together; dashed, how late a thread woke that had nothing else to do.{common}",
            PercentilesFigure.Of(name, $"{title}: percentiles on a logarithmic axis.", lines), DependsOnTheClock: true);
    }

    private static HistogramBase? IdleOf(StudyFolder folder, IReadOnlyList<CellSummary> cells)
    {
        HistogramBase? all = null;
        foreach (HistogramBase one in cells.Select(cell => folder.Histogram(cell, "idle")).OfType<HistogramBase>())
        {
            if (all is null)
                all = one;
            else
                all.Add(one);
        }
        return all;
    }

    private static PercentileLine LineOf(string name, Stroke stroke, HistogramBase counts)
    {
        // The shortest of all says nothing, and would take most of a logarithmic axis.
        int points = (int)(PointsPerDecade * Math.Log10(counts.TotalCount));
        double[] oneIn = [.. Enumerable.Range(1, points).Select(point => Math.Pow(10, point / (double)PointsPerDecade)), counts.TotalCount];
        return new PercentileLine(name, stroke, oneIn, [.. oneIn.Select(one => Milliseconds * counts.GetValueAtPercentile(100 * (1 - 1 / one)))]);
    }
}
