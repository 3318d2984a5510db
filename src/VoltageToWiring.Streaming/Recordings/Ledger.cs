namespace VoltageToWiring.Streaming.Recordings;

/// <summary>Why a spike went into no estimate.</summary>
public enum UnusedSpike
{
    /// <summary>Its window reaches beyond the recording.</summary>
    Edge,

    /// <summary>Its window meets missing or invalid frames.</summary>
    Gap,

    /// <summary>It arrived after inference had passed its frame.</summary>
    Late,
}

/// <summary>
/// The books of a recording: what came in, what was used, and where the rest went. Entries come from the part that saw them happen,
/// never by subtraction, so that a balance proves something. Thread-safe.
/// </summary>
public sealed class Ledger
{
    private long _framesReached, _framesIn, _framesUsed, _framesDropped, _framesInFlight;
    private long _spikesIn, _spikesUsed, _spikesEdge, _spikesGap, _spikesLate, _spikesDropped, _spikesInFlight;

    /// <summary>A batch has left its source.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="spikes">Its spikes.</param>
    public void Entered(long frames, long spikes)
    {
        Interlocked.Add(ref _framesIn, frames);
        Interlocked.Add(ref _spikesIn, spikes);
    }

    /// <summary>A batch was discarded because a link was full.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="spikes">Its spikes.</param>
    public void DroppedByFullLink(long frames, long spikes)
    {
        Interlocked.Add(ref _framesDropped, frames);
        Interlocked.Add(ref _spikesDropped, spikes);
    }

    /// <summary>A batch, or the rest of one, was under way when the run was stopped.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="spikes">Its spikes.</param>
    public void LeftInFlight(long frames, long spikes)
    {
        Interlocked.Add(ref _framesInFlight, frames);
        Interlocked.Add(ref _spikesInFlight, spikes);
    }

    /// <summary>Frames went into inference.</summary>
    /// <param name="frames">How many.</param>
    public void FramesUsed(long frames) => Interlocked.Add(ref _framesUsed, frames);

    /// <summary>Inference has come to a frame of the recording; gaps before it count, too.</summary>
    /// <param name="endFrame">Index after the newest frame.</param>
    public void Reached(long endFrame) => Volatile.Write(ref _framesReached, endFrame);

    /// <summary>Spikes went into estimates.</summary>
    /// <param name="spikes">How many.</param>
    public void SpikesUsed(long spikes) => Interlocked.Add(ref _spikesUsed, spikes);

    /// <summary>Spikes went into no estimate.</summary>
    /// <param name="why">Why.</param>
    /// <param name="spikes">How many.</param>
    public void SpikesUnused(UnusedSpike why, long spikes)
    {
        switch (why)
        {
            case UnusedSpike.Edge: Interlocked.Add(ref _spikesEdge, spikes); break;
            case UnusedSpike.Gap: Interlocked.Add(ref _spikesGap, spikes); break;
            case UnusedSpike.Late: Interlocked.Add(ref _spikesLate, spikes); break;
            default: throw new ArgumentOutOfRangeException(nameof(why), why, "Unknown reason.");
        }
    }

    /// <summary>The account of a run that has ended: every entry as it was counted.</summary>
    public LedgerAccount Close() => Read();

    /// <summary>The account of a run that goes on: what has come in and not yet arrived anywhere is in flight.</summary>
    public LedgerAccount Snapshot()
    {
        // What has arrived is read before what came in, so that nothing is under way a negative number of times.
        LedgerAccount now = Read();
        return now with
        {
            FramesInFlight = Math.Max(0, now.FramesIn - now.FramesUsed - now.FramesDropped),
            SpikesInFlight = Math.Max(0, now.SpikesIn - (now.SpikesAccounted - now.SpikesInFlight)),
        };
    }

    private LedgerAccount Read()
    {
        long used = Interlocked.Read(ref _framesUsed);
        long dropped = Interlocked.Read(ref _framesDropped);
        long spikesUsed = Interlocked.Read(ref _spikesUsed);
        long edge = Interlocked.Read(ref _spikesEdge);
        long gap = Interlocked.Read(ref _spikesGap);
        long late = Interlocked.Read(ref _spikesLate);
        long spikesDropped = Interlocked.Read(ref _spikesDropped);
        return new LedgerAccount
        {
            FramesReached = Volatile.Read(ref _framesReached),
            FramesUsed = used,
            FramesDropped = dropped,
            FramesInFlight = Interlocked.Read(ref _framesInFlight),
            SpikesUsed = spikesUsed,
            SpikesAtEdge = edge,
            SpikesInGap = gap,
            SpikesLate = late,
            SpikesDropped = spikesDropped,
            SpikesInFlight = Interlocked.Read(ref _spikesInFlight),
            FramesIn = Interlocked.Read(ref _framesIn),
            SpikesIn = Interlocked.Read(ref _spikesIn),
        };
    }
}

/// <summary>The books of a recording at one moment.</summary>
public sealed record LedgerAccount
{
    /// <summary>Where in the recording inference is: the index after the newest frame, gaps included.</summary>
    public required long FramesReached { get; init; }

    /// <summary>Frames that left the source.</summary>
    public required long FramesIn { get; init; }

    /// <summary>Frames that went into inference.</summary>
    public required long FramesUsed { get; init; }

    /// <summary>Frames discarded because a link was full.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Frames under way.</summary>
    public required long FramesInFlight { get; init; }

    /// <summary>Spikes that left the source.</summary>
    public required long SpikesIn { get; init; }

    /// <summary>Spikes that went into estimates.</summary>
    public required long SpikesUsed { get; init; }

    /// <summary>Spikes whose window reaches beyond the recording.</summary>
    public required long SpikesAtEdge { get; init; }

    /// <summary>Spikes whose window meets missing or invalid frames.</summary>
    public required long SpikesInGap { get; init; }

    /// <summary>Spikes that arrived too late.</summary>
    public required long SpikesLate { get; init; }

    /// <summary>Spikes discarded with their batch because a link was full.</summary>
    public required long SpikesDropped { get; init; }

    /// <summary>Spikes under way.</summary>
    public required long SpikesInFlight { get; init; }

    /// <summary>All spikes that arrived somewhere.</summary>
    public long SpikesAccounted
        => SpikesUsed + SpikesAtEdge + SpikesInGap + SpikesLate + SpikesDropped + SpikesInFlight;

    /// <summary>Whether everything that came in is accounted for.</summary>
    public bool Balances
        => FramesIn == FramesUsed + FramesDropped + FramesInFlight && SpikesIn == SpikesAccounted;
}
