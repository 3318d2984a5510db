using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Host.Sending;

/// <summary>Puts reports that come back in parts together; the newest whole one counts.</summary>
internal sealed class ReturnedReports
{
    private readonly List<WireEstimate> _parts = [];
    private WireReport? _newest;
    private int _next;

    /// <summary>The newest report; null before the first.</summary>
    public WireReport? Newest => Volatile.Read(ref _newest);

    /// <summary>Takes a part, in the order they come. A connection that broke in between leaves a report unfinished.</summary>
    public void Take(EstimatesMessage message)
    {
        if (message.Part == 0)
        {
            _parts.Clear();
            _next = 0;
        }
        if (message.Part != _next)
            return;
        _parts.AddRange(message.Report.Connections);
        if (++_next == message.Parts)
            Volatile.Write(ref _newest, message.Report with { Connections = [.. _parts] });
    }
}
