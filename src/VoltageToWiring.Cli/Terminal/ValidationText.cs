using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What <c>validate</c> prints.</summary>
internal static class ValidationText
{
    public static void Write(LoadedPipeline pipeline, ResourceEstimate needs, TextWriter to)
    {
        ResolvedPipeline resolved = pipeline.Resolved;
        SimulationOptions simulation = resolved.Simulation;
        long targets = simulation.Wiring.Targets;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine("# The pipeline, resolved");
        text.WriteLine();
        text.Write(pipeline.ToYaml());
        text.WriteLine();
        text.WriteLine("# Stages, left to right; ═ is a link, ─ the same task");
        text.WriteLine();
        text.WriteLine("  " + Stages(resolved));
        text.WriteLine($"  links hold {resolved.Links.Options.Capacity} batches of {resolved.Simulated.BatchSteps} steps; when full: {KeyName(pipeline.File.Links.WhenFull)}");
        text.WriteLine();
        text.WriteLine("# The recording");
        text.WriteLine();
        text.WriteLine($"  {Trains(simulation)} → {targets} {(targets == 1 ? "target" : "targets")}, {simulation.Recorded.Count * targets} pairs, {simulation.Recorded.TruthOf(simulation.Wiring).Synapses.Count} connected");
        text.WriteLine($"  {simulation.TotalFrames} frames at {simulation.FrameClock}, {simulation.TotalSteps} steps at {simulation.StepClock}, {resolved.Simulated.Randomness.SampleType.ToString().ToLowerInvariant()} samples");
        if (simulation.Camera.Gaps.Count > 0)
            text.WriteLine($"  {simulation.Camera.Gaps.Sum(gap => gap.Count)} of these frames are missing, in {simulation.Camera.Gaps.Count} {(simulation.Camera.Gaps.Count == 1 ? "gap" : "gaps")}");
        text.WriteLine();
        if (resolved.Online is { } online)
        {
            text.WriteLine("# Online inference");
            text.WriteLine();
            text.WriteLine("  " + OnlineText.Of(online));
            text.WriteLine();
        }
        WriteMemory(needs, text);
        text.WriteLine();
        text.WriteLine("# Expected work");
        text.WriteLine();
        text.WriteLine($"  {needs.NeuronSteps,10:0.##E+0}  Euler steps");
        text.WriteLine($"  {needs.Spikes,10:0.##E+0}  presynaptic spikes");
        text.WriteLine($"  {needs.SampleAdds,10:0.##E+0}  samples added into averages, real and surrogate");
        if (resolved.Online is not null)
            text.WriteLine($"  {needs.ScoreLookups,10:0.##E+0}  score values looked up at spikes, real and surrogate");
        to.Write(text.ToString());
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
        => "spikes" + string.Concat(LinkPlacesSetting.Known.Select(stage => (pipeline.Links.HasLinkBefore(stage) ? " ═ " : " ─ ") + stage));

    private static string KeyName(WhenFullSetting setting) => setting switch
    {
        WhenFullSetting.DropOldest => "drop-oldest",
        WhenFullSetting.DropNewest => "drop-newest",
        _ => "wait",
    };
}
