using System.Net;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// Listens for one recording, over TCP or ZeroMQ. The first sender that is welcome has the stream; its session may reconnect, everybody else is told that
/// it is taken. What peers do wrong ends with their connection.
/// </summary>
public sealed class RecordingListener : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ListenerOptions _options;
    private readonly Admission _admission;
    private readonly TimeProvider _time;
    private readonly IAcceptor _acceptor;
    private readonly ConnectionTable _connections;
    private readonly TaskCompletionSource<WireRecording> _recording = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private ReceiverSession? _session;
    private volatile bool _over;
    private bool _closing;
    private int _disposed;

    private RecordingListener(ListenerOptions options, TimeProvider time)
    {
        _options = options;
        _admission = new Admission(options);
        _time = time;
        _connections = new ConnectionTable(options);
        _acceptor = options.Transport == Transport.ZeroMq ? new ZeroMqAcceptor(options, _connections.Refuse, time) : new TcpAcceptor(options.EndPoint, time);
        EndPoint = _acceptor.EndPoint;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Where, and what is taken.</param>
    /// <param name="time">Time-outs, signs of life and arrival stamps.</param>
    /// <exception cref="ArgumentException">The options do not allow it: no token off loopback.</exception>
    /// <exception cref="WireException">The address cannot be had.</exception>
    public static RecordingListener Start(ListenerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        return new RecordingListener(options, time);
    }

    /// <summary>Where it listens; with the port that was taken. Over ZeroMQ answers are at the next port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Connections that are open, the sender's included.</summary>
    public int Connections => _connections.Count;

    /// <summary>Connections that were sent away with an error.</summary>
    public long Refused => _connections.Refused;

    /// <summary>Whether reports are over, and connections may be ended.</summary>
    internal bool IsOver => _over;

    /// <summary>Waits for a sender whose hello is allowed.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its recording, before the first frame.</returns>
    public Task<WireRecording> WaitForSenderAsync(CancellationToken cancellation = default) => _recording.Task.WaitAsync(cancellation);

    /// <summary>
    /// Ends the exchange: the sender gets the newest report and the totals. Returns when all connections have ended, which takes a slow or dead
    /// peer no longer than a second.
    /// </summary>
    public async Task CompleteAsync()
    {
        ReceiverSession? session;
        lock (_gate)
        {
            _over = true;
            session = _session;
        }
        session?.Stop();
        session?.Reports.OnCompleted();
        await CloseAsync(polite: true).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _over = true;
        _session?.Stop();
        await CloseAsync(polite: false).ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        _session?.Dispose();
    }

    /// <summary>Lets a hello in, or says why not.</summary>
    /// <exception cref="WireException">It is not welcome.</exception>
    internal ReceiverSession Admit(Hello hello)
    {
        _admission.Check(hello);
        lock (_gate)
        {
            if (_over)
                throw new WireException(WireError.Closed, "The run has ended; it takes no sender any more.");
            if (_session is null)
                return Begin(hello);
            Admission.CheckReturning(_session.Hello, hello);
            return _session;
        }
    }

    private ReceiverSession Begin(Hello hello)
    {
        _admission.CheckNew(hello);
        _session = new ReceiverSession(hello, _options, _time);
        _recording.TrySetResult(new WireRecording(_session));
        return _session;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Serve(await _acceptor.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception cause) when (WireSocket.IsBroken(cause))
            {
                // One that broke while it was accepted is not the end of listening.
                if (cause is ObjectDisposedException)
                    return;
            }
        }
    }

    private void Serve(WireSocket socket)
    {
        lock (_gate)
        {
            // One that was accepted while the listener closed is not let in.
            if (_closing)
                socket.Dispose();
            else
                _connections.Run(new ReceiverConnection(socket, this, _options, _time));
        }
    }

    private Task CloseAsync(bool polite)
    {
        lock (_gate)
        {
            _closing = true;
            _acceptor.Close();
            return _connections.EndAsync(polite);
        }
    }
}
