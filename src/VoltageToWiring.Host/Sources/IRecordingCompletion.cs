using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Sources;

/// <summary>
/// What stands between a source and inference and completes the recording, such as the detection of spikes in traces that come without them.
/// </summary>
public interface IRecordingCompletion
{
    /// <summary>What inference is told of the recording.</summary>
    /// <param name="source">What the source declares.</param>
    RecordingInfo InfoOf(RecordingInfo source);

    /// <summary>Adds its stages to the flow.</summary>
    /// <param name="recording">The recording as the source makes it.</param>
    /// <param name="source">What the source declares.</param>
    /// <param name="links">Says whether a link comes before a stage.</param>
    Flow<RecordingBatch> Complete(Flow<RecordingBatch> recording, RecordingInfo source, LinkPlan links);
}
