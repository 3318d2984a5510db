using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Streaming;

/// <summary>Takes what a stage writes.</summary>
internal sealed class Collector<T>(Action<T> take) : IOutput<T>
{
    public bool StopRequested { get; set; }

    public void Write(T item) => take(item);
}

/// <summary>A range of steps that nobody scheduled.</summary>
internal readonly record struct StepRangeFor(long First, int Count)
{
    public StepRange Range => new(First, Count, 0);
}
