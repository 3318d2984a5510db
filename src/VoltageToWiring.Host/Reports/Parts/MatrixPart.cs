using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>All pairs as a matrix.</summary>
internal static class MatrixPart
{
    private const string Title = "Sources and targets";

    // More cells than this cannot be told apart on a page; then several pairs share one.
    private const int MostColumns = 120;
    private const int MostRows = 100;

    // Below this many pixels marks would cover their cells.
    private const int MostMarkedColumns = 60;
    private const double OneLookLevel = 0.05;

    public static ReportFigure Of(RunFolder folder, RunPairs pairs)
    {
        if (pairs.All.Count == 0)
            return ReportFigure.LeftOut(Title, "There was no report yet.");
        bool decides = pairs.Score is not null;
        if (!decides && !pairs.All.Any(pair => double.IsFinite(pair.SignedHeight)))
            return ReportFigure.LeftOut(Title, "Neither an online score nor a one-look test ran: averages alone have no sign.");
        int perColumn = (pairs.Sources + MostColumns - 1) / MostColumns, perRow = (pairs.Targets + MostRows - 1) / MostRows;
        return perColumn > 1 || perRow > 1 ? Together(pairs, decides, perColumn, perRow) : Each(folder, pairs, decides);
    }

    private static ReportFigure Each(RunFolder folder, RunPairs pairs, bool decides)
    {
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        bool marked = pairs.Sources <= MostMarkedColumns;
        bool truthKnown = folder.KnowsTruth && pairs.All.Any(pair => pair.Kind == ConnectionKind.None);
        var matrix = new PairMatrix
        {
            Columns = pairs.Sources,
            Rows = pairs.Targets,
            Values = [.. pairs.All.Select(pair => decides ? unit.PerUnit * pair.Amplitude : Excess(pair.SignedHeight))],
            Label = decides ? $"amplitude ({unit.Name}), inhibitory to excitatory"
                : "how much the average is higher than its surrogates (1: twice as high), with its sign",
            Found = marked ? [.. pairs.All.Select(pair => FoundIn(pair, decides))] : [],
            Truth = marked && truthKnown ? [.. pairs.All.Select(pair => pair.Kind)] : [],
        };
        string rule = decides ? "What was found by the deciding score" : Invariant($"What one look finds at p ≤ {OneLookLevel}");
        string marks = !marked ? " There are too many pairs for marks."
            : folder.KnowsTruth ? $" {rule} has a triangle, what truly is connected a frame: a triangle without a frame is a false positive, a frame without one a miss."
            : $" {rule} has a triangle.";
        return new ReportFigure(Title, $"Every pair is a cell.{marks}", MatrixFigure.Of(matrix));
    }

    private static ReportFigure Together(RunPairs pairs, bool decides, int perColumn, int perRow)
    {
        int columns = (pairs.Sources + perColumn - 1) / perColumn, rows = (pairs.Targets + perRow - 1) / perRow;
        var balance = new double[columns * rows];
        var count = new int[columns * rows];
        foreach (ReportedPair pair in pairs.All)
        {
            int cell = pair.Target / perRow * columns + pair.Source / perColumn;
            count[cell]++;
            balance[cell] += FoundIn(pair, decides) switch
            {
                ConnectionKind.Excitatory => 1,
                ConnectionKind.Inhibitory => -1,
                _ => 0,
            };
        }
        var matrix = new PairMatrix
        {
            Columns = columns,
            Rows = rows,
            SourcesPerColumn = perColumn,
            TargetsPerRow = perRow,
            Values = [.. balance.Zip(count, (sum, pairsHere) => 100 * sum / pairsHere)],
            Label = "connections found, excitatory less inhibitory (% of the pairs in a cell)",
        };
        string sources = perColumn == 1 ? "one source" : Invariant($"{perColumn} sources"), targets = perRow == 1 ? "one target" : Invariant($"{perRow} targets");
        return new ReportFigure(Title, $"A cell stands for all pairs of {sources} and {targets}.", MatrixFigure.Of(matrix));
    }

    // Averages of surrogates have heights, too: what counts begins above them.
    private static double Excess(double signedHeight) => Math.CopySign(Math.Max(0, Math.Abs(signedHeight) - 1), signedHeight);

    private static ConnectionKind FoundIn(ReportedPair pair, bool decides)
        => decides ? pair.Found
            : pair.P <= OneLookLevel ? pair.SignedHeight < 0 ? ConnectionKind.Inhibitory : ConnectionKind.Excitatory
            : ConnectionKind.None;
}
