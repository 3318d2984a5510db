namespace VoltageToWiring.Streaming.Stages;

/// <summary>How a stage's input came to its end.</summary>
public enum EndOfStream
{
    /// <summary>All of it was processed.</summary>
    Drained,

    /// <summary>It was cancelled, or an earlier stage failed: what was processed so far is all there will be.</summary>
    Interrupted,
}

/// <summary>Where a stage puts what it makes.</summary>
/// <typeparam name="T">What it makes.</typeparam>
public interface IOutput<in T>
{
    /// <summary>Whether the run is being stopped; a stage that works long on one input looks at this and returns early.</summary>
    bool StopRequested { get; }

    /// <summary>Forwards an item; it is then no longer the stage's.</summary>
    /// <param name="item">The item.</param>
    void Write(T item);
}

/// <summary>What a stage tells of itself.</summary>
public interface IStageStatus
{
    /// <summary>Name, unique in its pipeline.</summary>
    string Name { get; }

    /// <summary>Index of the sample it has come to, in its own clock; part of the message when it fails.</summary>
    long Position { get; }
}

/// <summary>
/// A stage: state, a kernel call, forward. One task at a time calls it, and each call is over before the next.
/// </summary>
/// <typeparam name="TIn">What it takes. A pooled item is the stage's until it returns from <see cref="Process"/>; the pipeline then returns it.</typeparam>
/// <typeparam name="TOut">What it makes.</typeparam>
public interface IStage<in TIn, TOut> : IStageStatus
{
    /// <summary>Processes one item; may write any number of outputs.</summary>
    /// <param name="input">The item.</param>
    /// <param name="output">Where outputs go.</param>
    void Process(TIn input, IOutput<TOut> output);

    /// <summary>Called once, after the last item.</summary>
    /// <param name="output">Where last outputs go.</param>
    /// <param name="end">How the input ended.</param>
    void Complete(IOutput<TOut> output, EndOfStream end);
}

/// <summary>The head of a pipeline: decides what comes next and when.</summary>
/// <typeparam name="T">What it makes.</typeparam>
public interface ISource<T> : IStageStatus
{
    /// <summary>Whether it ended because it was told to stop.</summary>
    bool Stopped { get; }

    /// <summary>Waits until the next item is due.</summary>
    /// <returns>False when there is none any more.</returns>
    ValueTask<bool> WaitForNextAsync();

    /// <summary>Makes the next item; called once after each wait that returned true.</summary>
    T Next();

    /// <summary>Ends it early, from any thread; a wait that is under way returns false.</summary>
    void Stop();
}
