namespace VoltageToWiring.Streaming.Links;

/// <summary>What waits in a link.</summary>
/// <param name="Item">The item.</param>
/// <param name="Since">When it came, a timestamp; 0 where nobody measures.</param>
internal readonly record struct Waiting<T>(T Item, long Since);
