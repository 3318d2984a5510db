namespace VoltageToWiring.Wire.Sending;

/// <summary>Does to the messages of all connections of a sender what the options say; give <see cref="Wrap"/> to <see cref="SenderOptions.Wrap"/>.</summary>
/// <param name="options">What is done.</param>
/// <param name="uniform">Draws evenly from 0 to 1, 1 excluded; called by one thread at a time.</param>
/// <param name="time">Delays and disconnections.</param>
public sealed class Faults(FaultOptions options, Func<double> uniform, TimeProvider time)
{
    private readonly FaultOptions _options = options;
    private readonly Func<double> _uniform = uniform;
    private readonly TimeProvider _time = time;
    private long _connected = time.GetTimestamp();
    private long _messages;

    /// <summary>Messages not sent.</summary>
    public long Dropped { get; private set; }

    /// <summary>Messages sent twice.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Messages sent after the one that follows them.</summary>
    public long Reordered { get; private set; }

    /// <summary>Connections broken.</summary>
    public long Disconnections { get; private set; }

    /// <summary>The faults of one connection.</summary>
    /// <param name="writer">Writes to it.</param>
    public IMessageWriter Wrap(IMessageWriter writer)
    {
        // Counted from when it was made: making it again may take longer than it lasts.
        _connected = _time.GetTimestamp();
        return new FaultyWriter(this, writer);
    }

    private bool Happens(double share) => share > 0 && _uniform() < share;

    private bool BreaksNow()
    {
        bool byTime = _options.DisconnectEvery is { } period && _time.GetElapsedTime(_connected) >= period;
        bool byCount = _options.DisconnectEveryMessages is { } count && ++_messages % count == 0;
        if (!byTime && !byCount)
            return false;
        Disconnections++;
        return true;
    }

    private sealed class FaultyWriter(Faults faults, IMessageWriter inner) : IMessageWriter
    {
        private byte[]? _held;
        private long _heldSequence;
        private bool _broken;

        public void Put(long sequence, ReadOnlySpan<byte> frame)
        {
            _broken = _broken || faults.BreaksNow();
            if (_broken)
                return;
            if (faults.Happens(faults._options.Drop))
            {
                faults.Dropped++;
                return;
            }
            if (_held is null && faults.Happens(faults._options.Reorder))
            {
                faults.Reordered++;
                _held = frame.ToArray();
                _heldSequence = sequence;
                return;
            }
            inner.Put(sequence, frame);
            if (faults.Happens(faults._options.Duplicate))
            {
                faults.Duplicated++;
                inner.Put(sequence, frame);
            }
            if (_held is null)
                return;
            inner.Put(_heldSequence, _held);
            _held = null;
        }

        public async ValueTask FlushAsync()
        {
            if (faults._options.Jitter > TimeSpan.Zero)
                await Task.Delay(faults._options.Jitter * faults._uniform(), faults._time).ConfigureAwait(false);
            // What was put before the break has left.
            await inner.FlushAsync().ConfigureAwait(false);
            if (_broken)
                throw new IOException("The mock rig broke the connection, as it was told to.");
        }
    }
}
