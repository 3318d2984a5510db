using System.Globalization;
using Spectre.Console;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunView : IAsyncDisposable
{
    /// <summary>Shows the last state.</summary>
    void Finish(RunResult result);
}

/// <summary>Which view fits, and the words they share.</summary>
internal static class RunViews
{
    public static bool CanRedraw
        => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };

    public static IRunView Create(bool quiet, RecordingRun run, string folder, TimeProvider time)
    {
        if (quiet)
            return new QuietView();
        return CanRedraw ? new LiveView(run, folder, time) : new PlainView(run, folder, time);
    }

    /// <summary>Detected by one look at the exact p-value: ties with surrogates, as of a train of one spike, speak against it.</summary>
    public static bool IsDetected(PermutationTest? oneLook) => oneLook is { } test && test.ExactP <= StaEvaluation.ReferenceThreshold;

    /// <summary>How many pairs are detected.</summary>
    public static int CountDetected(EstimateReport report)
        => Enumerable.Range(0, report.Connections.Count).Count(pair => IsDetected(report.OneLookOf(pair)));

    /// <summary>exc or inh by the sign of the average.</summary>
    public static NeuronKind KindOf(ConnectionEstimate estimate)
        => estimate.SignedRelativeHeight < 0 ? NeuronKind.Inhibitory : NeuronKind.Excitatory;

    public static string Name(NeuronKind? kind) => kind switch
    {
        NeuronKind.Excitatory => "exc",
        NeuronKind.Inhibitory => "inh",
        _ => "none",
    };

    public static string P(ConnectionEstimate estimate)
        => estimate.OneLook is { } test ? string.Create(CultureInfo.InvariantCulture, $"{test.ExactP:0.000}") : "–";

    public static string Books(LedgerAccount ledger)
    {
        string frames = string.Create(
            CultureInfo.InvariantCulture,
            $"frames {ledger.FramesIn} in = {ledger.FramesUsed} used + {ledger.FramesDropped} dropped + {ledger.FramesInFlight} in flight");
        string spikes = string.Create(
            CultureInfo.InvariantCulture,
            $"spikes {ledger.SpikesIn} in = {ledger.SpikesUsed} used + {ledger.SpikesAtEdge} at an edge + {ledger.SpikesInGap} in a gap + {ledger.SpikesLate} late + {ledger.SpikesDropped} dropped + {ledger.SpikesInFlight} in flight");
        return $"{frames}; {spikes}";
    }

    private static string Books(StreamBooks stream) => stream.LostMessages is { } lost
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{stream.Messages} messages, {lost} lost, {stream.Duplicates} duplicates discarded, {stream.Reordered} out of order, {stream.Refused} refused; {stream.GapFrames} frames in gaps, {stream.IncompleteFrames} frames incomplete, {stream.MissingSamples} samples missing")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{stream.Messages} messages over {stream.Connections} connection(s), {stream.Duplicates} duplicates discarded, {stream.Reordered} out of order, {stream.ResendRequests} requests to send again; {stream.GapFrames} frames in gaps, {stream.MissingSamples} samples missing");

    public static void WriteEnding(bool quiet, RunResult result, RunEvaluation evaluation, string folder, string? report)
    {
        if (quiet)
        {
            Console.WriteLine(folder);
            return;
        }
        string how = result.Outcome.Ending switch
        {
            RunEnding.Completed when result.DecidedAtSeconds is { } at => string.Create(CultureInfo.InvariantCulture, $"Done, every pair decided at {at:0.###} s"),
            RunEnding.Completed => "Done",
            RunEnding.Cancelled => "Cancelled; what was inferred so far is kept",
            _ => "Failed; what was inferred so far is kept",
        };
        RunProgress progress = result.Outcome.Progress;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{how}: {progress.RecordedSeconds:0.###} s of recording in {progress.Elapsed.TotalSeconds:0.00} s ({progress.RealTimeFactor:0.##}x real time){Preparation(result)}."));
        Console.WriteLine($"Books: {Books(progress.Ledger)}.");
        if (result.Stream is { } stream)
            Console.WriteLine($"Stream: {Books(stream)}.");
        if (evaluation.Sta is { } judged)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Against the truth, one look at p ≤ 0.05: {Share(judged.AtFivePercent.Excitatory)} of the excitatory and {Share(judged.AtFivePercent.Inhibitory)} of the inhibitory connections found, {Share(judged.AtFivePercent.FalsePositive)} of the unconnected pairs flagged."));
        }
        foreach (OnlineEvaluation judgedOnline in evaluation.Online)
            Console.WriteLine(OnlineEnding.Sentence(judgedOnline));
        if (report is not null)
            Console.WriteLine($"Report: {report}");
        Console.WriteLine($"Results: {folder}");
    }

    private static string Preparation(RunResult result)
        => result.Pipeline.HasWholeTrainSurrogates
            ? string.Create(CultureInfo.InvariantCulture, $", after {result.PreparationTime.TotalSeconds:0.00} s of drawing surrogates")
            : "";

    public static string Share(double? fraction)
        => fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $"{100 * f:0.#} %") : "none there";
}

/// <summary>Shows nothing.</summary>
internal sealed class QuietView : IRunView
{
    public void Finish(RunResult result)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
