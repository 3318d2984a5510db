using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// Evidence that may be watched, for every pair of a train and a target: takes frames and spikes as they come, cut anyhow, and says at any
/// moment what is known. What it says depends on the recording up to that moment alone.
/// </summary>
public sealed class OnlineInference : IDisposable
{
    // Spikes of a train whose effect is not over: more need more room.
    private const int UsualPending = 64;

    // Queues, lists and statistics of a train as objects.
    private const int ObjectBytesOfTrain = 1 << 10;

    /// <summary>Bytes that a train takes before its first spike: room for spikes whose effect is not over, and for two blocks.</summary>
    internal const int RoomBytesOfTrain = UsualPending * 2 * sizeof(long) + 2 * SpikeBlock.UsualRoom * sizeof(long) + ObjectBytesOfTrain;

    private readonly RecordingInfo _info;
    private readonly AnalysisFrames _frames;
    private readonly TimeProvider _time;
    private double _followingSeconds, _regressionSeconds, _fittingSeconds, _scoringSeconds, _reportingSeconds;
    private readonly OnlineOptions _options;
    private readonly ScoringClock _clock;
    private readonly WorkerTeam _team;
    private readonly AnalysisTrace _trace;
    private readonly RecentSpikes _spikes = new();
    // Null where nothing would be regressed, and trains are too many to be compared with each other.
    private readonly JointRegression? _regression;
    private readonly RegressionSchedule _schedule;
    private readonly SlowCorrelation _slow;
    private readonly ScoredChain[] _chains;
    private readonly BlockScoring _scoring;
    private readonly Deciding _deciding = new();
    private readonly ConnectionWarnings[] _synchrony;
    private readonly bool[] _wasIrregular;

    // Frames that a spike's scores look ahead of it, delays included.
    private readonly int _lookAhead;
    private readonly int _largestDelay;

    // By source: spikes whose effect is not over, spikes that still leave a response, and blocks.
    private readonly Queue<(long Tick, long Frame)>[] _pending;
    private readonly PendingSpikes[] _own;
    private readonly long[] _previousFrame;
    private readonly BlockBuilder[] _trains;
    private readonly Queue<SpikeBlock>[] _blocks;

    // The first frame that counts, and the frame before which everything is done.
    private long _begin;
    private long _done;
    private long _nextFit;
    private long _nextPiece;

    /// <summary>Nothing known yet.</summary>
    /// <param name="info">The recording.</param>
    /// <param name="options">How it is tested.</param>
    /// <param name="seed">Surrogates follow from it.</param>
    /// <param name="time">Wall time, for <see cref="Times"/>; null for the system's.</param>
    public OnlineInference(RecordingInfo info, OnlineOptions options, ulong seed, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(options);
        _info = info;
        _options = options;
        _frames = AnalysisFrames.Of(info);
        _time = time ?? TimeProvider.System;
        _clock = new ScoringClock(_frames);
        _team = new WorkerTeam(options.Workers);
        _trace = new AnalysisTrace(info.Targets, _clock.LongestBridge);
        PspTemplate[] shapes = [.. options.DecaysSeconds.SelectMany(
            decay => options.RisesSeconds.Select(rise => new PspTemplate(decay, rise, _frames.PeriodSeconds)))];
        int[] delays = [.. options.DelaysSeconds.Select(delay => _frames.Frames(delay)).Distinct()];
        _largestDelay = delays.Max();
        _lookAhead = _largestDelay + _clock.Window - 1;
        ConnectionScore[] scores = [.. options.Scores.Where(score => score != ConnectionScore.Sta)];
        bool joint = scores.Contains(ConnectionScore.Joint);
        _schedule = new RegressionSchedule(info.Sources, _clock);
        if (HasRegression(options, info.Sources))
            _regression = new JointRegression(info.Sources, joint ? info.Targets : 0, _team);
        _chains = [.. scores.Select((score, at) => new ScoredChain(
            score,
            new ScoreChain(
                _trace, _spikes, _clock, shapes, info.Targets, score == ConnectionScore.Joint || !joint && at == 0 ? _regression : null,
                predicts: score == ConnectionScore.Joint, _team),
            new PairEvidence(info.Sources, info.Targets, shapes.Length * delays.Length, options.Surrogates, options.Alpha, DecisionRule.MarkingLevel(options, info))))];
        _slow = new SlowCorrelation(info.Sources, info.Targets);
        _synchrony = new ConnectionWarnings[info.Sources];
        _wasIrregular = new bool[info.Sources];
        _pending = [.. Enumerable.Range(0, info.Sources).Select(_ => new Queue<(long, long)>(UsualPending))];
        _own = [.. Enumerable.Range(0, info.Sources).Select(_ => new PendingSpikes())];
        _previousFrame = new long[info.Sources];
        Array.Fill(_previousFrame, -1);
        _blocks = [.. Enumerable.Range(0, info.Sources).Select(_ => new Queue<SpikeBlock>())];
        double longestSeconds = _clock.History * _frames.PeriodSeconds;
        _trains = [.. _blocks.Select(blocks => new BlockBuilder(_frames, options.BlockIntervals, longestSeconds, options.Scheme, blocks))];
        _scoring = new BlockScoring(
            info, options, _frames, new RandomStreams(seed).Key("online-surrogates"), delays, _lookAhead, _clock.History,
            _trace, _trains, _own, _chains, _team);
        _nextFit = _clock.FitAtOrAfter(1);
        _nextPiece = _clock.Piece;
    }

    /// <summary>Recording after a spike that its scores look at, delays included, s.</summary>
    public double LookAheadSeconds => _lookAhead * _frames.PeriodSeconds;

    /// <summary>How it is tested.</summary>
    public OnlineOptions Options => _options;

    /// <summary>The clock of the analysis.</summary>
    public AnalysisFrames Frames => _frames;

    /// <summary>Where time has gone so far.</summary>
    public OnlineTimes Times => new(_followingSeconds, _regressionSeconds, _fittingSeconds, _scoringSeconds, _reportingSeconds);

    /// <summary>Takes in frames and their spikes.</summary>
    /// <param name="samples">Frames × targets, time-major; NaN where missing. They follow those before without a hole.</param>
    /// <param name="spikes">The spikes of those frames, ascending by tick and, at one tick, by source.</param>
    public void Add(ReadOnlySpan<float> samples, ReadOnlySpan<SpikeEvent> spikes)
    {
        if (_chains.Length == 0)
        {
            FollowTrains(spikes);
            return;
        }
        _trace.Append(samples);
        foreach (SpikeEvent spike in spikes)
        {
            long frame = _frames.FrameOf(spike.Tick);
            _spikes.Add(frame, spike.Source);
            _own[spike.Source].Add(frame);
            _pending[spike.Source].Enqueue((spike.Tick, frame));
        }
        // In between a report, whole pieces cost less than what each batch brings.
        long ready = _trace.ReadyFrame;
        if (ready >= _nextPiece)
            Advance(ready);
        else
            ContinueFits(ready);
    }

    /// <summary>Nothing comes any more: what is missing at the end is a gap.</summary>
    public void Complete()
    {
        if (_chains.Length == 0)
            return;
        _trace.Complete();
        Advance(_trace.ReadyFrame);
    }

    /// <summary>What every score says of every pair now.</summary>
    /// <returns>A stable copy: for each pair, all sources of target 0, then of target 1, …, one estimate for each score.</returns>
    /// <remarks>
    /// Decisions on a pair's own evidence fall when its block is scored. Those that take a look, by e-BH, by marking and on absence, fall at
    /// reports: whoever reports more often may have them sooner.
    /// </remarks>
    public OnlineReport Report()
    {
        if (_chains.Length > 0)
            Advance(_trace.ReadyFrame);
        long start = _time.GetTimestamp();
        MarkSlowTrains();
        var trains = new TrainSnapshot[_info.Sources];
        for (int source = 0; source < trains.Length; source++)
        {
            BlockBuilder train = _trains[source];
            trains[source] = new TrainSnapshot(train.SpikesUnused, train.Scheme, train.Statistics.Warnings | _synchrony[source]);
        }
        var report = new OnlineReport(_info.Pairs, _options, _frames, [.. _chains.Select(Decide)], trains);
        _reportingSeconds += SecondsSince(start);
        return report;
    }

    /// <summary>Whether trains are regressed or compared with each other.</summary>
    internal static bool HasRegression(OnlineOptions options, int sources)
        => options.Scores.Contains(ConnectionScore.Joint)
            || options.Scores.Contains(ConnectionScore.Pairwise) && sources <= RegressionSchedule.ManyTrains;

    private ScoreSnapshot Decide(ScoredChain chain)
    {
        var moments = new (double Mean, double Sigma)[_info.Targets];
        for (int target = 0; target < moments.Length; target++)
            moments[target] = chain.Chain.Moments(target);
        var rule = new DecisionRule(_options, _frames, chain.Evidence, _info.Pairs, moments, _trace.EndFrame);
        var pairs = new TrainRows<PairState>(_info.Sources, _info.Targets);
        int[] counts = _deciding.Decide(rule, chain, pairs, _info.Pairs, _team);
        chain.Reported = pairs;
        return new ScoreSnapshot(chain.Score, pairs, moments, rule.RejectFromLog10, chain.Evidence.OneLookPs(), counts);
    }

    // A rate that drifts may drift together with the voltage.
    private void MarkSlowTrains()
    {
        for (int source = 0; source < _info.Sources; source++)
        {
            bool irregular = (_trains[source].Statistics.Warnings & ConnectionWarnings.IrregularRate) != 0;
            if (!irregular && !_wasIrregular[source])
                continue;
            _wasIrregular[source] = irregular;
            foreach (ScoredChain chain in _chains)
            {
                for (int target = 0; target < _info.Targets; target++)
                    chain.Evidence[source, target].RateGoesWithVoltage = irregular && _slow.IsRemarkable(source, target);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    // Where averages alone are the score, only the warnings are made here.
    private void FollowTrains(ReadOnlySpan<SpikeEvent> spikes)
    {
        foreach (SpikeEvent spike in spikes)
        {
            _trains[spike.Source].Add(spike.Tick, isUsable: true, followsWithoutGap: true);
            while (_blocks[spike.Source].TryDequeue(out SpikeBlock? block))
                _trains[spike.Source].Return(block);
        }
    }

    private void Advance(long ready)
    {
        long start = _time.GetTimestamp();
        double regression = 0, fitting = 0;
        while (true)
        {
            long next = Math.Min(ready, _nextPiece);
            if (next <= _done)
                break;
            foreach (ScoredChain chain in _chains)
                chain.Chain.Advance(next);
            _done = next;
            if (_done == _nextPiece)
                EndPiece(ref regression, ref fitting);
        }
        double followed = SecondsSince(start) - regression - fitting;
        start = _time.GetTimestamp();
        ScoreBlocks();
        double scored = SecondsSince(start);
        Discard();
        _followingSeconds += followed;
        _regressionSeconds += regression;
        _fittingSeconds += fitting;
        _scoringSeconds += scored;
    }

    private double SecondsSince(long start) => _time.GetElapsedTime(start).TotalSeconds;

    private void EndPiece(ref double regression, ref double fitting)
    {
        long first = _done - _clock.Piece;
        long start = _time.GetTimestamp();
        if (_chains[0].Chain.HasFit)
        {
            AddPiece(first, _done);
            regression += SecondsSince(start);
            start = _time.GetTimestamp();
            if (_done >= _nextFit)
                BeginFits(_done);
        }
        else if (_done >= _nextFit)
        {
            MakeFirstFits();
        }
        fitting += SecondsSince(start);
        _nextPiece = _done + _clock.Piece;
        if (_done >= _nextFit)
            _nextFit = _clock.FitAtOrAfter(_done + 1);
    }

    private void MakeFirstFits()
    {
        foreach (ScoredChain chain in _chains)
        {
            if (!chain.Chain.MakeFirstFit(_begin, _done))
                return;
        }
        for (long piece = _begin; piece < _done; piece += _clock.Piece)
        {
            AddPiece(piece, piece + _clock.Piece);
            BeginFits(piece + _clock.Piece);
            foreach (ScoredChain chain in _chains)
            {
                chain.Chain.FinishFit();
                chain.Chain.Advance(_done);
            }
        }
    }

    private void AddPiece(long first, long end)
    {
        foreach (ScoredChain chain in _chains)
            chain.Chain.AddPiece(first, end);
        _slow.Add(_spikes.Between(first, end), _chains[0].Chain.MeanVoltages(first, end));
    }

    private void BeginFits(long frame)
    {
        bool solves = _regression is not null && _schedule.IsDue(_regression.Frames);
        foreach (ScoredChain chain in _chains)
            chain.Chain.BeginFit(frame, _done, solves);
        if (!solves)
            return;
        for (int source = 0; source < _info.Sources; source++)
            _synchrony[source] = SynchronyOf(source);
    }

    private void ContinueFits(long ready)
    {
        if (!_chains[0].Chain.IsFitting)
            return;
        long start = _time.GetTimestamp();
        foreach (ScoredChain chain in _chains)
            chain.Chain.ContinueFit(ready);
        _fittingSeconds += SecondsSince(start);
    }

    private ConnectionWarnings SynchronyOf(int source)
    {
        double largest = 0;
        for (int other = 0; other < _info.Sources; other++)
        {
            if (other != source)
                largest = Math.Max(largest, _regression!.Correlation(source, other));
        }
        return Synchrony.WarningsOf(
            largest, _regression!.Frames * _frames.PeriodSeconds, _trains[source].SpikesUsed + _trains[source].SpikesUnused);
    }

    internal ConnectionWarnings WarningsOf(int source, int target)
    {
        ConnectionWarnings train = _trains[source].Statistics.Warnings;
        bool goesWithVoltage = (train & ConnectionWarnings.IrregularRate) != 0 && _slow.IsRemarkable(source, target);
        return train | _synchrony[source] | (goesWithVoltage ? ConnectionWarnings.RateVoltageCorrelation : 0);
    }

    private void ScoreBlocks()
    {
        if (!_chains[0].Chain.HasFit)
            return;
        long fed = _done - _lookAhead - 1;
        for (int source = 0; source < _info.Sources; source++)
        {
            Feed(source, fed);
            while (_blocks[source].TryPeek(out SpikeBlock? block) && IsScorable(block))
            {
                _scoring.Add(source, _blocks[source].Dequeue());
                if (_scoring.IsFull)
                    _scoring.Finish();
            }
        }
        _scoring.Finish();
    }

    private void Feed(int source, long fed)
    {
        Queue<(long Tick, long Frame)> pending = _pending[source];
        while (pending.TryPeek(out (long Tick, long Frame) spike) && spike.Frame <= fed)
        {
            pending.Dequeue();
            long previous = _previousFrame[source];
            _previousFrame[source] = spike.Frame;
            bool usable = _trace.IsValidSomewhere(spike.Frame, spike.Frame + _lookAhead + 1);
            bool follows = previous >= 0 && spike.Frame - previous <= _clock.History
                && _trace.IsValidSomewhere(previous, spike.Frame + _lookAhead + 1);
            _trains[source].Add(spike.Tick, usable, follows);
        }
        if (fed > 0)
            _trains[source].CloseIfOver(_frames.FirstTickOf(fed));
    }

    // Every surrogate's scores are there, at every delay.
    private bool IsScorable(SpikeBlock block) => block.EndFrame + _lookAhead <= _done;

    private void Discard()
    {
        if (!_chains[0].Chain.HasFit)
        {
            BeginLater();
            return;
        }
        long open = _done - _lookAhead - 1 - (int)(_trains[0].WindowTicks * _frames.SpikeClock.PeriodSeconds / _frames.PeriodSeconds) - 1;
        for (int source = 0; source < _info.Sources; source++)
        {
            open = Math.Min(open, _trains[source].OpenFrame);
            if (_blocks[source].TryPeek(out SpikeBlock? block))
                open = Math.Min(open, block.FirstFrame);
        }
        open = Math.Max(0, open);
        long piece = _nextPiece - _clock.Piece;
        int warm = _chains[0].Chain.WarmUp;
        foreach (ScoredChain chain in _chains)
            chain.Chain.DiscardBefore(open, piece);
        _trace.DiscardBefore(Math.Min(open, _done - _clock.History) - warm - _clock.Window);
        long spikes = Math.Min(open, _done - _clock.History) - warm - _clock.Window;
        _spikes.DiscardBefore(spikes);
        foreach (PendingSpikes own in _own)
            own.TakeBefore(spikes);
    }

    // Where nothing can be fitted for long, as in a constant trace, what is old is given up.
    private void BeginLater()
    {
        long begin = _nextPiece - _clock.Piece - (_clock.History + _clock.Piece - 1) / _clock.Piece * _clock.Piece;
        if (begin <= _begin)
            return;
        _begin = begin;
        _trace.DiscardBefore(begin);
        _spikes.DiscardBefore(begin);
        for (int source = 0; source < _info.Sources; source++)
        {
            _own[source].TakeBefore(begin);
            while (_pending[source].TryPeek(out (long Tick, long Frame) spike) && spike.Frame < begin)
                _trains[source].Add(_pending[source].Dequeue().Tick, isUsable: false, followsWithoutGap: false);
        }
    }

    // Decides the pairs of one train after the other, copies them and counts their states.
    private sealed class Deciding : IPartitionedWork
    {
        private const double OperationsOfDecision = 50;

        private static readonly int States = Enum.GetValues<ConnectionState>().Length;

        private DecisionRule? _rule;
        private ScoredChain? _chain;
        private TrainRows<PairState>? _copy;
        private int[][] _counts = [];
        private PairLayout _pairs;

        public int[] Decide(DecisionRule rule, ScoredChain chain, TrainRows<PairState> copy, PairLayout pairs, WorkerTeam team)
        {
            (_rule, _chain, _copy, _pairs) = (rule, chain, copy, pairs);
            if (_counts.Length == 0)
                _counts = [.. Enumerable.Range(0, team.Workers).Select(_ => new int[States])];
            foreach (int[] counts in _counts)
                Array.Clear(counts);
            team.Run(pairs.Sources, this, OperationsOfDecision * pairs.Count);
            (_rule, _chain, _copy) = (null, null, null);
            int[] sums = new int[States];
            for (int state = 0; state < States; state++)
            {
                foreach (int[] counts in _counts)
                    sums[state] += counts[state];
            }
            return sums;
        }

        public void DoPart(int part, int worker)
        {
            _rule!.Decide(part);
            int targets = _pairs.Targets;
            _copy!.Set(part, _chain!.Evidence.Pairs.Slice(part * targets, targets), _chain.Reported);
            ReadOnlySpan<PairState> row = _copy.Row(part);
            for (int target = 0; target < targets; target++)
            {
                if (_pairs.Has(part, target))
                    _counts[worker][(int)DecisionRule.StateOf(row[target])]++;
            }
        }
    }
}

/// <summary>Wall time that online inference has taken, by what for.</summary>
/// <param name="FollowingSeconds">Turning traces into scores.</param>
/// <param name="RegressionSeconds">Sums of the regression.</param>
/// <param name="FittingSeconds">Fits.</param>
/// <param name="ScoringSeconds">Drawing surrogates and scoring blocks.</param>
/// <param name="ReportingSeconds">Decisions and reports.</param>
public sealed record OnlineTimes(
    double FollowingSeconds, double RegressionSeconds, double FittingSeconds, double ScoringSeconds, double ReportingSeconds);
