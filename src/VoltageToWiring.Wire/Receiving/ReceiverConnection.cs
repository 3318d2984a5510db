using System.Globalization;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// One connection to a listener: hello, then messages in and acknowledgements, reports or an error out. One task reads, one writes, a timer
/// watches both; whatever the peer does, it ends here.
/// </summary>
internal sealed class ReceiverConnection(WireSocket socket, RecordingListener listener, ListenerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(1);

    private readonly AsyncSignal _signal = new();
    private readonly FrameBuffer _frames = new(options.Limits.HelloBytes);
    private readonly FrameBuilder _out = new();
    private ReceiverSession? _session;
    private WireException? _dismissal;
    private Welcome? _welcome;
    private long _spoke = time.GetTimestamp();
    private long _reported;
    private long _leaving;

    /// <summary>When it began.</summary>
    public long Accepted { get; } = time.GetTimestamp();

    /// <summary>Whether it was ended at once.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Whether it has said hello and was welcome.</summary>
    public bool IsWelcome => Volatile.Read(ref _session) is not null;

    /// <summary>Why it was sent away; null where it was not.</summary>
    public WireException? Dismissal => Volatile.Read(ref _dismissal);

    /// <summary>There may be something to tell the peer.</summary>
    public void Wake()
    {
        _signal.Set();
        socket.Wake();
    }

    /// <summary>Tells the peer why, and ends the connection.</summary>
    public void Dismiss(WireException why)
    {
        Interlocked.CompareExchange(ref _dismissal, why, null);
        _signal.Set();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort()
    {
        IsAborted = true;
        socket.Dispose();
    }

    /// <summary>Runs until the connection has ended; throws nothing.</summary>
    public async Task RunAsync()
    {
        TimeSpan tick = options.TickPeriod;
        await using ITimer timer = time.CreateTimer(_ => Watch(), null, tick, tick);
        Task writing = WriteAsync();
        await ReadAsync().ConfigureAwait(false);
        _session?.Detach(this);
        _signal.Close();
        await writing.ConfigureAwait(false);
        socket.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await socket.ReadAsync(_frames).ConfigureAwait(false))
                TakeMessages();
            if (_frames.IsInsideMessage && Dismissal is null)
                throw new WireException(WireError.Format, "The connection ended in the middle of a message.");
        }
        catch (WireException cause)
        {
            Dismiss(cause);
            await DiscardAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (WireSocket.IsBroken(cause))
        {
        }
        catch (Exception cause)
        {
            // A mistake of ours ends this connection, not the listener.
            Dismiss(new WireException(WireError.Closed, $"The receiver failed: {cause.Message}", cause));
        }
    }

    /// <summary>Reads on after a mistake: a connection closed over unread bytes takes the error message with it.</summary>
    private async Task DiscardAsync()
    {
        try
        {
            byte[] scratch = new byte[4096];
            while (await socket.DiscardAsync(scratch).ConfigureAwait(false))
            {
            }
        }
        catch (Exception cause) when (WireSocket.IsBroken(cause))
        {
        }
    }

    private void TakeMessages()
    {
        while (_frames.TryRead(out ReadOnlyMemory<byte> body))
        {
            if (Dismissal is not null)
                continue;
            if (_session is null)
                SayHello(body);
            else
                _session.Receive(this, body);
        }
    }

    private void SayHello(ReadOnlyMemory<byte> body)
    {
        if (MessageTypes.Of(body) is var type and not MessageType.Hello)
            throw new WireException(WireError.Order, $"The first message is of type '{type}'; a hello is allowed first.");
        Hello hello = Hello.Read(body);
        ReceiverSession session = listener.Admit(hello);
        _frames.Allow(hello.MessageBytes);
        socket.MayRead = () => session.HasCredit;
        _welcome = session.Attach(this);
        Volatile.Write(ref _session, session);
        _signal.Set();
    }

    private async Task WriteAsync()
    {
        try
        {
            bool more = true;
            while (more && await _signal.WaitAsync().ConfigureAwait(false))
                more = await WriteDueAsync().ConfigureAwait(false);
            // A mistake at the very end is told, too.
            if (more)
                await WriteDueAsync().ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            if (!WireSocket.IsBroken(cause))
                Dismiss(new WireException(WireError.Closed, $"The receiver failed: {cause.Message}", cause));
            socket.Dispose();
        }
    }

    /// <summary>Writes what is due.</summary>
    /// <returns>False when nothing more will be written.</returns>
    private async ValueTask<bool> WriteDueAsync()
    {
        ReceiverSession? session = Volatile.Read(ref _session);
        _out.Clear();
        if (Dismissal is { } why)
        {
            new ErrorMessage(why.Code, why.Message).Write(_out);
            await EndAsync().ConfigureAwait(false);
            return false;
        }
        if (session is null)
            return true;
        // Whether reports are over is looked at first: one that comes meanwhile is not the last word then.
        (bool completed, long last) = session.Reports.State;
        _welcome?.Write(_out);
        _welcome = null;
        session.WriteDue(this, _out);
        await FlushAsync().ConfigureAwait(false);
        await WriteReportAsync(session).ConfigureAwait(false);
        if (!completed || _reported != last || !listener.IsOver)
            return true;
        session.LastWord().Write(_out);
        await EndAsync().ConfigureAwait(false);
        return false;
    }

    private async ValueTask WriteReportAsync(ReceiverSession session)
    {
        if (session.Reports.NewerThan(ref _reported) is not { } report)
            return;
        for (int part = 0; part < EstimatesMessage.PartsOf(report); part++)
        {
            EstimatesMessage.Write(report, part, _out);
            session.WriteDue(this, _out);
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FlushAsync()
    {
        if (_out.Written.IsEmpty)
            return;
        await socket.WriteAsync(_out.Written).ConfigureAwait(false);
        _out.Clear();
        Volatile.Write(ref _spoke, time.GetTimestamp());
    }

    private async ValueTask EndAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        socket.EndWriting();
    }

    /// <summary>Looks from time to time whether the peer keeps its word.</summary>
    private void Watch()
    {
        ReceiverSession? session = Volatile.Read(ref _session);
        if (Dismissal is not null || listener.IsOver)
            LeaveAfterLingering();
        else if (session is null)
            WatchHello();
        else
            WatchSilence(session);
        _signal.Set();
    }

    private void LeaveAfterLingering()
    {
        if (_leaving == 0)
            _leaving = time.GetTimestamp();
        else if (time.GetElapsedTime(_leaving) > Lingering)
            socket.Dispose();
    }

    private void WatchHello()
    {
        if (time.GetElapsedTime(Accepted) > options.Limits.HelloTimeout)
            Dismiss(Late("No hello came", options.Limits.HelloTimeout));
    }

    private void WatchSilence(ReceiverSession session)
    {
        // Who may not speak cannot be silent.
        if (!session.Tick(time.GetElapsedTime(Volatile.Read(ref _spoke)) >= options.HeartbeatPeriod))
            socket.HeardNow();
        else if (socket.Silence > options.Limits.IdleTimeout)
            Dismiss(Late("Nothing came from the sender", options.Limits.IdleTimeout));
    }

    private static WireException Late(string what, TimeSpan allowed) => new(WireError.Timeout, string.Create(
        CultureInfo.InvariantCulture, $"{what} within {allowed.TotalSeconds} s, the longest that is allowed."));
}
