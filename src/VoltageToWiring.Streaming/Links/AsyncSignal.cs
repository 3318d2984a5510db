using System.Threading.Channels;

namespace VoltageToWiring.Streaming.Links;

/// <summary>Wakes one waiter; what is signalled while nobody waits is remembered once.</summary>
public sealed class AsyncSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes whoever waits, or the next who will; does not run it.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Ends it: waits return false from now on.</summary>
    public void Close() => _set.Writer.TryComplete();

    /// <summary>Waits for the next signal.</summary>
    /// <returns>False when it is closed.</returns>
    public ValueTask<bool> WaitAsync()
        => _set.Reader.TryRead(out _) ? ValueTask.FromResult(true) : WaitForSignalAsync();

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitForSignalAsync()
        => await _set.Reader.WaitToReadAsync().ConfigureAwait(false) && _set.Reader.TryRead(out _);
}
