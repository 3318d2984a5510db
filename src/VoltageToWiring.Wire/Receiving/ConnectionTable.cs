using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>The connections of a listener while they last: no more than allowed, and a crowd of silent ones keeps no sender out.</summary>
/// <param name="options">How many are allowed, and who hears why one was sent away.</param>
internal sealed class ConnectionTable(ListenerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ReceiverConnection, Task> _connections = [];
    private long _refused;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>How many were sent away with an error.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Lets a connection run.</summary>
    /// <param name="connection">The connection.</param>
    public void Run(ReceiverConnection connection)
    {
        lock (_gate)
        {
            MakeRoom();
            _connections.Add(connection, Task.Run(() => RunAsync(connection)));
        }
    }

    /// <summary>Ends all of them.</summary>
    /// <param name="polite">Whether they may say their last word.</param>
    /// <returns>Ends when they have.</returns>
    public Task EndAsync(bool polite)
    {
        lock (_gate)
        {
            foreach (ReceiverConnection connection in _connections.Keys)
            {
                if (polite)
                    connection.Wake();
                else
                    connection.Abort();
            }
            return Task.WhenAll([.. _connections.Values]);
        }
    }

    /// <summary>Counts somebody who was sent away, or was never let in.</summary>
    /// <param name="why">What there is to say about it.</param>
    public void Refuse(string why)
    {
        Interlocked.Increment(ref _refused);
        options.OnRefused?.Invoke(why);
    }

    private async Task RunAsync(ReceiverConnection connection)
    {
        await connection.RunAsync().ConfigureAwait(false);
        if (connection.Dismissal is { } why)
            Refuse(why.Message);
        lock (_gate)
            _connections.Remove(connection);
    }

    /// <summary>Sends the one away that has waited longest to say hello: a flood of silent connections does not keep a sender out.</summary>
    private void MakeRoom()
    {
        int most = options.Limits.Connections;
        if (_connections.Keys.Count(connection => connection.Dismissal is null) >= most)
        {
            Oldest(connection => !connection.IsWelcome && connection.Dismissal is null)?.Dismiss(new WireException(
                WireError.Crowded, FormattableString.Invariant($"There are more than {most} connections, the most that are allowed.")));
        }
        // Those that were sent away may read why, but there is room for as many only.
        if (_connections.Count >= 2 * most)
            Oldest(connection => connection.Dismissal is not null && !connection.IsAborted)?.Abort();
    }

    private ReceiverConnection? Oldest(Func<ReceiverConnection, bool> which) => _connections.Keys.Where(which).MinBy(connection => connection.Accepted);
}
