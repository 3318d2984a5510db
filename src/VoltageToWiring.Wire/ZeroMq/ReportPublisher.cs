using System.Net;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>How published reports are written.</summary>
public enum ReportFormat
{
    /// <summary>JSON, with the same fields as the message.</summary>
    Json,

    /// <summary>The estimates message of the wire protocol.</summary>
    MessagePack,
}

/// <summary>
/// Publishes reports over ZeroMQ to whoever subscribes: two parts, the word <c>estimates</c> and the report. No call waits: of reports that come
/// faster than they can be written the newest is published, and the last one always.
/// </summary>
public sealed class ReportPublisher : IAsyncDisposable
{
    private const string Topic = "estimates";

    // How long subscribers have at the end to fetch what waits for them, if they do not leave before.
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(1);

    // Reports that wait for a subscriber who does not read; he misses those beyond.
    private const int HighWatermark = 64;

    private readonly ReportFormat _format;
    private readonly ZeroMqLoop _loop;
    private readonly XPublisherSocket _socket;
    private readonly ZeroMqSubscribers _subscribers;
    private readonly TimeProvider _time;
    private readonly LatestReport _reports;
    private readonly FrameBuilder _bytes = new();
    private long _published;
    private int _disposed;

    private ReportPublisher(IPEndPoint endPoint, ReportFormat format, TimeProvider time)
    {
        _format = format;
        _time = time;
        _loop = new ZeroMqLoop(_ => { });
        _socket = new XPublisherSocket();
        _subscribers = new ZeroMqSubscribers(_socket);
        _loop.Own(_socket, _subscribers.Hear);
        _socket.Options.SendHighWatermark = HighWatermark;
        try
        {
            EndPoint = ZeroMqPorts.Bind(_socket, endPoint);
        }
        catch
        {
            _loop.Dispose();
            throw;
        }
        _reports = new LatestReport(() => _loop.Post(Publish));
        _loop.Start("estimates");
    }

    /// <summary>Begins to publish.</summary>
    /// <param name="endPoint">Where: an address of this machine and a port, 0 for any free one. Whoever can connect there may read.</param>
    /// <param name="format">How reports are written.</param>
    /// <param name="time">Measures how long subscribers are waited for at the end.</param>
    /// <exception cref="WireException">The port cannot be had.</exception>
    public static ReportPublisher Start(IPEndPoint endPoint, ReportFormat format, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(time);
        return new ReportPublisher(endPoint, format, time);
    }

    /// <summary>Where it publishes; with the port that was taken.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Takes reports.</summary>
    public IObserver<WireReport> Reports => _reports;

    /// <summary>Publishes what is not published yet, and ends. Subscribers have a second to fetch what waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _subscribers.WaitUntilGoneAsync(Lingering, _time).ConfigureAwait(false);
        _subscribers.Close();
        await Task.Run(_loop.Dispose).ConfigureAwait(false);
    }

    private void Publish()
    {
        if (_reports.NewerThan(ref _published) is not { } report)
            return;
        for (int part = 0; part < EstimatesMessage.PartsOf(report); part++)
            _socket.SendMoreFrame(Topic).SendFrame(Encoded(report, part));
    }

    private byte[] Encoded(WireReport report, int part)
    {
        if (_format == ReportFormat.Json)
            return EstimatesJson.Write(report, part);
        _bytes.Clear();
        EstimatesMessage.Write(report, part, _bytes);
        return _bytes.Written[WireProtocol.LengthBytes..].ToArray();
    }
}
