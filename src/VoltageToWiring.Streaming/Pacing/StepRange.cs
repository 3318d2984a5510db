namespace VoltageToWiring.Streaming.Pacing;

/// <summary>A range of steps of a recording whose time has come.</summary>
/// <param name="First">Index of the first step.</param>
/// <param name="Count">Number of steps.</param>
/// <param name="IntendedTimestamp">When its last step was due, a <see cref="TimeProvider"/> timestamp; 0 where nothing was scheduled.</param>
public readonly record struct StepRange(long First, int Count, long IntendedTimestamp)
{
    /// <summary>Index after the last step.</summary>
    public long End => First + Count;
}
