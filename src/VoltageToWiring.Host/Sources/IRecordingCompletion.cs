using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Sources;

/// <summary>
/// What stands between a source and inference and completes the recording, such as the detection of spikes in traces that come without them.
/// </summary>
public interface IRecordingCompletion
{
    /// <summary>What inference is told of the recording.</summary>
    /// <param name="source">What the source declares.</param>
    RecordingInfo InfoOf(RecordingInfo source);

    /// <summary>The stage that does it, for one run.</summary>
    /// <param name="source">What the source declares.</param>
    SpikeDetectionStage Begin(RecordingInfo source);
}
