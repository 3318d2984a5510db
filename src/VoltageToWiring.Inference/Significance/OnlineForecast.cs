using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Significance;

/// <summary>What <see cref="OnlineInference"/> will take in a recording whose length and rates are known: memory, and how often it does what.</summary>
public sealed class OnlineForecast
{
    // Where one train after another may hold a block open, the longest of so many blocks counts.
    private const double BlocksOfTrain = 10;

    private readonly RecordingInfo _info;
    private readonly OnlineOptions _options;
    private readonly AnalysisFrames _frames;
    private readonly ScoringClock _clock;
    private readonly double[] _rates;
    private readonly int[] _delays;
    private readonly ScoringRehearsal? _rehearsal;

    /// <summary>Forecasts a recording.</summary>
    /// <param name="info">The recording; its length is known.</param>
    /// <param name="options">How it is tested.</param>
    /// <param name="ratesHz">Mean rate of each train, Hz.</param>
    public OnlineForecast(RecordingInfo info, OnlineOptions options, IReadOnlyList<double> ratesHz)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ratesHz);
        _info = info;
        _options = options;
        _rates = [.. ratesHz];
        _frames = AnalysisFrames.Of(info);
        _clock = new ScoringClock(_frames);
        _delays = [.. options.DelaysSeconds.Select(delay => _frames.Frames(delay)).Distinct()];
        AnalysisFramesInAll = (info.TotalFrames ?? throw new ArgumentException("A forecast needs a length.", nameof(info))) / _frames.CameraFrames;
        if (Chains == 0)
            return;
        var template = new PspTemplate(options.DecaysSeconds[0], options.RisesSeconds[0], _frames.PeriodSeconds);
        _rehearsal = new ScoringRehearsal(
            _clock, template, Shapes, Chains * Tile.Count(info.Targets), options.Workers, AnalysisFramesInAll, 1 / _frames.PeriodSeconds,
            new RegressionSchedule(info.Sources, _clock), OpenFrame);
    }

    /// <summary>Frames that are scored.</summary>
    public long AnalysisFramesInAll { get; }

    /// <summary>Scores that have fits and evidence.</summary>
    public int Chains => _options.Scores.Count(score => score != ConnectionScore.Sta);

    /// <summary>Shapes of potentials.</summary>
    public int Shapes => _options.DecaysSeconds.Count * _options.RisesSeconds.Count;

    /// <summary>Spikes of all trains, expected.</summary>
    public double Spikes => _rates.Sum() * AnalysisFramesInAll * _frames.PeriodSeconds;

    /// <summary>Score values looked up at real and surrogate spikes, expected.</summary>
    public double Lookups => Spikes * (1.0 + _options.Surrogates) * _info.Targets * _options.DelaysSeconds.Count * Shapes * _options.Scores.Count;

    /// <summary>Fits in all, of each chain.</summary>
    public double Fits => _rehearsal?.Fits ?? 0;

    /// <summary>Fits at which the amplitudes of all trains are solved for.</summary>
    public double Solutions => _rehearsal?.Solutions ?? 0;

    /// <summary>Frames that fits score as the recording goes on, each of them for itself.</summary>
    public double FramesScored => _rehearsal?.FramesScored ?? 0;

    /// <summary>Frames of the past that fits are made from.</summary>
    public double FramesStudied => _rehearsal?.FramesStudied ?? 0;

    /// <summary>Frames of the past that are scored again for the sake of early fits.</summary>
    public double FramesReplayed => _rehearsal?.FramesReplayed ?? 0;

    /// <summary>Blocks of all trains that are over, expected.</summary>
    public double Blocks => _rates.Sum(rate => BlockBuilder.BlocksOf(SpikesInBlocks(rate), _options.BlockIntervals));

    /// <summary>Spikes of all trains in those blocks, expected.</summary>
    public double SpikesScored => _rates.Sum(SpikesInBlocks);

    private double LookAhead => _delays.Max() + _clock.Window - 1;

    /// <summary>Memory by what takes it.</summary>
    public IEnumerable<MemoryItem> Memory()
    {
        double pairs = (double)_info.Sources * _info.Targets;
        if (_rehearsal is not null)
        {
            yield return new("scores of the newest seconds, for every fit in force", RowBytes());
            yield return new("evidence of every pair", Chains * PairEvidence.BytesOf(_info.Sources, _info.Targets, Shapes * _delays.Length));
            if (_options.HorizonSeconds is not null)
                yield return new("surrogate trajectories up to the horizon", Chains * pairs * PairEvidence.BytesOfTrajectories(_options.Surrogates));
            if (OnlineInference.HasRegression(_options, _info.Sources))
                yield return new("regression on all trains", RegressionBytes());
            yield return new("blocks of spikes and their surrogates", BlockBytes());
        }
        yield return new("rates and voltages of every pair", SlowCorrelation.BytesOf(_info.Sources, _info.Targets));
    }

    private bool Predicts => _options.Scores.Contains(ConnectionScore.Joint);

    // The newest block is half over; what is looked up for a spike comes after it.
    private double SpikesInBlocks(double rate)
    {
        double spikes = rate * Math.Max(0, AnalysisFramesInAll - LookAhead) * _frames.PeriodSeconds;
        return Math.Max(0, spikes - BlockBuilder.IntervalsAfter(spikes, _options.BlockIntervals) / 2.0);
    }

    // Traces are counted once for each chain, though chains share them: they are a small part.
    private double RowBytes() => Slabs<float>.BytesFor(_rehearsal!.Rows * Tile.Lanes * sizeof(float), ahead: true);

    private double RegressionBytes()
        => JointRegression.BytesOf(
            _info.Sources, Predicts ? _info.Targets : 0, Predicts ? _rehearsal!.MostFits : 0,
            _rates.Sum() * _clock.Refit * _frames.PeriodSeconds, _options.Workers);

    private double BlockBytes()
    {
        double rate = _rates.Sum(), seconds = AnalysisFramesInAll * _frames.PeriodSeconds;
        double intervals = BlockBuilder.IntervalsAfter(_rates.DefaultIfEmpty().Max() * seconds, _options.BlockIntervals);
        double ready = _clock.Piece * _frames.PeriodSeconds * rate / _options.BlockIntervals;
        int responses = Predicts ? Shapes : 0;
        double drawn = BlockScoring.BytesOf(ready, intervals, OldestBlockFrames(AnalysisFramesInAll), _options.Surrogates, responses);
        // Spikes wait in one list of all trains and in three of each, blocks twice: those that are open, and those that will be used again.
        double waiting = rate * (_clock.History + LookAhead) * _frames.PeriodSeconds * 2 * (16 + 3 * sizeof(long));
        return drawn + waiting + _info.Sources * (intervals * 4 * sizeof(long) + OnlineInference.RoomBytesOfTrain);
    }

    private long OpenFrame(long done)
    {
        double window = IntervalJitter.WindowSeconds / _frames.PeriodSeconds;
        return Math.Max(0, (long)(done - LookAhead - 2 - Math.Max(window, OldestBlockFrames(done))));
    }

    // Blocks of the slowest train last longest. Of n intervals with Poisson spikes the spread is 1/√n, and the longest of many counts.
    private double OldestBlockFrames(long done)
    {
        double slowest = _rates.Where(rate => rate > 0).DefaultIfEmpty().Min();
        if (slowest == 0)
            return 0;
        double seconds = done * _frames.PeriodSeconds;
        double intervals = BlockBuilder.IntervalsAfter(slowest * seconds, _options.BlockIntervals);
        double extreme = Math.Sqrt(2 * Math.Log(BlocksOfTrain * _rates.Length));
        double longest = intervals / slowest * (1 + extreme / Math.Sqrt(intervals)) / _frames.PeriodSeconds;
        return Math.Min(longest, Math.Min(_clock.History, done));
    }
}
