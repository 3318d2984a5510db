using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.Sources;

/// <summary>Sends reports to whoever sends the recording: the newest that the connection has room for, and always the last.</summary>
/// <param name="listener">What the sender is connected to.</param>
/// <param name="recording">The recording.</param>
internal sealed class WireResults(RecordingListener listener, WireRecording recording) : IResultsListener
{
    public void Report(EstimateReport report)
        => recording.Reports.OnNext(ReportView.Of(report, recording.Info.AmplitudeUnit));

    public Task ConcludeAsync() => listener.CompleteAsync();
}
