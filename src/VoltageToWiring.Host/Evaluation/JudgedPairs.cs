using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>What the judges need to know of every pair, as plain arrays from one pass over the estimates.</summary>
internal sealed class JudgedPairs
{
    private JudgedPairs(int pairs, IReadOnlyList<OnlineEstimate> scores)
    {
        Classes = new TrueConnection[pairs];
        ReferenceP = new double[pairs];
        RelativeHeight = new double[pairs];
        SignedRelativeHeight = new double[pairs];
        Scores = [.. scores.Select(score => new JudgedScore(score, pairs))];
    }

    /// <summary>Bytes of each pair, and of what is sorted for an area.</summary>
    /// <param name="scores">Number of online scores.</param>
    public static int BytesOfPair(int scores)
        => sizeof(TrueConnection) + 3 * sizeof(double) + scores * (sizeof(TrueConnection) + 2 * sizeof(double)) + 2 * (sizeof(double) + sizeof(int));

    /// <summary>What each pair truly is.</summary>
    public TrueConnection[] Classes { get; }

    /// <summary>Whether any pair has a one-look test.</summary>
    public bool AnyTested { get; private set; }

    /// <summary>p_reference; NaN where there is no test.</summary>
    public double[] ReferenceP { get; }

    /// <summary>Relative height; NaN where there is none.</summary>
    public double[] RelativeHeight { get; }

    /// <summary>Signed relative height; NaN where there is none.</summary>
    public double[] SignedRelativeHeight { get; }

    /// <summary>What each online score says.</summary>
    public IReadOnlyList<JudgedScore> Scores { get; }

    /// <summary>Passes over the estimates.</summary>
    /// <param name="estimates">One for each pair, all with the same scores.</param>
    /// <param name="truth">The wiring.</param>
    public static JudgedPairs From(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(truth);
        var judged = new JudgedPairs(estimates.Count, estimates.Count == 0 ? [] : estimates[0].Online);
        for (int pair = 0; pair < estimates.Count; pair++)
            judged.Take(pair, estimates[pair], truth);
        return judged;
    }

    private void Take(int pair, ConnectionEstimate estimate, Wiring truth)
    {
        Classes[pair] = StaEvaluation.ClassOf(truth[estimate.Source, estimate.Target]);
        AnyTested |= estimate.OneLook is not null;
        ReferenceP[pair] = estimate.OneLook?.ReferenceP ?? double.NaN;
        RelativeHeight[pair] = estimate.RelativeHeight ?? double.NaN;
        SignedRelativeHeight[pair] = estimate.SignedRelativeHeight ?? double.NaN;
        for (int score = 0; score < Scores.Count; score++)
            Scores[score].Take(pair, estimate, estimate.Online[score]);
    }
}

/// <summary>What one online score says of every pair.</summary>
/// <param name="first">What it says of the first.</param>
/// <param name="pairs">How many there are.</param>
internal sealed class JudgedScore(OnlineEstimate first, int pairs)
{
    /// <summary>Which score.</summary>
    public ConnectionScore Score { get; } = first.Score;

    /// <summary>Whether it decides.</summary>
    public bool Deciding { get; } = first.Deciding;

    /// <summary>What each pair was found to be.</summary>
    public TrueConnection[] Found { get; } = new TrueConnection[pairs];

    /// <summary>How much speaks for a connection, with the sign of the connection it speaks for; NaN where nothing is known.</summary>
    public double[] Signed { get; } = new double[pairs];

    /// <summary>When each pair was found, s; infinite where it was not.</summary>
    public double[] FoundAtSeconds { get; } = new double[pairs];

    /// <summary>Takes one pair over.</summary>
    public void Take(int pair, ConnectionEstimate estimate, OnlineEstimate online)
    {
        Found[pair] = online.State switch
        {
            ConnectionState.Excitatory => TrueConnection.Excitatory,
            ConnectionState.Inhibitory => TrueConnection.Inhibitory,
            _ => TrueConnection.None,
        };
        Signed[pair] = SignedScore(estimate, online);
        FoundAtSeconds[pair] = Found[pair] == TrueConnection.None ? double.PositiveInfinity : online.DecidedAtSeconds ?? double.PositiveInfinity;
    }

    // M starts at 1, so that its maximum speaks for a connection to the degree that its logarithm is above 0.
    private static double SignedScore(ConnectionEstimate estimate, OnlineEstimate online)
    {
        if (online.Score == ConnectionScore.Sta)
            return estimate.SignedRelativeHeight ?? double.NaN;
        if (online.Log10EvidenceMax is not { } evidence)
            return double.NaN;
        bool inhibitory = online.Log10EvidenceInhibitory > online.Log10EvidenceExcitatory;
        return inhibitory ? -Math.Max(0, evidence) : Math.Max(0, evidence);
    }
}
