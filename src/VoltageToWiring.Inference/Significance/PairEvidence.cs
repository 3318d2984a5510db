using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Significance;

/// <summary>The evidence of one score for every pair: martingales, amplitudes, decisions that stay.</summary>
internal sealed class PairEvidence
{
    private const int Bets = 2 * BettingGrid.Count;

    // A reference to an array, its header and its length.
    private const int ArrayHeaderBytes = 32;

    private readonly int _targets;
    private readonly int _templates;
    private readonly int _tiles;

    // By source: tile, template, bet, lane.
    private readonly ArraySegment<double>[] _logMartingales;
    private readonly PairState[] _pairs;
    private readonly AmplitudeWidth[] _widths;
    private readonly double _alpha;
    private double[]? _log10;

    // Blocks that have changed some pair's evidence, and how many there were when e-BH last looked.
    private long _changes;
    private long _lookedAt = -1;
    private double _rejectFromLog10;

    // With a preset length: cumulated scores of the real and every surrogate trajectory, and who is marked.
    private readonly float[][]? _trajectories;
    private readonly SurrogateRankSpending[]? _spending;

    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="templates">Number of templates that are mixed.</param>
    /// <param name="surrogates">Surrogates of each block.</param>
    /// <param name="alpha">One less the coverage of intervals.</param>
    /// <param name="markingLevel">Level of marking; null where no length is preset.</param>
    public PairEvidence(int sources, int targets, int templates, int surrogates, double alpha, double? markingLevel)
    {
        _alpha = alpha;
        _targets = targets;
        _templates = templates;
        _tiles = Tile.Count(targets);
        var slabs = new Slabs<double>();
        _logMartingales = [.. Enumerable.Range(0, sources).Select(_ => slabs.Take(_tiles * templates * Bets * Tile.Lanes))];
        _pairs = new PairState[sources * targets];
        _widths = new AmplitudeWidth[_pairs.Length];
        foreach (ref PairState pair in _pairs.AsSpan())
            pair = new PairState { UpdatedFrame = -1, DecidedFrame = -1, AbsentFrame = -1 };
        if (markingLevel is not { } level)
            return;
        _trajectories = [.. _pairs.Select(_ => new float[surrogates + 1])];
        _spending = [.. _pairs.Select(_ => new SurrogateRankSpending(surrogates, level))];
    }

    /// <summary>Bytes of the evidence of one score.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="templates">Number of templates that are mixed.</param>
    public static double BytesOf(double sources, int targets, int templates)
    {
        double ofTrain = (double)Tile.Count(targets) * templates * Bets * Tile.Lanes * sizeof(double);
        return Slabs<double>.BytesFor(sources * ofTrain) + sources * targets * (Unsafe.SizeOf<PairState>() + Unsafe.SizeOf<AmplitudeWidth>() + sizeof(double));
    }

    /// <summary>Bytes of the trajectories of a pair over a preset length.</summary>
    /// <param name="surrogates">Surrogates of each block.</param>
    public static double BytesOfTrajectories(int surrogates)
        => ArrayHeaderBytes + (surrogates + 1.0) * sizeof(float) + SurrogateRankSpending.BytesOf(surrogates);

    /// <summary>All pairs: all targets of source 0, then of source 1, ….</summary>
    public ReadOnlySpan<PairState> Pairs => _pairs;

    public bool HasTrajectories => _trajectories is not null;

    public ref PairState this[int source, int target] => ref _pairs[source * _targets + target];

    /// <summary>What a pair's spikes alone decide of the interval about its amplitude.</summary>
    /// <param name="source">The train.</param>
    /// <param name="target">The target.</param>
    public ref readonly AmplitudeWidth Width(int source, int target)
    {
        int pair = source * _targets + target;
        if (_widths[pair].Spikes != _pairs[pair].SpikesUsed)
            _widths[pair] = AmplitudeWidth.Of(_pairs[pair], _alpha);
        return ref _widths[pair];
    }

    /// <summary>Current evidence, as its log10, from which e-BH rejects.</summary>
    /// <param name="alpha">False discovery rate; always the same.</param>
    public double RejectFromLog10(double alpha)
    {
        if (_lookedAt == _changes)
            return _rejectFromLog10;
        _log10 ??= new double[_pairs.Length];
        for (int pair = 0; pair < _pairs.Length; pair++)
            _log10[pair] = _pairs[pair].Log / Math.Log(10);
        (_, _rejectFromLog10) = EBenjaminiHochberg.Reject(_log10, alpha);
        _lookedAt = _changes;
        return _rejectFromLog10;
    }

    /// <summary>The martingales of a tile under one template.</summary>
    public Span<double> LogMartingales(int source, int tile, int template)
        => _logMartingales[source].AsSpan((tile * _templates + template) * Bets * Tile.Lanes, Bets * Tile.Lanes);

    /// <summary>Adds a block's scores to the trajectories of a tile's pairs.</summary>
    /// <param name="source">The train.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="sums">Rows: real, then surrogates.</param>
    public void AddTrajectories(int source, int tile, ReadOnlySpan<float> sums)
    {
        for (int target = tile * Tile.Lanes; target < Math.Min(_targets, (tile + 1) * Tile.Lanes); target++)
        {
            float[] trajectories = _trajectories![source * _targets + target];
            for (int s = 0; s < trajectories.Length; s++)
                trajectories[s] += sums[s * Tile.Lanes + target % Tile.Lanes] / _templates;
        }
    }

    /// <summary>Brings what follows from the martingales of a tile's pairs up to date, after a block.</summary>
    /// <param name="source">The train.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="valid">The lanes that the block has said something of.</param>
    public void Mix(int source, int tile, ReadOnlySpan<bool> valid)
    {
        Interlocked.Increment(ref _changes);
        int size = _templates * Bets * Tile.Lanes;
        Span<double> excitatory = stackalloc double[Tile.Lanes];
        Span<double> inhibitory = stackalloc double[Tile.Lanes];
        BlockEvidence.LogMixtureTile(_logMartingales[source].AsSpan(tile * size, size), excitatory, inhibitory);
        for (int lane = 0; lane < valid.Length; lane++)
        {
            if (valid[lane])
                this[source, tile * Tile.Lanes + lane].Update(excitatory[lane], inhibitory[lane]);
        }
    }

    /// <summary>Looks at a pair's trajectories.</summary>
    /// <returns>Whether the real one is marked.</returns>
    public bool LookAtTrajectories(int source, int target, double fraction)
    {
        int pair = source * _targets + target;
        return Mark(_spending![pair], _trajectories![pair], fraction);
    }

    /// <summary>The one-look p-values of all pairs' trajectories, two-sided about their mean; null where none are kept.</summary>
    public double[]? OneLookPs() => _trajectories is null ? null : Array.ConvertAll(_trajectories, OneLookP);

    private static double OneLookP(float[] trajectories)
    {
        double mean = trajectories.Average(value => (double)value);
        double real = Math.Abs(trajectories[0] - mean);
        int asLarge = trajectories.Skip(1).Count(value => Math.Abs(value - mean) >= real);
        return (1.0 + asLarge) / trajectories.Length;
    }

    private static bool Mark(SurrogateRankSpending spending, float[] trajectories, double fraction)
    {
        double[] statistics = Array.ConvertAll(trajectories, value => (double)value);
        return spending.Look(statistics, fraction);
    }
}

/// <summary>What is known of one pair.</summary>
internal struct PairState
{
    /// <summary>ln of the martingale of positive bets, now.</summary>
    public double LogExcitatory;

    /// <summary>ln of the martingale of negative bets, now.</summary>
    public double LogInhibitory;

    /// <summary>The largest the former has been.</summary>
    public double LogExcitatoryMax;

    /// <summary>The largest the latter has been.</summary>
    public double LogInhibitoryMax;

    /// <summary>The largest the mixture of both has been.</summary>
    public double LogMax;

    /// <summary>Whether the train's rate drifts together with the target's voltage.</summary>
    public bool RateGoesWithVoltage;

    /// <summary>Sum of h over the real spikes.</summary>
    public double AmplitudeSum;

    /// <summary>Sum of h² over the real spikes.</summary>
    public double AmplitudeSquares;

    /// <summary>Spikes in scored blocks.</summary>
    public int SpikesUsed;

    /// <summary>Spikes of blocks that met a gap of the target.</summary>
    public int SpikesInGap;

    /// <summary>Blocks scored.</summary>
    public int Blocks;

    /// <summary>Analysis frame at which the newest block was complete.</summary>
    public long UpdatedFrame;

    /// <summary>Analysis frame at which it was decided to be connected; −1 where it is not.</summary>
    public long DecidedFrame;

    /// <summary>Analysis frame at which it was decided to be absent; −1 where it is not.</summary>
    public long AbsentFrame;

    /// <summary>Standard deviation of h over the real spikes.</summary>
    public readonly double AmplitudeSigma
    {
        get
        {
            double mean = AmplitudeSum / SpikesUsed;
            return Math.Sqrt(Math.Max(0, AmplitudeSquares / SpikesUsed - mean * mean));
        }
    }

    /// <summary>ln M: the mean of both martingales.</summary>
    public double Log;

    /// <summary>Takes over both martingales.</summary>
    /// <param name="excitatory">ln of that of positive bets.</param>
    /// <param name="inhibitory">ln of that of negative bets.</param>
    public void Update(double excitatory, double inhibitory)
    {
        LogExcitatory = excitatory;
        LogInhibitory = inhibitory;
        double larger = Math.Max(excitatory, inhibitory);
        Log = larger + Math.Log((1 + Math.Exp(Math.Min(excitatory, inhibitory) - larger)) / 2);
        LogExcitatoryMax = Math.Max(LogExcitatoryMax, excitatory);
        LogInhibitoryMax = Math.Max(LogInhibitoryMax, inhibitory);
        LogMax = Math.Max(LogMax, Log);
    }
}
