using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Inference.Detection;

/// <summary>The detection of spikes as a word of a flow.</summary>
public static class DetectionFlow
{
    /// <summary>Traces are made ready, and their spikes found.</summary>
    /// <param name="recording">The recording, whoever makes it.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="links">Says whether a link comes before it; it waits when full.</param>
    public static Flow<RecordingBatch> Detect(this Flow<RecordingBatch> recording, SpikeDetectionStage stage, LinkPlan links)
    {
        ArgumentNullException.ThrowIfNull(links);
        return links.Before(stage, recording).Through(stage);
    }
}
