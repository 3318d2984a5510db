namespace VoltageToWiring.Streaming.Running;

/// <summary>One thing that takes memory.</summary>
/// <param name="What">What it is.</param>
/// <param name="Bytes">How much it takes.</param>
/// <param name="Held">When it is there.</param>
public sealed record MemoryItem(string What, double Bytes, MemoryHeld Held = MemoryHeld.WhileRunning);

/// <summary>When memory is held.</summary>
[Flags]
public enum MemoryHeld
{
    /// <summary>While the recording runs.</summary>
    WhileRunning = 1,

    /// <summary>While results are written, after the recording.</summary>
    WhileWriting = 2,

    /// <summary>Throughout.</summary>
    Throughout = WhileRunning | WhileWriting,
}
