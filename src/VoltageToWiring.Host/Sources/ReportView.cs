using System.Collections;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Host.Sources;

/// <summary>Reports as they go out to other programs.</summary>
internal static class ReportView
{
    /// <summary>A report; nothing is copied.</summary>
    /// <param name="report">It does not change any more.</param>
    /// <param name="amplitudeUnit">The unit of its amplitudes.</param>
    public static WireReport Of(EstimateReport report, string amplitudeUnit)
        => new(report.Frame, report.TimeSeconds, report.IsFinal, new Estimates(report)) { AmplitudeUnit = amplitudeUnit };

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
