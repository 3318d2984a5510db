using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Sources;

/// <summary>Makes traces ready for inference and, where no spikes come with them, finds their spikes.</summary>
/// <param name="Traces">What is done to traces.</param>
/// <param name="Detection">How spikes are found; null where those of the source are used.</param>
public sealed record TraceCompletion(TraceOptions Traces, DetectionOptions? Detection) : IRecordingCompletion
{
    /// <inheritdoc/>
    public RecordingInfo InfoOf(RecordingInfo source) => Detection is null ? source : SpikeDetectionStage.InfoOf(source);

    /// <inheritdoc/>
    public SpikeDetectionStage Begin(RecordingInfo source) => new(source, Traces, Detection);
}
