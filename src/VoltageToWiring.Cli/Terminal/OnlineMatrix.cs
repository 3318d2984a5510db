using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>
/// Sources against targets: a full mark for what was found, × where the truth says otherwise, a dot for what is absent, and evidence on its
/// way as a bar that rises, all in the colour of its sign.
/// </summary>
internal sealed class OnlineMatrix
{
    private const int LabelEvery = 5;
    private const int CellsEach = 2;

    private readonly EstimateReport _report;
    private readonly Wiring? _truth;
    private readonly double _log10Threshold;
    private readonly int _sources;
    private readonly int _targets;
    private readonly bool _sourcesDown;
    private readonly int _labelCells;
    private readonly int _width;

    private OnlineMatrix(EstimateReport report, Wiring? truth, double log10Threshold, int width, bool sourcesDown)
    {
        _width = width;
        _report = report;
        _truth = truth;
        _log10Threshold = log10Threshold;
        _targets = report.Connections[^1].Target + 1;
        _sources = report.Connections.Count / _targets;
        _sourcesDown = sourcesDown;
        _labelCells = Label(Down - 1).Length + 1;
    }

    private string Legend => $"   ■ found{(_truth is null ? "" : "  × against the truth")}  · absent  ▃ on its way";

    private int Down => _sourcesDown ? _sources : _targets;

    private int Across => _sourcesDown ? _targets : _sources;

    /// <summary>The matrix, turned as it fits, sources downwards where both do; null where it does not fit.</summary>
    /// <param name="report">The estimates.</param>
    /// <param name="truth">The wiring; null where nobody knows it.</param>
    /// <param name="log10Threshold">log10 of the evidence that decides.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Lines.</param>
    public static OnlineMatrix? ThatFits(EstimateReport report, Wiring? truth, double log10Threshold, int width, int height)
        => new[] { true, false }.Select(sourcesDown => new OnlineMatrix(report, truth, log10Threshold, width, sourcesDown))
            .FirstOrDefault(matrix => matrix.Down + 1 <= height && matrix._labelCells + matrix.Across * CellsEach <= width);

    public IRenderable Draw()
        => new Rows([new Markup($"[grey]{Head()}[/]"), .. Enumerable.Range(0, Down).Select(row => new Markup(Line(row)))]);

    private string Head()
    {
        var head = new StringBuilder(new string(' ', _labelCells));
        for (int column = 0; column < Across; column += LabelEvery)
            head.Append(Label(column).PadRight(LabelEvery * CellsEach));
        string axes = head.ToString().TrimEnd() + (_sourcesDown ? "  → targets, ↓ sources" : "  → sources, ↓ targets");
        return axes.Length + Legend.Length <= _width ? axes + Legend : axes;
    }

    private string Line(int row)
    {
        var line = new StringBuilder($"[grey]{Label(row).PadLeft(_labelCells - 1)}[/] ");
        for (int column = 0; column < Across; column++)
        {
            (int source, int target) = _sourcesDown ? (row, column) : (column, row);
            line.Append(Cell(_report.Connections[target * _sources + source].Deciding, source, target)).Append(' ');
        }
        return line.ToString();
    }

    private string Cell(OnlineEstimate? online, int source, int target) => online switch
    {
        null => " ",
        { State: ConnectionState.Excitatory or ConnectionState.Inhibitory }
            => $"[{Colours.Of(online.State)}]{(OnlineWords.IsWrong(online, _truth, source, target) ? '×' : '■')}[/]",
        { State: ConnectionState.Absent } => $"[{Colours.Absent}]·[/]",
        _ => $"[{Colours.OfSign(online)} dim]{BlockBar.Standing((online.Log10Evidence ?? 0) / _log10Threshold)}[/]",
    };

    private static string Label(int index) => index.ToString(CultureInfo.InvariantCulture);
}
