using System.Collections;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Host.Sources;

/// <summary>Sends reports to whoever sends the recording: the newest that the connection has room for, and always the last.</summary>
/// <param name="listener">What the sender is connected to.</param>
/// <param name="recording">The recording.</param>
internal sealed class WireResults(RecordingListener listener, WireRecording recording) : IResultsListener
{
    public void Report(EstimateReport report)
        => recording.Reports.OnNext(new WireReport(report.Frame, report.TimeSeconds, report.IsFinal, new Estimates(report)) { AmplitudeUnit = recording.Info.AmplitudeUnit });

    public Task ConcludeAsync() => listener.CompleteAsync();

    /// <summary>The estimates of a report, made one by one as they are written: of millions of pairs nobody wants a copy.</summary>
    private sealed class Estimates(EstimateReport report) : IReadOnlyList<WireEstimate>
    {
        private readonly int _scores = report.Connections is [var first, ..] ? first.Online.Count : 0;

        public int Count => report.Connections.Count * _scores;

        public WireEstimate this[int index]
        {
            get
            {
                ConnectionEstimate pair = report.Connections[index / _scores];
                OnlineEstimate online = pair.Online[index % _scores];
                return new WireEstimate(
                    pair.Source, pair.Target, OnlineNames.Of(online.Score), OnlineNames.Of(online.State), Known.Finite(online.Log10Evidence),
                    Known.Finite(online.Amplitude), Known.Finite(online.AnytimeInterval)?.Low, Known.Finite(online.AnytimeInterval)?.High);
            }
        }

        public IEnumerator<WireEstimate> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
