using System.Collections;
using System.Runtime.CompilerServices;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// What all scores say of all pairs at one moment: for each pair, all sources of target 0, then of target 1, …, one estimate for each score.
/// A stable copy of the evidence; an estimate is made when it is asked for.
/// </summary>
public sealed class OnlineReport : IReadOnlyList<IReadOnlyList<OnlineEstimate>>
{
    private readonly int _sources;
    private readonly OnlineOptions _options;
    private readonly AnalysisFrames _frames;
    private readonly ScoreSnapshot[] _scores;
    private readonly TrainSnapshot[] _trains;
    private readonly ScoreSnapshot? _deciding;

    internal OnlineReport(int sources, int targets, OnlineOptions options, AnalysisFrames frames, ScoreSnapshot[] scores, TrainSnapshot[] trains)
    {
        _sources = sources;
        Count = sources * targets;
        _options = options;
        _frames = frames;
        _scores = scores;
        _trains = trains;
        _deciding = Array.Find(scores, score => score.Score == options.Scores[0]);
    }

    /// <summary>Number of pairs.</summary>
    public int Count { get; }

    /// <summary>Bytes that it does not share with the report before.</summary>
    internal long OwnBytes => _scores.Sum(score => score.Pairs.OwnBytes + (long)sizeof(double) * (score.OneLookP?.Length ?? 0));

    /// <summary>Bytes that a report keeps of each pair.</summary>
    /// <param name="options">Online inference; null where there is none.</param>
    internal static int BytesOfPair(OnlineOptions? options)
    {
        if (options is null)
            return 0;
        int scores = options.Scores.Count(score => score != ConnectionScore.Sta);
        int ranks = options.HorizonSeconds is null ? 0 : sizeof(double);
        return scores * (Unsafe.SizeOf<PairState>() + ranks) + (options.Scores.Count - scores) * OnlineEstimate.Bytes;
    }

    /// <summary>The estimates of one pair.</summary>
    /// <param name="index">target × sources + source.</param>
    public IReadOnlyList<OnlineEstimate> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var estimates = new OnlineEstimate[_scores.Length];
            for (int at = 0; at < estimates.Length; at++)
                estimates[at] = Estimate(_scores[at], index % _sources, index / _sources);
            return estimates;
        }
    }

    /// <summary>Whether the deciding score is among these.</summary>
    public bool Decides => _deciding is not null;

    /// <summary>The state of one pair by the deciding score.</summary>
    /// <param name="index">target × sources + source.</param>
    public ConnectionState StateOf(int index)
        => _deciding is null ? ConnectionState.Insufficient : DecisionRule.StateOf(_deciding.Pair(index % _sources, index / _sources));

    /// <summary>log10 of the evidence for one pair by the deciding score, the largest it has been.</summary>
    /// <param name="index">target × sources + source.</param>
    public double LargestEvidenceOf(int index)
        => _deciding is null ? 0 : _deciding.Pair(index % _sources, index / _sources).LogMax / Math.Log(10);

    /// <summary>log10 of the evidence for one pair by the deciding score, now.</summary>
    /// <param name="index">target × sources + source.</param>
    public double EvidenceOf(int index)
        => _deciding is null ? 0 : _deciding.Pair(index % _sources, index / _sources).Log / Math.Log(10);

    /// <summary>What to be careful about with one pair, as the deciding score sees it.</summary>
    /// <param name="index">target × sources + source.</param>
    public ConnectionWarnings WarningsOf(int index)
        => _deciding is null
            ? ConnectionWarnings.None
            : Warnings(_deciding.Pair(index % _sources, index / _sources), _trains[index % _sources]);

    /// <summary>How many pairs are in a state by the deciding score.</summary>
    /// <param name="state">The state.</param>
    public int CountOf(ConnectionState state) => _deciding?.Counts[(int)state] ?? 0;

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<OnlineEstimate>> GetEnumerator()
    {
        for (int pair = 0; pair < Count; pair++)
            yield return this[pair];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private OnlineEstimate Estimate(ScoreSnapshot score, int source, int target)
    {
        ref readonly PairState pair = ref score.Pair(source, target);
        ref readonly TrainSnapshot train = ref _trains[source];
        bool any = pair.SpikesUsed > 0;
        double sigma = DecisionRule.Sigma(pair, score.Moments[target]);
        double? amplitude = DecisionRule.Amplitude(pair, score.Moments[target]);
        return new OnlineEstimate
        {
            Score = score.Score,
            Deciding = score == _deciding,
            State = DecisionRule.StateOf(pair),
            SignCertified = Math.Max(pair.LogExcitatoryMax, pair.LogInhibitoryMax) >= Math.Log(2 / _options.Alpha),
            Log10Evidence = pair.Log / Math.Log(10),
            Log10EvidenceMax = pair.LogMax / Math.Log(10),
            Log10EvidenceExcitatory = pair.LogExcitatory / Math.Log(10),
            Log10EvidenceInhibitory = pair.LogInhibitory / Math.Log(10),
            AnytimeP = Math.Min(1, Math.Exp(-pair.LogMax)),
            EBenjaminiHochberg = pair.Log / Math.Log(10) >= score.RejectFromLog10,
            OneLookP = any ? score.OneLookP?[source * score.Moments.Length + target] : null,
            Amplitude = amplitude,
            FixedInterval = DecisionRule.Around(amplitude, AmplitudeInterval.FixedHalfWidth(sigma, pair.SpikesUsed, _options.Alpha)),
            AnytimeInterval = DecisionRule.Around(amplitude, AmplitudeInterval.AnytimeHalfWidth(sigma, pair.SpikesUsed, _options.Alpha)),
            DecidedAtSeconds = pair.DecidedFrame >= 0 ? Seconds(pair.DecidedFrame) : pair.AbsentFrame >= 0 ? Seconds(pair.AbsentFrame) : null,
            SpikesUsed = pair.SpikesUsed,
            SpikesUnused = train.SpikesUnused + pair.SpikesInGap,
            Blocks = pair.Blocks,
            UpdatedAtSeconds = any ? Seconds(pair.UpdatedFrame) : null,
            Surrogates = train.Scheme,
            Warnings = Warnings(pair, train),
        };
    }

    private static ConnectionWarnings Warnings(in PairState pair, in TrainSnapshot train)
        => train.Warnings
            | (pair.RateGoesWithVoltage ? ConnectionWarnings.RateVoltageCorrelation : 0)
            | (pair.DecidedFrame >= 0 && pair.AbsentFrame >= 0 ? ConnectionWarnings.BelowMinimum : 0);

    private double Seconds(long frame) => _frames.Clock.TimeSeconds(frame);
}

/// <summary>One score's evidence at one moment.</summary>
/// <param name="Score">Which.</param>
/// <param name="Pairs">All pairs.</param>
/// <param name="Moments">Mean and standard deviation of h in each target.</param>
/// <param name="RejectFromLog10">Current evidence from which e-BH rejects.</param>
/// <param name="OneLookP">Ranks of trajectories, in the order of the pairs; null where none are kept.</param>
/// <param name="Counts">Pairs in each state.</param>
internal sealed record ScoreSnapshot(
    ConnectionScore Score, TrainRows<PairState> Pairs, (double Mean, double Sigma)[] Moments, double RejectFromLog10, double[]? OneLookP, int[] Counts)
{
    public ref readonly PairState Pair(int source, int target) => ref Pairs[source, target];
}

/// <summary>One train at one moment.</summary>
/// <param name="SpikesUnused">Spikes that no block could use.</param>
/// <param name="Scheme">How surrogates are made.</param>
/// <param name="Warnings">What to be careful about.</param>
internal readonly record struct TrainSnapshot(long SpikesUnused, SurrogateScheme Scheme, ConnectionWarnings Warnings);
