using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The machine, what it did to a thread without work, and how was measured.</summary>
internal static class StudyMachineSection
{
    public static XElement Of(StudyFolder folder)
    {
        LatencyFigures[] idle = [.. folder.Cells.SelectMany(cell => cell.Runs).Select(times => times.Idle).OfType<LatencyFigures>().Where(figures => figures.Count > 0)];
        return ReportPage.Section(
            "machine", "The machine, and how was measured",
            E("p", Invariant($"{folder.Found.Machine}; v2w {folder.Found.Version}. The study took {folder.Found.WallS:0} s.")),
            E("p",
                "Load is open: frames come on a schedule that is fixed beforehand, and latency counts from when a frame was due, also where the program was too late to "
                + "take it, so that no delay hides others. Each run has a process of its own; its recording is simulated beforehand and played over and over. The warm-up does not count."),
            idle.Length == 0 ? null : E("p", Invariant(
                $"Beside every run a thread in another process wanted to wake each millisecond. It was late by {StudyWords.Time(idle.Min(run => run.P50S))} to {StudyWords.Time(idle.Max(run => run.P50S))} at the median, ")
                + Invariant($"{StudyWords.Time(idle.Min(run => run.P999S))} to {StudyWords.Time(idle.Max(run => run.P999S))} at the 99.9th percentile, and {StudyWords.Time(idle.Max(run => run.MaxS))} at most.")));
    }
}
