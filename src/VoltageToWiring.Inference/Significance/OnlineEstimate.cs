namespace VoltageToWiring.Inference.Significance;

/// <summary>What one score says of one possible connection at one moment, in a way that may be watched.</summary>
public sealed record OnlineEstimate
{
    /// <summary>Which score this is.</summary>
    public required ConnectionScore Score { get; init; }

    /// <summary>Whether this score decides; the others stand beside it for comparison.</summary>
    public required bool Deciding { get; init; }

    /// <summary>What is known of the connection.</summary>
    public required ConnectionState State { get; init; }

    /// <summary>Whether the sign itself is certain at level α: the evidence for one sign alone reached 2/α.</summary>
    public required bool SignCertified { get; init; }

    /// <summary>log10 of the test martingale M now: the evidence against "not connected". Null where the score has none.</summary>
    public required double? Log10Evidence { get; init; }

    /// <summary>The largest it has been.</summary>
    public required double? Log10EvidenceMax { get; init; }

    /// <summary>log10 of the martingale of positive bets alone: excitation.</summary>
    public required double? Log10EvidenceExcitatory { get; init; }

    /// <summary>log10 of the martingale of negative bets alone: inhibition.</summary>
    public required double? Log10EvidenceInhibitory { get; init; }

    /// <summary>min(1, 1/max M): a p-value at every moment, however often it is looked at. Null where the score has none.</summary>
    public required double? AnytimeP { get; init; }

    /// <summary>Whether e-BH over all pairs, on the current evidence, rejects "not connected".</summary>
    public required bool EBenjaminiHochberg { get; init; }

    /// <summary>The rank of the cumulated score among those of its surrogates: valid for one look. Null where no such ranks are kept.</summary>
    public required double? OneLookP { get; init; }

    /// <summary>Amplitude of the postsynaptic potential, positive for excitation, in the recording's unit; null before the first block.</summary>
    public required double? Amplitude { get; init; }

    /// <summary>Interval that covers the amplitude if it is looked at once, at a time chosen beforehand.</summary>
    public required Interval? FixedInterval { get; init; }

    /// <summary>Interval that covers the amplitude at every moment at once.</summary>
    public required Interval? AnytimeInterval { get; init; }

    /// <summary>When the present decision fell, s of recording; null while there is none, or where it was taken back.</summary>
    public required double? DecidedAtSeconds { get; init; }

    /// <summary>Spikes in scored blocks.</summary>
    public required long SpikesUsed { get; init; }

    /// <summary>Spikes that no block could use: their window met missing frames, or too few were left for a block.</summary>
    public required long SpikesUnused { get; init; }

    /// <summary>Blocks scored.</summary>
    public required long Blocks { get; init; }

    /// <summary>When the newest block was scored, s of recording; null before the first.</summary>
    public required double? UpdatedAtSeconds { get; init; }

    /// <summary>How the newest surrogates were made.</summary>
    public required SurrogateScheme Surrogates { get; init; }

    /// <summary>What to be careful about.</summary>
    public required ConnectionWarnings Warnings { get; init; }

    // The object as the runtime lays it out, and its place in an array.
    internal const int Bytes = 248;
}

/// <summary>How a spike's effect is measured.</summary>
public enum ConnectionScore
{
    /// <summary>Whitened matched filter, with the other recorded inputs predicted and removed.</summary>
    Joint,

    /// <summary>Whitened matched filter on the trace as it is.</summary>
    Pairwise,

    /// <summary>Height of the spike-triggered average.</summary>
    Sta,
}

/// <summary>What is known of a possible connection.</summary>
public enum ConnectionState
{
    /// <summary>Too little was recorded to say anything.</summary>
    Insufficient,

    /// <summary>Neither connected nor absent yet.</summary>
    Undecided,

    /// <summary>Connected, depolarizing.</summary>
    Excitatory,

    /// <summary>Connected, hyperpolarizing.</summary>
    Inhibitory,

    /// <summary>Whatever there is, is smaller than the smallest amplitude of interest.</summary>
    Absent,
}

/// <summary>How online surrogates are made.</summary>
public enum SurrogateScheme
{
    /// <summary>Intervals permuted within blocks.</summary>
    Blocks,

    /// <summary>Spikes, bursts as one, moved within windows.</summary>
    Jitter,
}

/// <summary>What to be careful about with a connection.</summary>
[Flags]
public enum ConnectionWarnings
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The train fires in bursts: its intervals are not exchangeable.</summary>
    Bursting = 1,

    /// <summary>The train's intervals vary far more than a Poisson train's, or its rate drifts.</summary>
    IrregularRate = 2,

    /// <summary>The train's rate and the trace's slow voltage go together.</summary>
    RateVoltageCorrelation = 4,

    /// <summary>Another recorded train fires together with this one more often than by chance.</summary>
    Synchrony = 8,

    /// <summary>Another recorded train is so alike that the two cannot be told apart.</summary>
    Collinear = 16,

    /// <summary>Connected, and yet the amplitude lies within the smallest amplitude of interest.</summary>
    BelowMinimum = 32,
}

/// <summary>A range of values.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High);
