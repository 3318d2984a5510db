namespace VoltageToWiring.Inference.Averaging;

/// <summary>What is averaged, and when it is reported.</summary>
public sealed record StaOptions
{
    private readonly int _windowFrames = 100;
    private readonly long _reportEveryFrames = 1000;
    private readonly int _workers = 1;

    /// <summary>Frames in the window after a spike, at least 1. Default 100. A longer one sees slower potentials and costs in proportion.</summary>
    public int WindowFrames
    {
        get => _windowFrames;
        init => _windowFrames = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(WindowFrames), value, "A window has at least one frame.");
    }

    /// <summary>Frames from one report to the next, at least 1. Default 1000.</summary>
    public long ReportEveryFrames
    {
        get => _reportEveryFrames;
        init => _reportEveryFrames = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ReportEveryFrames), value, "Reports are at least one frame apart.");
    }

    /// <summary>Threads that share the work, at least 1, the default. Never changes a result.</summary>
    public int Workers
    {
        get => _workers;
        init => _workers = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Workers), value, "At least one worker does the work.");
    }

    /// <summary>
    /// Frames without word of their spikes after which a recording is given up, at least 0. Default 1000. Samples that wait for their spikes
    /// stay in memory until then.
    /// </summary>
    public long MaxSpikeDelayFrames { get; init; } = 1000;
}
