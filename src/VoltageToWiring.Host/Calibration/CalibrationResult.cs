namespace VoltageToWiring.Host.Calibration;

/// <summary>What a calibration gave.</summary>
public sealed record CalibrationResult
{
    /// <summary>What was asked for.</summary>
    public required CalibrationPlan Plan { get; init; }

    /// <summary>The recordings that came to their end, by ascending seed.</summary>
    public required IReadOnlyList<RecordingOutcome> Outcomes { get; init; }

    /// <summary>True amplitudes; null where there are none.</summary>
    public required TrueAmplitudes? Truth { get; init; }

    /// <summary>Why there are none, in a sentence; null where there are.</summary>
    public required string? NoTruthBecause { get; init; }

    /// <summary>The recordings that failed, by ascending seed.</summary>
    public required IReadOnlyList<RecordingFault> Faults { get; init; }

    /// <summary>Whether it was cancelled before all had run.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>Wall time it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Recordings that ran at once.</summary>
    public required int Workers { get; init; }
}

/// <summary>A recording that failed.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Message">What failed, as a sentence.</param>
public sealed record RecordingFault(ulong Seed, string Message);
