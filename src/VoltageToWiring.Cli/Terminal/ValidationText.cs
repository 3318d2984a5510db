using System.Globalization;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What <c>validate</c> prints.</summary>
internal static class ValidationText
{
    // What memory and work are said of where nothing is known of a recording.
    private const int ExampleTrains = 100, ExampleTargets = 100;

    public static void Write(LoadedPipeline pipeline, ResourceEstimate needs, TextWriter to)
    {
        ResolvedPipeline resolved = pipeline.Resolved;
        StringWriter text = Begin(pipeline, resolved);
        if (resolved.Source is SimulatedSource)
            WriteSimulation(resolved, text);
        else
            text.WriteLine($"  {Known(resolved.Declared)}");
        if (resolved.Source is FileSource { Contents: var contents })
            WriteContents(resolved.Declared, contents, text);
        text.WriteLine();
        WriteOnline(resolved, text);
        WriteMemory(needs, text);
        text.WriteLine();
        text.WriteLine("# Expected work");
        text.WriteLine();
        if (resolved.Source is SimulatedSource)
            text.WriteLine($"  {needs.NeuronSteps,10:0.##E+0}  Euler steps");
        text.WriteLine($"  {needs.Spikes,10:0.##E+0}  presynaptic spikes");
        text.WriteLine($"  {needs.SampleAdds,10:0.##E+0}  samples added into averages, real and surrogate");
        if (resolved.Online is not null)
            text.WriteLine($"  {needs.ScoreLookups,10:0.##E+0}  score values looked up at spikes, real and surrogate");
        to.Write(text.ToString());
    }

    /// <summary>What is known of a live recording before it comes.</summary>
    public static void WriteLive(LoadedPipeline pipeline, LiveSource source, TextWriter to)
    {
        ResolvedPipeline supposed = pipeline.Supposed!;
        StringWriter text = Begin(pipeline, supposed);
        text.WriteLine($"  live: run waits for it on {source.Place}");
        if (source is ListenSource { Rois: { } rois })
            text.WriteLine(FormattableString.Invariant($"  a movie, of which traces of {rois.Regions.Count} regions of interest are made; motion is not corrected"));
        text.WriteLine($"  known when it comes: frame rate, clocks, neurons, trains{(source.Unit is null ? ", unit of the samples" : "")}, length");
        text.WriteLine("  times become the nearest number of its frames; a recording that the pipeline does not fit is refused, and its sender told why");
        text.WriteLine();
        WriteOnline(supposed, text);
        ResolvedPipeline example = pipeline.For(supposed.Declared with { Sources = ExampleTrains, Targets = ExampleTargets });
        text.WriteLine("# Memory");
        text.WriteLine();
        text.WriteLine($"  known when it comes; {ByteCount.Text(ResourceEstimate.Of(example, pipeline.File.Report == ReportSetting.Html).PeakBytes)} for an hour of {ExampleTrains} trains onto {ExampleTargets} targets at {example.Declared.FrameClock}");
        to.Write(text.ToString());
    }

    private static StringWriter Begin(LoadedPipeline pipeline, ResolvedPipeline resolved)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine("# The pipeline, resolved");
        text.WriteLine();
        text.Write(pipeline.ToYaml());
        text.WriteLine();
        text.WriteLine("# Stages, left to right; ═ is a link, ─ the same task");
        text.WriteLine();
        text.WriteLine("  " + Stages(resolved));
        string batches = resolved.Source is SimulatedSource simulated ? $" of {simulated.BatchSteps} steps" : "";
        text.WriteLine($"  links hold {resolved.Links.Options.Capacity} batches{batches}; when full: {KeyName(pipeline.File.Links.WhenFull)}");
        text.WriteLine();
        text.WriteLine("# The recording");
        text.WriteLine();
        return text;
    }

    private static void WriteSimulation(ResolvedPipeline resolved, StringWriter text)
    {
        SimulationOptions simulation = resolved.Simulation;
        long targets = simulation.Wiring.Targets;
        text.WriteLine($"  {Trains(simulation)} → {targets} {(targets == 1 ? "target" : "targets")}, {simulation.Recorded.Count * targets} pairs, {simulation.Recorded.TruthOf(simulation.Wiring).Synapses.Count} connected");
        text.WriteLine($"  {simulation.TotalFrames} frames at {simulation.FrameClock}, {simulation.TotalSteps} steps at {simulation.StepClock}, {resolved.Simulated.Randomness.SampleType.ToString().ToLowerInvariant()} samples");
        if (simulation.Camera.Gaps.Count > 0)
            text.WriteLine($"  {simulation.Camera.Gaps.Sum(gap => gap.Count)} of these frames are missing, in {simulation.Camera.Gaps.Count} {(simulation.Camera.Gaps.Count == 1 ? "gap" : "gaps")}");
    }

    private static string Known(RecordingInfo info)
    {
        string length = info.TotalFrames is { } frames ? $"{frames} frames" : "frames";
        return FormattableString.Invariant(
            $"{info.Name}: {info.Sources} trains → {info.Targets} {(info.Targets == 1 ? "target" : "targets")}, {(long)info.Sources * info.Targets} pairs; {length} at {info.FrameClock}, spikes at {info.SpikeClock}, samples in {info.AmplitudeUnit}");
    }

    private static void WriteContents(RecordingInfo info, RecordingContents contents, StringWriter text)
    {
        if (contents.Movie is { } movie)
            text.WriteLine($"  a movie of {movie}, of which traces of {info.Targets} regions of interest are made; motion is not corrected");
        text.WriteLine(FormattableString.Invariant($"  {contents.Spikes} spikes; {contents.Gaps(info.TotalFrames ?? 0).Sum(gap => gap.Count)} frames are missing"));
        if (contents.Note is { } note)
            text.WriteLine("  " + note);
    }

    private static void WriteOnline(ResolvedPipeline resolved, StringWriter text)
    {
        if (resolved.Online is not { } online)
            return;
        text.WriteLine("# Online inference");
        text.WriteLine();
        text.WriteLine("  " + OnlineText.Of(online));
        text.WriteLine();
    }

    private static void WriteMemory(ResourceEstimate needs, StringWriter text)
    {
        text.WriteLine("# Memory");
        text.WriteLine();
        text.WriteLine($"  {ByteCount.Text(ResourceEstimate.ProgramBytes),10}  the program itself");
        foreach (MemoryItem item in needs.Memory)
            text.WriteLine($"  {ByteCount.Text(item.Bytes),10}  {item.What}{(item.Held == MemoryHeld.WhileWriting ? " (after the recording)" : "")}");
        text.WriteLine($"  {ByteCount.Text(needs.PeakBytes),10}  in all at its peak, {(needs.RunningBytes >= needs.WritingBytes ? "while the recording runs" : "while results are written")}");
        if (!needs.FitsThisMachine)
            text.WriteLine($"  This machine has {ByteCount.Text(ResourceEstimate.AvailableBytes)}: run would refuse.");
    }

    private static string Trains(SimulationOptions simulation)
        => simulation.Recorded.Count == simulation.Trains
            ? $"{simulation.Trains} trains"
            : $"{simulation.Recorded.Count} recorded of {simulation.Trains} trains";

    private static string Stages(ResolvedPipeline pipeline)
        => pipeline.Source is SimulatedSource
            ? "spikes" + Behind(pipeline, LinkPlacesSetting.Known)
            : (IsMovie(pipeline.Source) ? $"movie ─ {RoiTraceStage.StageName}" : "recording") + Behind(pipeline, LinkPlacesSetting.Inference.Prepend(SpikeDetectionStage.StageName));

    private static bool IsMovie(RecordingSource source) => source is FileSource { Contents.Movie: not null } or ListenSource { Rois: not null };

    // Spikes are detected only where the pipeline says so.
    private static string Behind(ResolvedPipeline pipeline, IEnumerable<string> stages)
        => string.Concat(stages.Where(stage => stage != SpikeDetectionStage.StageName || pipeline.Completions.Count > 0).Select(stage => Behind(pipeline, stage)));

    private static string Behind(ResolvedPipeline pipeline, string stage) => (pipeline.Links.HasLinkBefore(stage) ? " ═ " : " ─ ") + stage;

    private static string KeyName(WhenFullSetting setting) => setting switch
    {
        WhenFullSetting.DropOldest => "drop-oldest",
        WhenFullSetting.DropNewest => "drop-newest",
        _ => "wait",
    };
}
