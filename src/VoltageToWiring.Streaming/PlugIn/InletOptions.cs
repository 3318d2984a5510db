namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>What happens to frames that meet a full buffer. Whoever brings them cannot wait; who can is plugged in by a channel.</summary>
public enum Overflow
{
    /// <summary>The oldest frames in the buffer are dropped and counted: what is found stays near to now.</summary>
    DropOldest,

    /// <summary>The frames that would enter are dropped and counted: what has begun stays whole.</summary>
    DropNewest,

    /// <summary>The recording fails, and says at which frame.</summary>
    Fail,
}

/// <summary>How much an inlet holds, what happens when it is full, and what numbers that come mean.</summary>
public sealed record InletOptions
{
    /// <summary>
    /// How much recording may wait, above 0 and up to an hour. Default 1 s. A run that stands still for longer, while garbage is collected or another
    /// program has the processor, loses frames; more takes more memory, and estimates may be as much later.
    /// </summary>
    public TimeSpan Room
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Room), value, "More than 0 and up to an hour is allowed.");
    } = TimeSpan.FromSeconds(1);

    /// <summary>What happens when it is full. Default: the oldest frames are dropped.</summary>
    public Overflow WhenFull { get; init; }

    /// <summary>
    /// The most spikes that wait until all of their time are known, 1 … 2²⁸. Default 1,048,576, which take 16 MiB. Spikes are kept where frames are
    /// dropped; beyond this number they are dropped and counted as well, or fail the recording.
    /// </summary>
    public int Spikes
    {
        get;
        init => field = value is >= 1 and <= 1 << 28
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Spikes), value, "1 to 268,435,456 is allowed.");
    } = 1 << 20;

    /// <summary>What every number that comes is multiplied by, finite and not 0; negative where depolarization makes it smaller. Default 1.</summary>
    public double Scale
    {
        get;
        init => field = double.IsFinite(value) && value != 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Scale), value, "A finite number that is not 0 is allowed.");
    } = 1;
}
