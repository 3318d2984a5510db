namespace VoltageToWiring.Streaming.Stages;

/// <summary>
/// A source with a stage right behind it, in its task: nothing waits between the two but what one item is made into. For stages that make much
/// less of what they take, such as traces of a movie.
/// </summary>
/// <typeparam name="TIn">What the source makes. A pooled item is given back once the stage has returned.</typeparam>
/// <typeparam name="TOut">What the stage makes of it.</typeparam>
/// <param name="source">The source; disposed of with this where it can be.</param>
/// <param name="stage">The stage.</param>
public sealed class StagedSource<TIn, TOut>(ISource<TIn> source, IStage<TIn, TOut> stage) : ISource<TOut>, IOutput<TOut>, IAsyncDisposable, IDisposable
{
    private readonly Queue<TOut> _made = new();
    private volatile bool _stopRequested;
    private bool _completed;

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public long Position => stage.Position;

    /// <inheritdoc/>
    public bool Stopped => source.Stopped;

    /// <inheritdoc/>
    public bool StopRequested => _stopRequested;

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForNextAsync()
    {
        while (_made.Count == 0)
        {
            if (await source.WaitForNextAsync().ConfigureAwait(false))
                Process(source.Next());
            else if (!Complete())
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public TOut Next() => _made.Dequeue();

    /// <inheritdoc/>
    public void Write(TOut item) => _made.Enqueue(item);

    /// <inheritdoc/>
    public void Stop()
    {
        _stopRequested = true;
        source.Stop();
    }

    /// <inheritdoc/>
    public void Dispose() => (source as IDisposable)?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (source is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Process(TIn item)
    {
        stage.Process(item, this);
        (item as IPooledItem)?.Return();
    }

    /// <summary>Lets the stage write its last outputs, once.</summary>
    /// <returns>Whether there may be some.</returns>
    private bool Complete()
    {
        if (_completed)
            return false;
        _completed = true;
        stage.Complete(this, source.Stopped ? EndOfStream.Interrupted : EndOfStream.Drained);
        return true;
    }
}
