using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>
/// A recording that somebody lets out as an observable, through an inlet with room for a known number of frames: an observable cannot wait. It is
/// subscribed to when the run asks for its first batch, and let go when the run ends.
/// </summary>
/// <param name="batches">The recording; a batch is its owner's again when its <see cref="IObserver{T}.OnNext"/> returns.</param>
/// <param name="inlet">Where it comes in.</param>
public sealed class ObservableSource(IObservable<RecordingBatch> batches, RecordingInlet inlet) : ISource<RecordingBatch>, ILossySource, IDisposable
{
    private readonly Lock _gate = new();
    private IDisposable? _subscription;
    private bool _begun;
    private bool _let;

    /// <inheritdoc/>
    public string Name => inlet.Name;

    /// <inheritdoc/>
    public long Position => inlet.Position;

    /// <inheritdoc/>
    public bool Stopped => inlet.Stopped;

    /// <inheritdoc/>
    public ValueTask<bool> WaitForNextAsync()
    {
        if (!_begun)
            Begin();
        return inlet.WaitForNextAsync();
    }

    /// <inheritdoc/>
    public RecordingBatch Next() => inlet.Next();

    /// <inheritdoc/>
    public void Stop()
    {
        inlet.Stop();
        LetGo();
    }

    /// <inheritdoc/>
    public void CountDropsIn(Ledger ledger) => inlet.CountDropsIn(ledger);

    /// <inheritdoc/>
    public void Dispose() => Stop();

    // On a task of its own: an observable may say all it has before it returns, and the run reads meanwhile.
    private void Begin()
    {
        _begun = true;
        _ = Task.Run(() =>
        {
            try
            {
                Keep(batches.Subscribe(inlet));
            }
            catch (Exception cause)
            {
                inlet.OnError(cause);
            }
        });
    }

    private void Keep(IDisposable subscription)
    {
        lock (_gate)
        {
            _subscription = subscription;
            if (!_let)
                return;
        }
        subscription.Dispose();
    }

    private void LetGo()
    {
        IDisposable? subscription;
        lock (_gate)
        {
            _let = true;
            subscription = _subscription;
            _subscription = null;
        }
        subscription?.Dispose();
    }
}
