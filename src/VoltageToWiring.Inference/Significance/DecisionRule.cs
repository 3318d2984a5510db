using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Significance;

/// <summary>From evidence to states, at one report.</summary>
internal sealed class DecisionRule
{
    private const long SufficientSpikes = 40;
    private const long SufficientBlocks = 4;

    private readonly OnlineOptions _options;
    private readonly AnalysisFrames _frames;
    private readonly PairEvidence _evidence;
    private readonly long _nowFrame;
    private readonly double _rejectFromLog10;
    private readonly double _horizonFraction;

    /// <param name="options">Levels.</param>
    /// <param name="info">The recording.</param>
    /// <param name="frames">The clock.</param>
    /// <param name="evidence">All pairs' evidence.</param>
    /// <param name="nowFrame">The moment.</param>
    public DecisionRule(OnlineOptions options, RecordingInfo info, AnalysisFrames frames, PairEvidence evidence, long nowFrame)
    {
        _options = options;
        _frames = frames;
        _evidence = evidence;
        _nowFrame = nowFrame;
        _horizonFraction = options.HorizonSeconds is { } horizon ? nowFrame * frames.PeriodSeconds / horizon : 0;
        var log10 = new double[info.Sources * info.Targets];
        for (int source = 0; source < info.Sources; source++)
        {
            for (int target = 0; target < info.Targets; target++)
                log10[target * info.Sources + source] = evidence[source, target].Log / Math.Log(10);
        }
        (_, _rejectFromLog10) = EBenjaminiHochberg.Reject(log10, MartingaleLevel(options));
    }

    /// <summary>The level of marking: half of what there is, for each pair; null where no length is preset.</summary>
    public static double? MarkingLevel(OnlineOptions options, RecordingInfo info)
        => options.HorizonSeconds is null ? null : LevelOfEach(options, info) / 2;

    /// <summary>The level of each pair where pairs are judged one by one.</summary>
    public static double LevelOfEach(OnlineOptions options, RecordingInfo info)
        => options.Alpha / (options.Correction == MultiplicityCorrection.None ? 1 : (double)info.Sources * info.Targets);

    /// <summary>Whether there is enough to say anything.</summary>
    public static bool IsSufficient(long spikes, long blocks) => spikes >= SufficientSpikes && blocks >= SufficientBlocks;

    /// <summary>
    /// The evidence ln M at which a pair is decided on its own, when its block is scored, for good; infinite where decisions take all pairs.
    /// </summary>
    public static double LatchingEvidence(OnlineOptions options, RecordingInfo info)
        => options.Correction == MultiplicityCorrection.EBenjaminiHochberg
            ? double.PositiveInfinity
            : -Math.Log(LevelOfEach(options, info) / (options.HorizonSeconds is null ? 1 : 2));

    /// <summary>Decides pairs of one train on their own evidence.</summary>
    /// <param name="evidence">All pairs' evidence.</param>
    /// <param name="source">The train.</param>
    /// <param name="firstTarget">The first target.</param>
    /// <param name="targets">How many.</param>
    /// <param name="enough">The evidence that is enough.</param>
    public static void Latch(PairEvidence evidence, int source, int firstTarget, int targets, double enough)
    {
        for (int target = firstTarget; target < firstTarget + targets; target++)
        {
            ref PairState pair = ref evidence[source, target];
            if (pair.DecidedFrame < 0 && pair.LogMax >= enough && IsSufficient(pair))
                pair.DecidedFrame = pair.UpdatedFrame;
        }
    }

    /// <summary>What is known of a pair now.</summary>
    /// <param name="source">The train.</param>
    /// <param name="target">The target.</param>
    /// <param name="score">Which score.</param>
    /// <param name="deciding">Whether it decides.</param>
    /// <param name="moments">Mean and standard deviation of h over all frames.</param>
    /// <param name="train">The train.</param>
    /// <param name="pending">Its spikes whose effect is not over.</param>
    /// <param name="warnings">What to be careful about.</param>
    public OnlineEstimate Estimate(
        int source, int target, ConnectionScore score, bool deciding, (double Mean, double Sigma) moments, BlockBuilder train, int pending,
        ConnectionWarnings warnings)
    {
        ref PairState pair = ref _evidence[source, target];
        bool any = pair.SpikesUsed > 0;
        bool marked = _evidence.HasTrajectories && any && _evidence.LookAtTrajectories(source, target, _horizonFraction);
        bool rejected = pair.Log / Math.Log(10) >= _rejectFromLog10;
        Decide(ref pair, rejected, marked);
        double? amplitude = any && double.IsFinite(moments.Mean) ? pair.AmplitudeSum / pair.SpikesUsed - moments.Mean : null;
        // A connection's own potentials differ from one to the next: after its spikes h may vary more than at other times.
        double sigma = Math.Max(moments.Sigma, any ? pair.AmplitudeSigma : 0);
        Interval? anytime = Around(amplitude, AmplitudeInterval.AnytimeHalfWidth(sigma, pair.SpikesUsed, _options.Alpha));
        DecideAbsence(ref pair, anytime);
        bool positive = pair.LogExcitatory >= pair.LogInhibitory;
        if (pair.DecidedFrame >= 0 && pair.AbsentFrame >= 0)
            warnings |= ConnectionWarnings.BelowMinimum;
        return new OnlineEstimate
        {
            Score = score,
            Deciding = deciding,
            State = StateOf(pair, positive),
            SignCertified = Math.Max(pair.LogExcitatoryMax, pair.LogInhibitoryMax) >= Math.Log(2 / _options.Alpha),
            Log10Evidence = pair.Log / Math.Log(10),
            Log10EvidenceMax = pair.LogMax / Math.Log(10),
            Log10EvidenceExcitatory = pair.LogExcitatory / Math.Log(10),
            Log10EvidenceInhibitory = pair.LogInhibitory / Math.Log(10),
            AnytimeP = Math.Min(1, Math.Exp(-pair.LogMax)),
            EBenjaminiHochberg = rejected,
            OneLookP = _evidence.HasTrajectories && any ? _evidence.OneLookP(source, target) : null,
            Amplitude = amplitude,
            FixedInterval = Around(amplitude, AmplitudeInterval.FixedHalfWidth(sigma, pair.SpikesUsed, _options.Alpha)),
            AnytimeInterval = anytime,
            DecidedAtSeconds = pair.DecidedFrame >= 0 ? Seconds(pair.DecidedFrame) : pair.AbsentFrame >= 0 ? Seconds(pair.AbsentFrame) : null,
            SpikesUsed = pair.SpikesUsed,
            SpikesUnused = train.SpikesUnused + pair.SpikesInGap,
            Blocks = pair.Blocks,
            UpdatedAtSeconds = any ? Seconds(pair.UpdatedFrame) : null,
            Surrogates = train.Scheme,
            Warnings = warnings,
        };
    }

    private static double MartingaleLevel(OnlineOptions options) => options.HorizonSeconds is null ? options.Alpha : options.Alpha / 2;

    private static bool IsSufficient(in PairState pair) => IsSufficient(pair.SpikesUsed, pair.Blocks);

    private static ConnectionState StateOf(in PairState pair, bool positive)
        => pair.DecidedFrame >= 0 ? positive ? ConnectionState.Excitatory : ConnectionState.Inhibitory
            : pair.AbsentFrame >= 0 ? ConnectionState.Absent
            : IsSufficient(pair) ? ConnectionState.Undecided
            : ConnectionState.Insufficient;

    private static Interval? Around(double? amplitude, double halfWidth)
        => amplitude is { } middle && double.IsFinite(halfWidth) ? new Interval(middle - halfWidth, middle + halfWidth) : null;

    private void Decide(ref PairState pair, bool rejected, bool marked)
    {
        if (!IsSufficient(pair))
            return;
        bool stays = _options.Correction != MultiplicityCorrection.EBenjaminiHochberg;
        if (pair.DecidedFrame < 0 && (marked || !stays && rejected))
            pair.DecidedFrame = _nowFrame;
        else if (pair.DecidedFrame >= 0 && !stays && !rejected && !marked)
            pair.DecidedFrame = -1;
    }

    private void DecideAbsence(ref PairState pair, Interval? anytime)
    {
        if (pair.AbsentFrame < 0 && IsSufficient(pair) && anytime is { } interval
            && interval.Low > -_options.MinimumAmplitude && interval.High < _options.MinimumAmplitude)
        {
            pair.AbsentFrame = _nowFrame;
        }
    }

    private double Seconds(long frame) => _frames.Clock.TimeSeconds(frame);
}
