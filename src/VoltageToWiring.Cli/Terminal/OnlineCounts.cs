using System.Globalization;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>How many pairs are in which state by the deciding score. Too few data count as undecided.</summary>
internal readonly record struct OnlineCounts(int Excitatory, int Inhibitory, int Absent, int Undecided)
{
    public int Decided => Excitatory + Inhibitory + Absent;

    public int Pairs => Decided + Undecided;

    /// <summary>Whether a report has anything to count.</summary>
    public static bool AreIn(EstimateReport report) => report.Decides;

    public static OnlineCounts Of(EstimateReport report)
    {
        int excitatory = report.CountOf(ConnectionState.Excitatory), inhibitory = report.CountOf(ConnectionState.Inhibitory);
        int absent = report.CountOf(ConnectionState.Absent);
        return new OnlineCounts(excitatory, inhibitory, absent, report.Connections.Count - excitatory - inhibitory - absent);
    }

    public string InWords()
        => string.Create(CultureInfo.InvariantCulture, $"{Excitatory} excitatory, {Inhibitory} inhibitory, {Absent} absent, {Undecided} undecided");
}
