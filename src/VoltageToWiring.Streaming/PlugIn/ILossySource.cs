using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>A source that may have to drop what comes, and keeps books of it.</summary>
public interface ILossySource
{
    /// <summary>From now on what is dropped is entered into these books, what was dropped before included. Called once.</summary>
    /// <param name="ledger">The books of the run.</param>
    void CountDropsIn(Ledger ledger);
}
