using System.Globalization;
using System.Threading.Channels;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Windows;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// One recording that is being received, over however many connections: what came, in its order, and what waits to be taken. Connections come
/// and go; one at a time may speak.
/// </summary>
internal sealed class ReceiverSession : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Pool<RecordingBatch> _batches = new(() => new RecordingBatch());
    private readonly Channel<RecordingBatch> _taken;
    private readonly ReceiveWindow<IncomingMessage> _window;
    private readonly AckPolicy _acks;
    private readonly StreamAssembler _assembler;
    private readonly MessageDecoder _decoder;
    private readonly ListenerOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _resumeTimer;
    private ReceiverConnection? _current;
    private int _connections;
    private long _resendRequests;
    private long _position;
    private bool _stopped;

    /// <exception cref="WireException">The hello asks for more than is allowed.</exception>
    public ReceiverSession(Hello hello, ListenerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Hello = hello;
        Bounds = new StreamBounds(hello, options.Limits);
        Info = options.Correction.InfoOf(hello);
        long delayFrames = (long)Math.Ceiling(options.SpikeDelay.TotalSeconds * hello.FrameClock.RateHz);
        long offsetTicks = options.Correction.OffsetTicks(hello.SpikeClock);
        _assembler = new StreamAssembler(Info, Bounds, options.Limits.HeldSpikes, offsetTicks, delayFrames, _batches);
        Gain = options.Correction.Gain(hello);
        _decoder = new MessageDecoder(Info, hello.Format, Gain, Bounds, _batches);
        _window = new ReceiveWindow<IncomingMessage>(Bounds.Credit);
        _acks = new AckPolicy(Bounds.Credit);
        // As many as may wait: credit is given for no more.
        _taken = Channel.CreateBounded<RecordingBatch>(new BoundedChannelOptions(Bounds.Credit) { SingleReader = true });
        Reports = new LatestReport(() => Wake());
        _resumeTimer = time.CreateTimer(_ => GiveUpWaiting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Hello Hello { get; }

    public StreamBounds Bounds { get; }

    public RecordingInfo Info { get; }

    /// <summary>What samples are multiplied by.</summary>
    public double Gain { get; }

    public LatestReport Reports { get; }

    /// <summary>Where the recording comes out; completed by its end, or with what ended it.</summary>
    public ChannelReader<RecordingBatch> Batches => _taken.Reader;

    public long Position => Volatile.Read(ref _position);

    public ReceiverCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new ReceiverCounters(
                    _assembler.Totals, _window.Next, _window.Duplicates, _window.Reordered, _resendRequests, _connections,
                    _assembler.MissingSamples, Bounds.Credit - _window.Credit, Bounds.Credit);
            }
        }
    }

    /// <summary>Whether another message may come; always once nobody takes batches any more, because messages are discarded then.</summary>
    public bool HasCredit
    {
        get
        {
            lock (_gate)
                return _stopped || _window.Credit > 0;
        }
    }

    /// <summary>A connection takes the stream up; one that had it before is dismissed.</summary>
    public Welcome Attach(ReceiverConnection connection)
    {
        ReceiverConnection? before;
        Welcome welcome;
        lock (_gate)
        {
            before = _current;
            _current = connection;
            _connections++;
            _window.AskAgain();
            _acks.Sent(_window.Next, _window.Credit);
            _resumeTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            welcome = new Welcome(_window.Next, _window.Credit, _options.HeartbeatPeriod.TotalSeconds);
        }
        before?.Dismiss(new WireException(WireError.TakenOver, "A newer connection of the same session has taken over."));
        return welcome;
    }

    /// <summary>A connection has ended.</summary>
    public void Detach(ReceiverConnection connection)
    {
        lock (_gate)
        {
            if (_current != connection)
                return;
            _current = null;
            if (!_assembler.Ended && !_stopped)
                _resumeTimer.Change(_options.Limits.ResumeTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A numbered message has come.</summary>
    /// <exception cref="WireException">It cannot be right.</exception>
    public void Receive(ReceiverConnection connection, ReadOnlyMemory<byte> body)
    {
        IncomingMessage message = _decoder.Decode(body);
        lock (_gate)
        {
            bool kept = false;
            try
            {
                if (_current != connection)
                    throw new WireException(WireError.TakenOver, "A newer connection of the same session has taken over.");
                kept = !_stopped && _window.Offer(message.Sequence, message) == Arrival.Kept;
                if (!kept)
                    _acks.Ask();
            }
            finally
            {
                if (!kept)
                    message.Discard();
            }
            AcceptWhatIsDue();
        }
        Wake(connection);
    }

    /// <summary>A batch has been taken out; its credit is the sender's again.</summary>
    public void Taken(RecordingBatch batch)
    {
        bool due;
        lock (_gate)
        {
            Volatile.Write(ref _position, batch.FirstFrame + batch.FrameCount);
            _window.Taken();
            due = _window.Credit == 1 || _acks.IsDue(_window.Next, _window.Credit);
        }
        if (due)
            Wake();
    }

    /// <summary>Some time has passed: holes are asked for again, and the sender is told that somebody listens.</summary>
    /// <param name="acknowledge">Whether it is time for a sign of life.</param>
    /// <returns>Whether the sender may speak; without credit it may not.</returns>
    public bool Tick(bool acknowledge)
    {
        lock (_gate)
        {
            _window.AskAgain();
            if (acknowledge)
                _acks.Ask();
            return _window.Credit > 0 && !_assembler.Ended;
        }
    }

    /// <summary>Appends what the sender is to be told now.</summary>
    public void WriteDue(ReceiverConnection connection, FrameBuilder to)
    {
        lock (_gate)
        {
            if (_current != connection)
                return;
            if (_window.TryAsk(out ResendFrom missing))
            {
                missing.Write(to);
                _resendRequests++;
            }
            if (!_acks.IsDue(_window.Next, _window.Credit))
                return;
            _acks.Sent(_window.Next, _window.Credit);
            new Ack(_window.Next, _window.Credit, _assembler.Totals).Write(to);
        }
    }

    /// <summary>The last word to the sender.</summary>
    public EndMessage LastWord()
    {
        lock (_gate)
            return new EndMessage(0, _assembler.NextFrame, _assembler.Totals);
    }

    /// <summary>Nobody takes batches any more; what comes is discarded.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _window.Forget(message => message.Discard());
            _taken.Writer.TryComplete();
            _resumeTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        Wake();
    }

    public void Dispose() => _resumeTimer.Dispose();

    private void AcceptWhatIsDue()
    {
        while (_window.TryPeek(out IncomingMessage message))
        {
            RecordingBatch? batch;
            try
            {
                batch = _assembler.Accept(message);
            }
            catch (WireException cause)
            {
                _window.Reject();
                message.Discard();
                if (cause.Code == WireError.SpikesOverdue)
                    _taken.Writer.TryComplete(cause);
                throw;
            }
            _window.Accept(batch is not null);
            message.Discard();
            HandOn(batch);
        }
    }

    private void HandOn(RecordingBatch? batch)
    {
        if (batch is not null)
        {
            batch.ArrivalTimestamp = _time.GetTimestamp();
            if (!_taken.Writer.TryWrite(batch))
            {
                batch.Return();
                _window.Taken();
            }
        }
        if (_assembler.Ended)
        {
            _acks.Ask();
            _taken.Writer.TryComplete();
        }
    }

    private void GiveUpWaiting()
    {
        lock (_gate)
        {
            if (_current is null)
                _taken.Writer.TryComplete(LostSender());
        }
    }

    private WireException LostSender() => new(WireError.Timeout, string.Create(
        CultureInfo.InvariantCulture,
        $"The sender of '{Hello.Stream}' broke off at frame {_assembler.NextFrame} and did not come back within {_options.Limits.ResumeTimeout.TotalSeconds} s."));

    private void Wake() => Wake(Volatile.Read(ref _current));

    private static void Wake(ReceiverConnection? connection) => connection?.Wake();
}
