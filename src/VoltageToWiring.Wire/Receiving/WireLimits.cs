namespace VoltageToWiring.Wire.Receiving;

/// <summary>How much a peer may ask of a receiver. Whoever asks for more is refused; memory is bounded by these figures beforehand.</summary>
public sealed record WireLimits
{
    /// <summary>Longest hello, bytes. Default 16 KiB.</summary>
    public int HelloBytes { get; init => field = InRange(value, 256, 1 << 20, nameof(HelloBytes)); } = 16 << 10;

    /// <summary>Longest message a hello may ask for, bytes. Default 16 MiB.</summary>
    public int MessageBytes { get; init => field = InRange(value, 1024, 1 << 30, nameof(MessageBytes)); } = 16 << 20;

    /// <summary>
    /// Memory for messages that wait for inference or for their turn, bytes. Default 64 MiB. It decides how many messages of the announced length
    /// the sender may have under way; fewer make its waits shorter and more frequent.
    /// </summary>
    public long WaitingBytes { get; init => field = InRange(value, 1 << 20, 1L << 40, nameof(WaitingBytes)); } = 64 << 20;

    /// <summary>The most messages that wait, however short. Default 256.</summary>
    public int WaitingMessages { get; init => field = InRange(value, 1, 1 << 16, nameof(WaitingMessages)); } = 256;

    /// <summary>Most imaged neurons. Default 16,384.</summary>
    public int Targets { get; init => field = InRange(value, 1, int.MaxValue, nameof(Targets)); } = 1 << 14;

    /// <summary>Most pixels of a movie's frame. Default 4,194,304; a frame has to fit into a message, too.</summary>
    public int Pixels { get; init => field = InRange(value, 1, int.MaxValue, nameof(Pixels)); } = 1 << 22;

    /// <summary>Most presynaptic trains. Default 65,536.</summary>
    public int Sources { get; init => field = InRange(value, 0, int.MaxValue, nameof(Sources)); } = 1 << 16;

    /// <summary>Most spikes held until their frames are complete. Default 1,048,576, which take 16 MiB.</summary>
    public int HeldSpikes { get; init => field = InRange(value, 1, 1 << 28, nameof(HeldSpikes)); } = 1 << 20;

    /// <summary>Longest gap without samples, as time of the recording. Default one hour.</summary>
    public TimeSpan Gap { get; init => field = Positive(value, nameof(Gap)); } = TimeSpan.FromHours(1);

    /// <summary>Most connections at once. Default 32. When all are taken, the one that has waited longest to say hello makes room.</summary>
    public int Connections { get; init => field = InRange(value, 2, 1 << 16, nameof(Connections)); } = 32;

    /// <summary>How long a connection may take to say hello. Default 5 s.</summary>
    public TimeSpan HelloTimeout { get; init => field = Positive(value, nameof(HelloTimeout)); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a sender may say nothing while it has credit. Default 15 s; it is asked for a sign of life every third of it.</summary>
    public TimeSpan IdleTimeout { get; init => field = Positive(value, nameof(IdleTimeout)); } = TimeSpan.FromSeconds(15);

    /// <summary>How long a broken connection is waited for before the recording fails. Default 60 s.</summary>
    public TimeSpan ResumeTimeout { get; init => field = Positive(value, nameof(ResumeTimeout)); } = TimeSpan.FromSeconds(60);

    private static T InRange<T>(T value, T least, T most, string name)
        where T : IComparable<T>
        => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{least} to {most} is allowed."));

    private static TimeSpan Positive(TimeSpan value, string name)
        => value > TimeSpan.Zero && value <= TimeSpan.FromDays(40)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "More than 0 and up to 40 days is allowed.");
}
