using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>The averages and their one-look test, a line for each pair.</summary>
/// <param name="truth">The wiring; null where nobody knows it.</param>
internal sealed class OneLookTable(Wiring? truth)
{
    private const int MaxRowsPerColumn = 15;
    private const int ColumnWidth = 46;
    private const int BarCells = 8;

    // Count and table head, with the lines that frame it.
    private const int LinesAround = 5;

    /// <summary>Draws a report; where there is no room for all pairs, the most telling ones.</summary>
    /// <param name="report">The estimates.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Lines.</param>
    public IRenderable Draw(EstimateReport report, int width, int height)
    {
        int rows = Math.Clamp(height - LinesAround, 1, MaxRowsPerColumn);
        int room = rows * Math.Max(1, width / ColumnWidth);
        bool all = report.Connections.Count <= room;
        ConnectionEstimate[] shown = all
            ? [.. report.Connections]
            : [.. First(report, room).Select(pair => report.Connections[pair])];
        int found = RunViews.CountDetected(report);
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{found} of {report.Connections.Count}[/] pairs at p ≤ 0.05, one look, {report.TimeSeconds:0.0} s recorded{(all ? "" : $" [grey](the {shown.Length} smallest)[/]")}");
        return new Columns([new Rows(new Markup(title), new Columns(shown.Chunk(rows).Select(Part)) { Expand = false })]);
    }

    private static int[] First(EstimateReport report, int room)
    {
        var ranking = new PairRanking(room);
        for (int pair = 0; pair < report.Connections.Count; pair++)
        {
            PermutationTest? test = report.OneLookOf(pair);
            double height = test is { } one && double.IsFinite(one.RelativeToSurrogates) ? one.RelativeToSurrogates : 0;
            ranking.Add(pair, test?.ExactP ?? 2, -height);
        }
        return ranking.TakeAll();
    }

    private Table Part(ConnectionEstimate[] pairs)
    {
        var table = new Table().Border(TableBorder.Simple).Collapse();
        table.AddColumn("pair").AddColumn("found").AddColumn(new TableColumn("p").RightAligned()).AddColumn("height");
        if (truth is not null)
            table.AddColumn("truth");
        foreach (ConnectionEstimate pair in pairs)
            table.AddRow(Row(pair));
        return table;
    }

    private Markup[] Row(ConnectionEstimate estimate)
    {
        bool detected = RunViews.IsDetected(estimate.OneLook);
        NeuronKind kind = RunViews.KindOf(estimate);
        string colour = !detected ? "grey" : Colours.Of(kind);
        string found = estimate.OneLook is null ? "…" : detected ? $"● {RunViews.Name(kind)}" : "·";
        return
        [
            new Markup($"[{colour}]{estimate.Source}→{estimate.Target}[/]"),
            new Markup($"[{colour}]{found}[/]"),
            new Markup($"[{colour}]{RunViews.P(estimate)}[/]"),
            new Markup($"[{colour}]{Bar(estimate.RelativeHeight)}[/]"),
            .. truth is null ? (Markup[])[] : [new Markup($"[grey]{RunViews.Name(truth[estimate.Source, estimate.Target])}[/]")],
        ];
    }

    /// <summary>Relative height as a bar: nothing at 1, full at 3.</summary>
    private static string Bar(double? relativeHeight) => BlockBar.Lying(((relativeHeight ?? 1) - 1) / 2, BarCells);
}
