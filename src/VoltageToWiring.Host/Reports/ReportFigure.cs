using VoltageToWiring.Figures;

namespace VoltageToWiring.Host.Reports;

/// <summary>A figure of a report with its text, or the reason why it is left out.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Caption">How to read it; where it is left out, why.</param>
/// <param name="Figure">The figure; null where it is left out.</param>
/// <param name="DependsOnTheClock">Whether another run of the same pipeline gives another figure.</param>
public sealed record ReportFigure(string Title, string Caption, Figure? Figure, bool DependsOnTheClock = false)
{
    internal static ReportFigure LeftOut(string title, string reason) => new(title, reason, null);
}
