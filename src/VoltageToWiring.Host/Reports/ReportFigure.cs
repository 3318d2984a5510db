using System.Xml.Linq;
using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Output;

namespace VoltageToWiring.Host.Reports;

/// <summary>A figure of a report with its text, or the reason why it is left out.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Caption">How to read it; where it is left out, why.</param>
/// <param name="Figure">The figure; null where it is left out.</param>
/// <param name="DependsOnTheClock">Whether another run of the same pipeline gives another figure.</param>
public sealed record ReportFigure(string Title, string Caption, Figure? Figure, bool DependsOnTheClock = false)
{
    /// <summary>A table in place of a figure; null where it is none.</summary>
    internal XElement? Table { get; init; }

    internal static ReportFigure LeftOut(string title, string reason) => new(title, reason, null);
}

/// <summary>A figure of a report, drawn as a part of its page.</summary>
/// <param name="Part">The figure with its text.</param>
/// <param name="Drawing">The drawing as an element of the page; null where it is left out.</param>
internal sealed record DrawnFigure(ReportFigure Part, string? Drawing)
{
    /// <summary>Gathers and draws figures, several at a time.</summary>
    /// <param name="parts">What gathers one or more of them each, in the order in which they are read.</param>
    public static Task<IReadOnlyList<DrawnFigure>> AllAsync(IEnumerable<Func<IEnumerable<ReportFigure>>> parts)
        => AllAsync(parts.Select(part => (Func<Task<IEnumerable<ReportFigure>>>)(() => Task.FromResult(part()))), CancellationToken.None);

    /// <summary>Gathers and draws figures, several at a time.</summary>
    /// <param name="parts">What gathers one or more of them each, in the order in which they are read.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<DrawnFigure>> AllAsync(IEnumerable<Func<Task<IEnumerable<ReportFigure>>>> parts, CancellationToken cancellation)
    {
        Task<DrawnFigure[]>[] drawing = [.. parts.Select(part => Task.Run(async () => Draw(await part().ConfigureAwait(false)), cancellation))];
        DrawnFigure[][] drawn = await Task.WhenAll(drawing).ConfigureAwait(false);
        return [.. drawn.SelectMany(figures => figures)];
    }

    private static DrawnFigure[] Draw(IEnumerable<ReportFigure> parts) => [.. parts.Select(part => new DrawnFigure(part, part.Figure?.ToInlineSvg()))];
}
