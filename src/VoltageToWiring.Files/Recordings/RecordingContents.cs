using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Frames that follow each other without a gap.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct FrameRun(long First, long Count)
{
    /// <summary>Index after the last.</summary>
    public long End => First + Count;
}

/// <summary>What is in a file, beside what <see cref="RecordingInfo"/> says.</summary>
public sealed record RecordingContents
{
    /// <summary>The frames that are there, ascending, with a gap between any two runs.</summary>
    public required IReadOnlyList<FrameRun> Runs { get; init; }

    /// <summary>How many spikes there are.</summary>
    public required long Spikes { get; init; }

    /// <summary>When the recording began, where the file says so.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Size of the frames of the movie that the file holds; null where it holds traces.</summary>
    public FrameSize? Movie { get; init; }

    /// <summary>Whether nobody knows the rate of the frames: the clock means nothing.</summary>
    public bool RateIsUnknown { get; init; }

    /// <summary>What somebody who uses the file should know, as a sentence; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>How many frames are there.</summary>
    public long Frames => Runs.Sum(run => run.Count);

    /// <summary>The frames that are missing, up to the end of the recording.</summary>
    /// <param name="totalFrames">Length of the recording.</param>
    public IReadOnlyList<FrameRun> Gaps(long totalFrames)
    {
        var gaps = new List<FrameRun>();
        long next = 0;
        foreach (FrameRun run in Runs.Append(new FrameRun(totalFrames, 0)))
        {
            if (run.First > next)
                gaps.Add(new FrameRun(next, run.First - next));
            next = run.End;
        }
        return gaps;
    }
}

/// <summary>Gathers the runs of frames that come one after the other.</summary>
internal sealed class FrameRuns
{
    private readonly List<FrameRun> _runs = [];

    public IReadOnlyList<FrameRun> Runs => _runs;

    /// <summary>Index after the last frame so far.</summary>
    public long End => _runs.Count == 0 ? 0 : _runs[^1].End;

    public void Add(long first, long count)
    {
        if (count == 0)
            return;
        if (_runs.Count > 0 && _runs[^1].End == first)
            _runs[^1] = new FrameRun(_runs[^1].First, _runs[^1].Count + count);
        else
            _runs.Add(new FrameRun(first, count));
    }
}
