namespace VoltageToWiring.Numerics.Detection;

/// <summary>How spikes are found in traces; times in frames.</summary>
public sealed record SpikeDetectorOptions
{
    /// <summary>Frames of the template before the spike's own; at least 0.</summary>
    public required int BeforeFrames { get; init; }

    /// <summary>Frames of the template after it; at least 0. They delay detection.</summary>
    public required int AfterFrames { get; init; }

    /// <summary>Two spikes of a neuron are further apart than this; at least 1. It delays detection.</summary>
    public required int RefractoryFrames { get; init; }

    /// <summary>Frames in a piece: after each, noise, templates and thresholds are brought up to date; at least 1.</summary>
    public required int PieceFrames { get; init; }

    /// <summary>What a piece still counts when the next is over, above 0 and at most 1.</summary>
    public required double KeptOfPiece { get; init; }

    /// <summary>The least threshold, in standard deviations of the noise; positive.</summary>
    public required double ThresholdFloor { get; init; }

    /// <summary>The waveform of a spike, one value for each frame of the template, any scale: as long as none is learned, or throughout.</summary>
    public required IReadOnlyList<double> Template { get; init; }

    /// <summary>Whether waveforms are learned from the spikes found.</summary>
    public required bool Learns { get; init; }

    /// <summary>Frames of the template.</summary>
    public int Length => BeforeFrames + 1 + AfterFrames;

    /// <summary>Frames from a spike's own to the one after which it is reported.</summary>
    public int LatencyFrames => AfterFrames + RefractoryFrames;
}

/// <summary>A spike that was found.</summary>
/// <param name="Target">The trace.</param>
/// <param name="Frame">The frame of its peak.</param>
/// <param name="Snr">Its score: the matched filter's output, in standard deviations of the noise.</param>
public readonly record struct FoundSpike(int Target, long Frame, double Snr);
