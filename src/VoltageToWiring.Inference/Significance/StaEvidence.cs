using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// The height of the spike-triggered average as a score. Its rank among block surrogates is good for one look; over a preset length marking
/// makes it one that may be watched.
/// </summary>
internal sealed class StaEvidence
{
    private readonly OnlineOptions _options;
    private readonly RecordingInfo _info;
    private readonly SurrogateRankSpending?[] _spending;
    private readonly double?[] _decidedSeconds;

    /// <param name="info">The recording.</param>
    /// <param name="options">Levels.</param>
    public StaEvidence(RecordingInfo info, OnlineOptions options)
    {
        _info = info;
        _options = options;
        _spending = new SurrogateRankSpending?[info.Sources * info.Targets];
        _decidedSeconds = new double?[info.Sources * info.Targets];
    }

    /// <summary>What the score says of a pair now.</summary>
    /// <param name="report">All averages.</param>
    /// <param name="source">The train.</param>
    /// <param name="target">The target.</param>
    /// <param name="oneLook">The rank of the height; null where there is none.</param>
    /// <param name="warnings">What to be careful about.</param>
    public OnlineEstimate Estimate(
        AveragedBatch report, int source, int target, PermutationTest? oneLook, ConnectionWarnings warnings)
    {
        PairCounts pair = report.Pair(source, target);
        int at = target * _info.Sources + source;
        double seconds = _info.FrameClock.TimeSeconds(report.Frame);
        bool sufficient = DecisionRule.IsSufficient(pair.SpikesUsed, pair.Blocks) && oneLook is not null;
        if (sufficient && _options.HorizonSeconds is { } horizon)
        {
            _spending[at] ??= new SurrogateRankSpending(report.Surrogates, DecisionRule.LevelOfEach(_options, _info));
            if (_spending[at]!.Look(report.Heights(source, target), seconds / horizon))
                _decidedSeconds[at] ??= seconds;
        }
        bool positive = pair.Level >= pair.SurrogateLevel;
        return new OnlineEstimate
        {
            Score = ConnectionScore.Sta,
            Deciding = _options.Scores[0] == ConnectionScore.Sta,
            State = _decidedSeconds[at] is not null ? positive ? ConnectionState.Excitatory : ConnectionState.Inhibitory
                : sufficient ? ConnectionState.Undecided
                : ConnectionState.Insufficient,
            SignCertified = false,
            Log10Evidence = null,
            Log10EvidenceMax = null,
            Log10EvidenceExcitatory = null,
            Log10EvidenceInhibitory = null,
            AnytimeP = null,
            EBenjaminiHochberg = false,
            OneLookP = oneLook?.ExactP,
            Amplitude = null,
            FixedInterval = null,
            AnytimeInterval = null,
            DecidedAtSeconds = _decidedSeconds[at],
            SpikesUsed = pair.SpikesUsed,
            SpikesUnused = pair.SpikesInGap,
            Blocks = pair.Blocks,
            UpdatedAtSeconds = pair.Blocks > 0 ? seconds : null,
            Surrogates = _options.Scheme ?? SurrogateScheme.Blocks,
            Warnings = warnings,
        };
    }
}
