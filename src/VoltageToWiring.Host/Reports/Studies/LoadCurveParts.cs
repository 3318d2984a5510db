using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>Latency and speed against every key whose values are numbers.</summary>
internal static class LoadCurveParts
{
    private const int MostCurves = 3;
    private const int FewestValues = 3;
    private const double LogarithmicFrom = 5;

    public static IEnumerable<ReportFigure> Of(StudyFolder folder)
    {
        foreach (string key in folder.Found.Keys)
        {
            Comparison[] comparisons = [.. Comparison.Of(folder.Found, key).Take(MostCurves)];
            if (comparisons.Length == 0)
                continue;
            SweptKey axis = StudyFolder.Key(key, [.. comparisons.SelectMany(comparison => comparison.Values).Distinct()]);
            if (axis.CanBeLogarithmic && axis.Values.Count >= FewestValues)
                yield return Draw(key, axis, comparisons);
        }
    }

    private static ReportFigure Draw(string key, SweptKey axis, Comparison[] comparisons)
    {
        double[] places = axis.Places();
        bool isLogarithmic = places.Max() / places.Min() >= LogarithmicFrom;
        string title = $"Load curve of {axis.Words}";
        string common = comparisons.Length == 1
            ? comparisons[0].Others.Length == 0 ? "" : $" All with {comparisons[0].Others}."
            : " Thick: 99.9th percentile; thin: median.";
        return new ReportFigure(
            title,
            $"Medians over repeats. Where the speed falls below 1 the machine is saturated: batches pile up, and latencies say how long it went on rather than how long a batch takes.{common}",
            LoadCurveFigure.Of(
                $"load-{key.Replace('.', '-')}", $"Latency and real-time factor against {axis.Words}.",
                axis.Axis(null, isLogarithmic ? AxisScale.Logarithmic : AxisScale.Linear), [.. comparisons.Select(comparison => CurveOf(axis, comparison))]),
            DependsOnTheClock: true);
    }

    private static LoadCurve CurveOf(SweptKey axis, Comparison comparison)
    {
        double[] places = axis.Places();
        (double Place, CellSummary Cell)[] cells =
            [.. comparison.Values.Zip(comparison.Cells, (value, cell) => (places[axis.Values.ToList().IndexOf(value)], cell)).OrderBy(pair => pair.Item1)];
        return new LoadCurve(
            comparison.Others.Length == 0 ? "as the first cell" : comparison.Others, [.. cells.Select(cell => cell.Place)],
            [.. cells.Select(cell => 1e3 * cell.Cell.Of(times => times.Published.P50S).Median)],
            [.. cells.Select(cell => 1e3 * cell.Cell.Of(times => times.Published.P999S).Median)],
            [.. cells.Select(cell => cell.Cell.Of(times => times.RealTimeFactor).Median)]);
    }
}
