namespace VoltageToWiring.Host.Calibration;

/// <summary>How far a calibration is: a stable copy.</summary>
/// <param name="Fraction">Recording time that is done, of all there is to do, 0 to 1.</param>
/// <param name="Outcomes">The recordings that came to their end so far, by ascending seed.</param>
/// <param name="Faults">Recordings that failed so far.</param>
/// <param name="IsTruthKnown">Whether the recording that gives the true amplitudes has come to its end.</param>
public sealed record CalibrationProgress(double Fraction, IReadOnlyList<RecordingOutcome> Outcomes, int Faults, bool IsTruthKnown);
