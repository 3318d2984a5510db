namespace VoltageToWiring.Streaming.Stages;

/// <summary>The end of a pipeline that has to wait now and then, such as for a socket.</summary>
/// <typeparam name="T">What it takes.</typeparam>
public interface ISink<in T> : IStageStatus
{
    /// <summary>Takes one item; the next is offered when this has been taken.</summary>
    /// <param name="item">The sink's until the task has ended; the pipeline then returns a pooled item to its pool.</param>
    /// <returns>False when it wants no more.</returns>
    ValueTask<bool> TakeAsync(T item);
}
