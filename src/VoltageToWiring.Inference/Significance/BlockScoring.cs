using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// Scores blocks of all trains in all targets, a round of blocks at a time: surrogates are drawn train by train, then each tile of targets
/// meets all blocks of the round, so that its scores are fetched into the cache once for many trains.
/// </summary>
internal sealed class BlockScoring
{
    // Blocks of a round, where there are as many trains: their surrogates and own responses are to stay in a cache beside the scores of a tile.
    private const int MinRound = 16;
    private const int MaxRound = 128;

    // Additions that drawing a spike takes, and the evidence of a block for each surrogate and target.
    private const double OperationsOfDraw = 100;
    private const double OperationsOfEvidence = 20;

    private readonly int _surrogates;
    private readonly int _delays;
    private readonly AnalysisTrace _trace;
    private readonly BlockBuilder[] _trains;
    private readonly PendingSpikes[] _ownSpikes;
    private readonly WorkerTeam _team;
    private readonly ScoredChain[] _chains;
    private readonly int _targets;
    private readonly double _enough;
    private readonly DrawnBlock[] _drawn;
    private readonly BlockScorer[] _scorers;
    private readonly Drawing _drawing;
    private readonly Scoring _scoring;
    private int _round;

    // Spikes of a block that there is room for.
    private int _mostSpikes;

    // Where there are few tiles, a round falls into parts of whole trains as well; the first block of each, and the end.
    private readonly int[] _partStarts;
    private int _parts;

    public BlockScoring(
        RecordingInfo info, OnlineOptions options, AnalysisFrames frames, ulong key, int[] delays, int lookAhead, int longestBlock,
        AnalysisTrace trace, BlockBuilder[] trains, PendingSpikes[] ownSpikes, ScoredChain[] chains, WorkerTeam team)
    {
        _surrogates = options.Surrogates;
        _delays = delays.Length;
        _trace = trace;
        _trains = trains;
        _ownSpikes = ownSpikes;
        _team = team;
        _chains = chains;
        _targets = info.Targets;
        _enough = DecisionRule.LatchingEvidence(options, info);
        _mostSpikes = (int)Math.Min(BlockBuilder.MostIntervals(options.BlockIntervals), SpikeBlock.UsualRoom);
        (int, int) usual = (_mostSpikes, longestBlock + frames.Frames(IntervalJitter.WindowSeconds) + 1);
        _drawn = [.. Enumerable.Range(0, Math.Clamp(info.Sources, MinRound, MaxRound))
            .Select(_ => new DrawnBlock(frames, key, options.Surrogates, delays.Max(), chains, usual))];
        _scorers = [.. Enumerable.Range(0, team.Workers).Select(_ => new BlockScorer(options.Surrogates, delays, lookAhead))];
        _partStarts = new int[_drawn.Length + 1];
        _drawing = new Drawing(this);
        _scoring = new Scoring(this);
    }

    /// <summary>Bytes that rounds of blocks take.</summary>
    /// <param name="blocks">Blocks that are ready at once.</param>
    /// <param name="spikes">Spikes of the longest block.</param>
    /// <param name="span">Its frames.</param>
    /// <param name="surrogates">Surrogates of each block.</param>
    /// <param name="responses">Filtered own potentials of each block: one for each shape and score that predicts.</param>
    public static double BytesOf(double blocks, double spikes, double span, int surrogates, int responses)
        => Math.Min(blocks, MaxRound) * DrawnBlock.BytesOf(spikes, span, surrogates, responses);

    /// <summary>Whether a round has as many blocks as it takes.</summary>
    public bool IsFull => _round == _drawn.Length;

    /// <summary>Adds a block to the round; those of one train come one after the other, in their order.</summary>
    public void Add(int source, SpikeBlock block)
    {
        if (block.Ticks.Count > _mostSpikes)
            Reserve(2 * block.Ticks.Count);
        DrawnBlock drawn = _drawn[_round++];
        drawn.Reset(source, block);
        for (int chain = 0; chain < _chains.Length; chain++)
            drawn.Meet(chain, _chains[chain].Chain.TrackAt(block.FirstFrame));
    }

    /// <summary>Scores the round.</summary>
    public void Finish()
    {
        if (_round == 0)
            return;
        double spikes = 0;
        foreach (DrawnBlock drawn in _drawn.AsSpan(0, _round))
            spikes += drawn.Block.Ticks.Count;
        _team.Run(_round, _drawing, spikes * _surrogates * OperationsOfDraw);
        Divide(_trace.Tiles >= 2 * _team.Workers ? 1 : 2 * _team.Workers);
        _team.Run(_trace.Tiles * _parts, _scoring, (spikes * _delays + _round * OperationsOfEvidence) * _surrogates * _trace.Tiles * Tile.Lanes);
        foreach (DrawnBlock drawn in _drawn.AsSpan(0, _round))
            _trains[drawn.Source].Return(drawn.Block);
        _round = 0;
    }

    // In all of them at once: which one the next long block will meet depends on what else is due.
    private void Reserve(int spikes)
    {
        _mostSpikes = spikes;
        foreach (DrawnBlock drawn in _drawn)
            drawn.Reserve(spikes);
    }

    private void Divide(int wanted)
    {
        _parts = 0;
        for (int at = 0; at < _round; at++)
        {
            bool beginsTrain = at == 0 || _drawn[at].Source != _drawn[at - 1].Source;
            if (beginsTrain && at >= (long)_round * _parts / wanted)
                _partStarts[_parts++] = at;
        }
        _partStarts[_parts] = _round;
    }

    private void ScoreTile(int tile, int from, int to, BlockScorer scorer)
    {
        int first = tile * Tile.Lanes;
        int lanes = Math.Min(Tile.Lanes, _targets - first);
        for (int at = from; at < to; at++)
        {
            DrawnBlock drawn = _drawn[at];
            for (int chain = 0; chain < _chains.Length; chain++)
            {
                PairEvidence evidence = _chains[chain].Evidence;
                scorer.Score(drawn, chain, tile, lanes, _trace, evidence);
                if (double.IsFinite(_enough))
                    DecisionRule.Latch(evidence, drawn.Source, first, lanes, _enough);
            }
        }
    }

    private sealed class Drawing(BlockScoring scoring) : IPartitionedWork
    {
        public void DoPart(int part, int worker)
        {
            DrawnBlock drawn = scoring._drawn[part];
            drawn.Draw(scoring._trains[drawn.Source], scoring._ownSpikes[drawn.Source].All);
        }
    }

    private sealed class Scoring(BlockScoring scoring) : IPartitionedWork
    {
        public void DoPart(int part, int worker)
        {
            int within = part % scoring._parts;
            scoring.ScoreTile(
                part / scoring._parts, scoring._partStarts[within], scoring._partStarts[within + 1], scoring._scorers[worker]);
        }
    }
}

/// <summary>A score with what it has found.</summary>
/// <param name="Score">Which.</param>
/// <param name="Chain">Its fits and tracks.</param>
/// <param name="Evidence">Its evidence for every pair.</param>
internal sealed record ScoredChain(ConnectionScore Score, ScoreChain Chain, PairEvidence Evidence)
{
    /// <summary>The evidence as it was last reported; null before.</summary>
    public TrainRows<PairState>? Reported { get; set; }
}
