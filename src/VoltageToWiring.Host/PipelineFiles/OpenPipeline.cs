using VoltageToWiring.Host.Sources;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline whose recording is open, and has said what it is like.</summary>
/// <param name="Resolved">The pipeline for this recording.</param>
/// <param name="Recording">The recording; the caller's to dispose of, unless a run takes it.</param>
public sealed record OpenPipeline(ResolvedPipeline Resolved, IRecording Recording);
