using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Significance;

/// <summary>From evidence to states, at one report.</summary>
internal sealed class DecisionRule
{
    private const long SufficientSpikes = 40;
    private const long SufficientBlocks = 4;

    private readonly OnlineOptions _options;
    private readonly PairEvidence _evidence;
    private readonly (double Mean, double Sigma)[] _moments;
    private readonly long _nowFrame;
    private readonly double _horizonFraction;

    /// <param name="options">Levels.</param>
    /// <param name="frames">The clock.</param>
    /// <param name="evidence">All pairs' evidence.</param>
    /// <param name="moments">Mean and standard deviation of h over all frames, by target.</param>
    /// <param name="nowFrame">The moment.</param>
    public DecisionRule(
        OnlineOptions options, AnalysisFrames frames, PairEvidence evidence, (double Mean, double Sigma)[] moments, long nowFrame)
    {
        _options = options;
        _evidence = evidence;
        _moments = moments;
        _nowFrame = nowFrame;
        _horizonFraction = options.HorizonSeconds is { } horizon ? nowFrame * frames.PeriodSeconds / horizon : 0;
        RejectFromLog10 = evidence.RejectFromLog10(MartingaleLevel(options));
    }

    /// <summary>Current evidence, as its log10, from which e-BH rejects.</summary>
    public double RejectFromLog10 { get; }

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

    /// <summary>Decides the pairs of one train.</summary>
    /// <param name="source">The train.</param>
    public void Decide(int source)
    {
        for (int target = 0; target < _moments.Length; target++)
        {
            ref PairState pair = ref _evidence[source, target];
            bool any = pair.SpikesUsed > 0;
            bool marked = _evidence.HasTrajectories && any && _evidence.LookAtTrajectories(source, target, _horizonFraction);
            if (!IsSufficient(pair))
                continue;
            Decide(ref pair, pair.Log / Math.Log(10) >= RejectFromLog10, marked);
            if (pair.AbsentFrame < 0 && IsAbsent(pair, _evidence.Width(source, target), _moments[target]))
                pair.AbsentFrame = _nowFrame;
        }
    }

    /// <summary>The state of a pair.</summary>
    public static ConnectionState StateOf(in PairState pair)
        => pair.DecidedFrame >= 0 ? pair.LogExcitatory >= pair.LogInhibitory ? ConnectionState.Excitatory : ConnectionState.Inhibitory
            : pair.AbsentFrame >= 0 ? ConnectionState.Absent
            : IsSufficient(pair) ? ConnectionState.Undecided
            : ConnectionState.Insufficient;

    /// <summary>The amplitude of a pair: what h is after its spikes, less what it is at other times.</summary>
    public static double? Amplitude(in PairState pair, (double Mean, double Sigma) moments)
        => pair.SpikesUsed > 0 && double.IsFinite(moments.Mean) ? pair.AmplitudeSum / pair.SpikesUsed - moments.Mean : null;

    /// <summary>The standard deviation of h that an amplitude's intervals go by.</summary>
    /// <remarks>A connection's own potentials differ from one to the next: after its spikes h may vary more than at other times.</remarks>
    public static double Sigma(in PairState pair, (double Mean, double Sigma) moments)
        => Math.Max(moments.Sigma, pair.SpikesUsed > 0 ? pair.AmplitudeSigma : 0);

    /// <summary>An interval about an amplitude.</summary>
    public static Interval? Around(double? amplitude, double halfWidth)
        => amplitude is { } middle && double.IsFinite(halfWidth) ? new Interval(middle - halfWidth, middle + halfWidth) : null;

    private static double MartingaleLevel(OnlineOptions options) => options.HorizonSeconds is null ? options.Alpha : options.Alpha / 2;

    private static bool IsSufficient(in PairState pair) => IsSufficient(pair.SpikesUsed, pair.Blocks);

    private void Decide(ref PairState pair, bool rejected, bool marked)
    {
        bool stays = _options.Correction != MultiplicityCorrection.EBenjaminiHochberg;
        if (pair.DecidedFrame < 0 && (marked || !stays && rejected))
            pair.DecidedFrame = _nowFrame;
        else if (pair.DecidedFrame >= 0 && !stays && !rejected && !marked)
            pair.DecidedFrame = -1;
    }

    // The whole interval lies where amplitudes are too small to matter. Written with what a pair's spikes alone decide worked out beforehand:
    // every report looks at every pair, and few have new spikes.
    private bool IsAbsent(in PairState pair, in AmplitudeWidth width, (double Mean, double Sigma) moments)
    {
        double halfWidth = width.Of(Math.Max(moments.Sigma, width.Sigma));
        if (pair.SpikesUsed == 0 || !double.IsFinite(moments.Mean) || !double.IsFinite(halfWidth))
            return false;
        double amplitude = width.Mean - moments.Mean;
        return amplitude - halfWidth > -_options.MinimumAmplitude && amplitude + halfWidth < _options.MinimumAmplitude;
    }
}

/// <summary>What a pair's spikes alone decide of the interval about its amplitude.</summary>
/// <param name="Spikes">How many they are.</param>
/// <param name="Mean">Mean of h over them; NaN where there are none.</param>
/// <param name="Sigma">Standard deviation of h over them; 0 where there are none.</param>
/// <param name="PerSigma">Half width of the anytime interval for each unit of standard deviation.</param>
internal readonly record struct AmplitudeWidth(int Spikes, double Mean, double Sigma, double PerSigma)
{
    /// <summary>Works it out.</summary>
    public static AmplitudeWidth Of(in PairState pair, double alpha)
        => pair.SpikesUsed == 0
            ? new AmplitudeWidth(0, double.NaN, 0, double.NaN)
            : new AmplitudeWidth(
                pair.SpikesUsed, pair.AmplitudeSum / pair.SpikesUsed, pair.AmplitudeSigma, AmplitudeInterval.AnytimeHalfWidth(1, pair.SpikesUsed, alpha));

    /// <summary>The half width.</summary>
    /// <param name="sigma">Standard deviation.</param>
    public double Of(double sigma) => sigma * PerSigma;
}
