namespace VoltageToWiring.Streaming.Running;

/// <summary>A snapshot of what a stage has done.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="Position">Index of the sample it has come to, in its own clock.</param>
/// <param name="Items">Items it has processed.</param>
/// <param name="BusySeconds">Time spent in it, without the stages that share its task, s.</param>
public sealed record StageCounters(string Name, long Position, long Items, double BusySeconds);
