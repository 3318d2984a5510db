using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What is known of the connections, as evidence that may be watched: how many are decided, and each of them.</summary>
internal sealed class OnlinePanel(Wiring? truth, OnlineOptions options, string amplitudeUnit)
{
    /// <summary>Draws a report.</summary>
    /// <param name="report">The estimates.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Lines.</param>
    public IRenderable Draw(EstimateReport report, int width, int height)
    {
        double threshold = DecisionThreshold.Log10(options, report);
        bool warned = Enumerable.Range(0, report.Connections.Count).Any(pair => report.WarningsOf(pair) != ConnectionWarnings.None);
        int room = height - (warned ? 2 : 1);
        IRenderable[] warning = warned ? [new Markup("[grey]! to be read with care: results.json says why[/]")] : [];
        if (report.Connections[^1].Target > 0 && OnlineMatrix.ThatFits(report, truth, threshold, width, room) is { } matrix)
            return new Rows([new Markup(Title(report, "")), matrix.Draw(), .. warning]);
        var table = new OnlineTable(report, truth, threshold, amplitudeUnit, width, room);
        string part = table.ShowsAll ? "" : string.Create(CultureInfo.InvariantCulture, $", top {table.Shown}");
        return new Rows([new Markup(Title(report, part)), table.Draw(), .. warning]);
    }

    private string Title(EstimateReport report, string part)
    {
        OnlineCounts counts = OnlineCounts.Of(report);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{counts.Decided} of {counts.Pairs}[/] decided: [{Colours.Excitatory}]{counts.Excitatory} exc[/] [{Colours.Inhibitory}]{counts.Inhibitory} inh[/] {counts.Absent} absent  [grey]{OnlineWords.Rule(options)}, {report.TimeSeconds:0.0} s{part}[/]");
    }
}
