using VoltageToWiring.Figures.Style;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Recorded;

/// <summary>What a run found, as a table to stand beside its recording.</summary>
public static class WiringOfRun
{
    /// <summary>Reads it from a results folder, as a table to stand beside the recording.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="recording">The recording that it is to stand beside.</param>
    /// <exception cref="PipelineException">It is no results folder, or of another recording.</exception>
    public static async Task<InferredWiring> ReadAsync(string folder, RecordingInfo recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        RunFolder run = RunFolder.Open(folder);
        RunPairs pairs = await RunPairs.ReadAsync(run).ConfigureAwait(false);
        // Where spikes were found in traces, every imaged neuron is a source.
        bool detected = Detected(run);
        int sources = detected ? recording.Targets : recording.Sources;
        if (pairs.Sources != sources || pairs.Targets != recording.Targets)
        {
            throw new PipelineException(
                $"{folder}: found {pairs.Sources} sources and {pairs.Targets} targets; allowed are the {sources} and {recording.Targets} of the recording.");
        }
        return TableOf(run, pairs, detected ? "Presynaptic neuron: the column of voltage_imaging." : "Presynaptic train: the row of units.", "Postsynaptic neuron: the column of voltage_imaging.");
    }

    /// <summary>Reads it from a results folder, as a table that stands alone.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The table, and the name of the recording.</returns>
    /// <exception cref="PipelineException">It is no results folder.</exception>
    public static async Task<(InferredWiring Wiring, string Recording)> ReadAsync(string folder)
    {
        RunFolder run = RunFolder.Open(folder);
        RunPairs pairs = await RunPairs.ReadAsync(run).ConfigureAwait(false);
        string source = Detected(run) ? "Presynaptic neuron: its index among the imaged neurons, from 0." : "Presynaptic train: its index in the recording, from 0.";
        return (TableOf(run, pairs, source, "Postsynaptic neuron: its index among the imaged neurons, from 0."), run.Results.Recording?.Name ?? run.Results.Pipeline);
    }

    private static bool Detected(RunFolder run) => run.Pipeline.File.Spikes == SpikesSetting.Detect;

    private static InferredWiring TableOf(RunFolder run, RunPairs pairs, string source, string target)
    {
        IReadOnlyList<ReportedPair> all = pairs.All;
        string unit = run.Results.AmplitudeUnit;
        return new InferredWiring(
            $"Connections inferred by v2w {run.Results.Version} with the pipeline {run.Results.Pipeline}, a row for each pair.",
            [
                new("source", source, Of(all, pair => pair.Source)),
                new("target", target, Of(all, pair => pair.Target)),
                new("state", "excitatory, inhibitory, absent, or undecided.", Of(all, pair => StateOf(pair.Found))),
                new("log10_evidence", $"log10 of the largest evidence for a connection{(pairs.Score is { } score ? $", by the score {score}" : "")}.", Of(all, pair => pair.Evidence)),
                new("amplitude", $"Amplitude of the postsynaptic potential, {unit}.", Of(all, pair => pair.Amplitude)),
                new("decided_at_s", "When the connection was found, s of recording.", Of(all, pair => pair.FoundAtSeconds)),
                new("p_reference", "p of the spike-triggered average against surrogates.", Of(all, pair => pair.P)),
                new("relative_height", "Height of the spike-triggered average over that of surrogates, with its sign.", Of(all, pair => pair.SignedHeight)),
            ]);
    }

    private static T[] Of<T>(IReadOnlyList<ReportedPair> pairs, Func<ReportedPair, T> field) => [.. pairs.Select(field)];

    private static string StateOf(ConnectionKind found) => found switch
    {
        ConnectionKind.Excitatory => "excitatory",
        ConnectionKind.Inhibitory => "inhibitory",
        ConnectionKind.None => "absent",
        _ => "undecided",
    };
}
