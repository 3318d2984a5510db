using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Significance;

/// <summary>What is known of one possible connection at one moment.</summary>
public sealed record ConnectionEstimate
{
    /// <summary>Index of the presynaptic train.</summary>
    public required int Source { get; init; }

    /// <summary>Index of the postsynaptic neuron.</summary>
    public required int Target { get; init; }

    /// <summary>Spikes that were averaged.</summary>
    public required long SpikesUsed { get; init; }

    /// <summary>Spikes whose window met missing or invalid frames.</summary>
    public required long SpikesInGap { get; init; }

    /// <summary>Spikes whose window is not over, or reaches beyond the recording.</summary>
    public required long SpikesPending { get; init; }

    /// <summary>Peak-to-peak height of the spike-triggered average, in the recording's unit; null while no spike was used.</summary>
    public required double? Height { get; init; }

    /// <summary>
    /// The rank of the height among those of whole-train surrogates: valid for one look. Null without surrogates, or where some train has no
    /// usable spike yet.
    /// </summary>
    public required PermutationTest? OneLook { get; init; }

    /// <summary>
    /// The height over the surrogates' mean height; null where <see cref="OneLook"/> is, and where surrogates have no height.
    /// </summary>
    public double? RelativeHeight
        => OneLook is { } test && double.IsFinite(test.RelativeToSurrogates) ? test.RelativeToSurrogates : null;

    /// <summary>
    /// Relative height with a sign: positive where the average lies above the surrogates', as after excitation. Null where
    /// <see cref="RelativeHeight"/> is.
    /// </summary>
    public required double? SignedRelativeHeight { get; init; }

    /// <summary>What each online score says; empty where none runs.</summary>
    public IReadOnlyList<OnlineEstimate> Online { get; init; } = [];

    /// <summary>What the deciding score says; null where none runs.</summary>
    public OnlineEstimate? Deciding
    {
        get
        {
            foreach (OnlineEstimate online in Online)
            {
                if (online.Deciding)
                    return online;
            }
            return null;
        }
    }
}

/// <summary>All estimates at one frame of the recording: a stable copy.</summary>
/// <param name="Frame">The recording before this frame went in.</param>
/// <param name="TimeSeconds">The same as time, s.</param>
/// <param name="IsFinal">Whether it is the last of the run.</param>
/// <param name="Connections">One for each pair: all sources of target 0, then of target 1, …; none for a neuron and itself.</param>
public sealed record EstimateReport(long Frame, double TimeSeconds, bool IsFinal, IReadOnlyList<ConnectionEstimate> Connections)
{
    /// <summary>Whether every connection is decided: excitatory, inhibitory or absent. False where no online score runs.</summary>
    public bool AllDecided
        => Connections.Count > 0
            && CountOf(ConnectionState.Excitatory) + CountOf(ConnectionState.Inhibitory) + CountOf(ConnectionState.Absent) == Connections.Count;

    /// <summary>The pairs and their order.</summary>
    public PairLayout Pairs => Connections is EstimateTable table
        ? table.Pairs
        : new PairLayout(
            Connections.Select(pair => pair.Source + 1).DefaultIfEmpty().Max(), Connections.Select(pair => pair.Target + 1).DefaultIfEmpty().Max());

    /// <summary>Whether some score decides.</summary>
    public bool Decides
        => Connections is EstimateTable table ? table.Decides : Connections.Any(connection => connection.Deciding is not null);

    // Figures of millions of pairs are looked at without making as many objects.
    private OnlineReport? Table => (Connections as EstimateTable)?.Deciding;

    /// <summary>How many connections are in a state by the deciding score.</summary>
    /// <param name="state">The state.</param>
    public int CountOf(ConnectionState state)
        => Table?.CountOf(state) ?? Connections.Count(connection => connection.Deciding?.State == state);

    /// <summary>The state of a connection by the deciding score; insufficient where none decides.</summary>
    /// <param name="pair">Index of the connection.</param>
    public ConnectionState StateOf(int pair) => Table?.StateOf(pair) ?? Connections[pair].Deciding?.State ?? ConnectionState.Insufficient;

    /// <summary>log10 of the largest evidence that a connection ever had by the deciding score; 0 where none decides.</summary>
    /// <param name="pair">Index of the connection.</param>
    public double LargestEvidenceOf(int pair) => Table?.LargestEvidenceOf(pair) ?? Connections[pair].Deciding?.Log10EvidenceMax ?? 0;

    /// <summary>log10 of the evidence for a connection by the deciding score, now; 0 where none decides.</summary>
    /// <param name="pair">Index of the connection.</param>
    public double EvidenceOf(int pair) => Table?.EvidenceOf(pair) ?? Connections[pair].Deciding?.Log10Evidence ?? 0;

    /// <summary>What to be careful about with a connection, as the deciding score sees it.</summary>
    /// <param name="pair">Index of the connection.</param>
    public ConnectionWarnings WarningsOf(int pair) => Table?.WarningsOf(pair) ?? Connections[pair].Deciding?.Warnings ?? ConnectionWarnings.None;

    /// <summary>The one-look test of a connection; null where there is none.</summary>
    /// <param name="pair">Index of the connection.</param>
    public PermutationTest? OneLookOf(int pair)
        => Connections is EstimateTable table ? table.OneLookOf(pair) : Connections[pair].OneLook;
}
