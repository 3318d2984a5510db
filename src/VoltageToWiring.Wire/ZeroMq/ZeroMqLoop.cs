using NetMQ;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>A thread that owns sockets: they know no other. Everybody else hands it what is to be done.</summary>
internal sealed class ZeroMqLoop : IDisposable
{
    private readonly IDisposable _context = ZeroMqContext.Hold();
    private readonly Lock _gate = new();
    private readonly List<NetMQSocket> _sockets = [];
    private readonly NetMQQueue<Action> _work = new();
    private readonly NetMQPoller _poller = [];
    private readonly Action<Exception> _onFault;
    private bool _started;
    private bool _disposed;

    /// <param name="onFault">Hears of a mistake of ours; the thread goes on.</param>
    public ZeroMqLoop(Action<Exception> onFault)
    {
        _onFault = onFault;
        _work.ReceiveReady += (_, _) => Work();
        _poller.Add(_work);
    }

    /// <summary>Takes a socket over, before the thread begins.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="onMessage">Called when something can be received; null where nothing is.</param>
    public T Own<T>(T socket, Action? onMessage = null)
        where T : NetMQSocket
    {
        _sockets.Add(socket);
        if (onMessage is null)
            return socket;
        socket.ReceiveReady += (_, _) => Guard(onMessage);
        _poller.Add(socket);
        return socket;
    }

    /// <summary>Calls something again and again, from before the thread begins.</summary>
    public void Every(TimeSpan period, Action tick)
    {
        var timer = new NetMQTimer(period);
        timer.Elapsed += (_, _) => Guard(tick);
        _poller.Add(timer);
    }

    /// <summary>Begins the thread.</summary>
    public void Start(string name)
    {
        _started = true;
        _poller.RunAsync(name, true);
    }

    /// <summary>Does something on the thread, in the order in which it was handed over; nothing once it has ended.</summary>
    public void Post(Action action)
    {
        lock (_gate)
        {
            if (!_disposed)
                _work.Enqueue(action);
        }
    }

    /// <summary>Receives from a socket again, or no more for now. On the thread only.</summary>
    public void Listen(NetMQSocket socket, bool listens)
    {
        if (listens)
            _poller.Add(socket);
        else
            _poller.Remove(socket);
    }

    /// <summary>Does what was handed over before, ends the thread, and closes the sockets. Not on the thread itself.</summary>
    public void Dispose()
    {
        using var done = new ManualResetEventSlim();
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_started)
                _work.Enqueue(done.Set);
            else
                done.Set();
        }
        done.Wait();
        _poller.Dispose();
        foreach (NetMQSocket socket in _sockets)
            socket.Dispose();
        _work.Dispose();
        _context.Dispose();
    }

    private void Work()
    {
        while (_work.TryDequeue(out Action? action, TimeSpan.Zero))
            Guard(action);
    }

    // What is thrown here would end the process.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause)
        {
            _onFault(cause);
        }
    }
}
