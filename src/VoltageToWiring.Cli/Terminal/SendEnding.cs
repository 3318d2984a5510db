using System.Globalization;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What is printed when a recording has been sent: the books of both sides, and what was found.</summary>
internal static class SendEnding
{
    private const int MostListed = 40;

    public static void Write(RecordingInfo info, SendResult result, TextWriter to)
    {
        RunProgress progress = result.Outcome.Progress;
        SenderCounters counters = result.Counters;
        string how = result.Problem is not null ? "Failed"
            : result.ReceiverEndedEarly ? "The receiver wanted no more"
            : result.Outcome.Ending == RunEnding.Cancelled ? "Cancelled; the receiver has what was sent so far"
            : "Sent";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{how}: {info.FrameClock.TimeSeconds(counters.Sent.Frames + counters.Sent.GapFrames):0.###} s of recording in {progress.Elapsed.TotalSeconds:0.00} s."));
        WriteBooks(counters, result.Faults, to);
        if (result.Report is { } report)
            WriteFound(info, report, to);
    }

    private static void WriteBooks(SenderCounters counters, Faults faults, TextWriter to)
    {
        if (counters.IsOneWay)
        {
            to.WriteLine($"Books: published {Words(counters.Sent)}; what came of it the subscriber alone knows.");
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Messages: {counters.Messages} made{Faults(faults)}."));
            return;
        }
        to.WriteLine($"Books: sent {Words(counters.Sent)}; the receiver has {Words(counters.Received)}.");
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Messages: {counters.Messages} made, {counters.Acknowledged} acknowledged, {counters.Resent} sent again, {counters.Reconnects} reconnections{Faults(faults)}."));
    }

    /// <summary>What a report says, in a phrase.</summary>
    public static string Counts(WireReport report)
    {
        WireEstimate[] pairs = [.. Deciding(report)];
        int Count(string state) => pairs.Count(pair => pair.State == state);
        int excitatory = Count("excitatory"), inhibitory = Count("inhibitory"), absent = Count("absent");
        return pairs.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no online inference at {report.TimeSeconds:0.0} s")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{excitatory + inhibitory + absent} of {pairs.Length} pairs decided at {report.TimeSeconds:0.0} s: {excitatory} exc, {inhibitory} inh, {absent} absent");
    }

    private static void WriteFound(RecordingInfo info, WireReport report, TextWriter to)
    {
        to.WriteLine($"Found: {Counts(report)}.");
        WireEstimate[] found =
        [
            .. Deciding(report).Where(pair => pair.State is "excitatory" or "inhibitory").OrderByDescending(pair => pair.Log10Evidence ?? 0)
                .ThenBy(pair => pair.Target).ThenBy(pair => pair.Source),
        ];
        if (found.Length == 0)
            return;
        string unit = report.AmplitudeUnit ?? info.AmplitudeUnit;
        to.WriteLine($"  pair        kind        log10 evidence  amplitude in {unit}");
        foreach (WireEstimate pair in found.Take(MostListed))
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {$"{pair.Source} → {pair.Target}",-10}  {pair.State,-10}  {pair.Log10Evidence,14:0.0}  {pair.Amplitude,9:0.####E+0}"));
        }
        if (found.Length > MostListed)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {found.Length - MostListed} more, with less evidence"));
    }

    // The score that decides comes first.
    private static IEnumerable<WireEstimate> Deciding(WireReport report)
        => report.Connections is [var first, ..] ? report.Connections.Where(pair => pair.Score == first.Score) : [];

    private static string Words(Totals totals)
        => string.Create(CultureInfo.InvariantCulture, $"{totals.Frames} frames, {totals.GapFrames} in gaps, {totals.Spikes} spikes");

    private static string Faults(Faults faults)
        => faults is { Dropped: 0, Duplicated: 0, Reordered: 0, Disconnections: 0 }
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; on purpose {faults.Dropped} not sent, {faults.Duplicated} twice, {faults.Reordered} out of order, {faults.Disconnections} connections broken");
}
