using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>Whether anybody subscribes to a publisher. It hears of the first subscription to a topic, and of its last end.</summary>
/// <param name="socket">The publisher.</param>
internal sealed class ZeroMqSubscribers(XPublisherSocket socket)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _topics = [];
    private TaskCompletionSource? _gone;

    /// <summary>Ends with the first subscription.</summary>
    public Task First => _first.Task;

    /// <summary>Hears what there is to hear; on the socket's thread.</summary>
    public void Hear()
    {
        while (socket.TryReceiveFrameBytes(out byte[]? word))
        {
            if (word is [1, .. var topic])
                Subscribed(Convert.ToHexString(topic));
            else if (word is [0, .. var left])
                Left(Convert.ToHexString(left));
        }
    }

    /// <summary>Waits until nobody subscribes any more, so that nobody misses what was published.</summary>
    /// <param name="longest">The longest wait.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellation">Ends the wait, without an error.</param>
    public async Task WaitUntilGoneAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation = default)
    {
        Task gone;
        lock (_gate)
        {
            if (_topics.Count == 0)
                return;
            _gone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gone = _gone.Task;
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(gone, Task.Delay(longest, time, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Nobody can subscribe any more.</summary>
    public void Close()
    {
        _first.TrySetException(new WireException(WireError.Closed, "The publisher was closed before anybody subscribed."));
        // Nobody may be waiting.
        _ = _first.Task.Exception;
    }

    private void Subscribed(string topic)
    {
        lock (_gate)
            _topics.Add(topic);
        _first.TrySetResult();
    }

    private void Left(string topic)
    {
        lock (_gate)
        {
            _topics.Remove(topic);
            if (_topics.Count == 0)
                _gone?.TrySetResult();
        }
    }
}
