using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Results;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>How it was run: the machine, the time it took, and the pipeline with everything that shares the work.</summary>
internal static class TimingSection
{
    public static XElement Of(RunFolder folder, IReadOnlyList<DrawnFigure> figures)
    {
        XElement pipeline = E("pre", E("code", folder.Pipeline.ToYaml()));
        if (folder.Results.Timing is not { } timing)
        {
            return ReportPage.Section(
                "timing", "How it was run",
                E("p", $"v2w {folder.Results.Version}, as a cell of a sweep, whose own files say how long it took."), E("h3", "The pipeline, resolved"), pipeline);
        }
        return ReportPage.Section(
            "timing", "How it was run",
            E("p", $"{timing.Machine}; v2w {folder.Results.Version}."),
            E("p", Invariant($"{folder.Results.DurationS:0.###} s of recording took {timing.WallS:0.00} s, {timing.RealtimeFactor:0.##} times real time{Preparation(timing)}.{Collections(timing)}")),
            ReportPage.Figures(figures),
            Table(
                "Stages", ["stage", "items", "busy (s)", "busy for an item (µs)"],
                timing.Stages.Select(stage => new[]
                {
                    stage.Name, Invariant($"{stage.Items:N0}"), Invariant($"{stage.BusySeconds:0.000}"),
                    stage.Items > 0 ? Invariant($"{1e6 * stage.BusySeconds / stage.Items:0.0}") : "–",
                })),
            timing.Links.Count == 0 ? E("p", "All stages shared one task: there were no links.") : Table(
                "Links", ["link", "capacity", "passed", "most waiting", "writer waited", "dropped"],
                timing.Links.Select(link => new[]
                {
                    link.Name, Invariant($"{link.Capacity:N0}"), Invariant($"{link.Read:N0}"), Invariant($"{link.HighWater:N0}"),
                    Invariant($"{link.WriterWaits:N0} times"), Invariant($"{link.Dropped:N0}"),
                })),
            E("h3", "The pipeline, resolved"),
            pipeline);
    }

    private static string Collections(TimingJson timing) => timing.Gc is { } gc
        ? Invariant($" {gc.AllocatedBytes / 1e6:N1} MB were allocated; {gc.Gen0} collections, {gc.Gen2} of them of everything, held it for {1e3 * gc.PauseS:0.0} ms.")
        : "";

    private static string Preparation(TimingJson timing)
        => timing.PrepareS >= 0.005 ? Invariant($", after {timing.PrepareS:0.00} s of drawing surrogates") : "";
}
