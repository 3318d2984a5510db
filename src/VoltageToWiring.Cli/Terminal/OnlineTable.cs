using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A line for each pair, in as many columns as there is room for: state, evidence, p, amplitude, when it was decided, truth.</summary>
internal sealed class OnlineTable
{
    private const int BarCells = 6;
    private const int PairCells = 4;

    // All cells but those of the pair, and the gap to the next column.
    private const int WidthWithoutPair = 44;

    private readonly Wiring? _truth;
    private readonly ConnectionEstimate[] _shown;
    private readonly int _rows;
    private readonly double _log10Threshold;
    private readonly (string Unit, double Scale) _amplitudes;

    /// <summary>A table that fits.</summary>
    /// <param name="report">The estimates; where there is no room for all, those with the most evidence are shown.</param>
    /// <param name="truth">The wiring; null where nobody knows it.</param>
    /// <param name="log10Threshold">log10 of the evidence that decides.</param>
    /// <param name="unit">Unit of amplitudes.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Lines.</param>
    public OnlineTable(EstimateReport report, Wiring? truth, double log10Threshold, string unit, int width, int height)
    {
        _truth = truth;
        _log10Threshold = log10Threshold;
        _amplitudes = unit == "V" ? ("mV", 1e3) : (unit, 1);
        int pairCells = report.Connections is [.., { } last] ? Math.Max(PairCells, Pair(last.Source, last.Target).Length) : PairCells;
        int columns = Math.Max(1, width / (WidthWithoutPair + pairCells));
        int room = columns * Math.Max(1, height - 1);
        ShowsAll = report.Connections.Count <= room;
        _shown = ShowsAll
            ? [.. report.Connections]
            : [.. First(report, room).Select(pair => report.Connections[pair])];
        int needed = Math.Max(1, (_shown.Length + Math.Max(1, height - 1) - 1) / Math.Max(1, height - 1));
        _rows = Math.Max(1, (_shown.Length + needed - 1) / needed);
    }

    public bool ShowsAll { get; }

    public int Shown => _shown.Length;

    public IRenderable Draw()
    {
        var grid = new Grid();
        IRenderable[] parts = [.. _shown.Chunk(_rows).Select(Part)];
        foreach (IRenderable _ in parts)
            grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        return parts.Length == 0 ? new Text("") : grid.AddRow(parts);
    }

    private static int[] First(EstimateReport report, int room)
    {
        var ranking = new PairRanking(room);
        for (int pair = 0; pair < report.Connections.Count; pair++)
            ranking.Add(pair, -report.EvidenceOf(pair));
        return ranking.TakeAll();
    }

    private Table Part(ConnectionEstimate[] pairs)
    {
        var table = new Table().NoBorder();
        string[] known = _truth is null ? [] : ["true"];
        foreach (string name in (string[])["pair", "found", "evid.", "p", _amplitudes.Unit, "at s", .. known])
            table.AddColumn(new TableColumn($"[grey]{Markup.Escape(name)}[/]") { Padding = new Padding(0, 0, 1, 0), NoWrap = true, Alignment = AlignmentOf(name) });
        foreach (ConnectionEstimate pair in pairs)
            table.AddRow(Row(pair));
        return table;
    }

    private static Justify AlignmentOf(string column) => column is "at s" or "p" ? Justify.Right : Justify.Left;

    private Markup[] Row(ConnectionEstimate pair)
    {
        OnlineEstimate? online = pair.Deciding;
        string colour = Colours.Of(online?.State);
        string warned = online is { Warnings: not ConnectionWarnings.None } ? "!" : "";
        return
        [
            In(colour, Pair(pair.Source, pair.Target)),
            In(colour, OnlineWords.State(online) + warned),
            In(online is null ? colour : Colours.OfSign(online), BlockBar.Lying((online?.Log10Evidence ?? 0) / _log10Threshold, BarCells)),
            In(colour, OnlineWords.P(online?.AnytimeP)),
            In(colour, OnlineWords.Amplitude(online, _amplitudes.Scale)),
            In(colour, OnlineWords.Seconds(online?.DecidedAtSeconds)),
            .. _truth is null ? (Markup[])[] : [True(pair, _truth)],
        ];
    }

    private static Markup True(ConnectionEstimate pair, Wiring truth)
        => In(
            OnlineWords.IsWrong(pair.Deciding, truth, pair.Source, pair.Target) ? Colours.Wrong : Colours.Absent,
            RunViews.Name(truth[pair.Source, pair.Target]));

    private static Markup In(string colour, string text) => new($"[{colour}]{Markup.Escape(text)}[/]");

    private static string Pair(int source, int target) => $"{source}→{target}";
}
