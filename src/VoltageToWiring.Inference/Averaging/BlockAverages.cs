using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// Averages of spikes and of block surrogates, a block at a time: real and surrogate spikes of a block go in together, so that both averages
/// are of equally many. For trains that become known only as the recording runs.
/// </summary>
public sealed class BlockAverages
{
    private const double LongestBlockSeconds = 10;

    private readonly AnalysisFrames _frames;
    private readonly ulong _key;
    private readonly int _windowFrames;

    // By source.
    private readonly PendingSpikes[] _pending;
    private readonly long[] _previousFrame;
    private readonly BlockBuilder[] _trains;
    private readonly Queue<SpikeBlock>[] _blocks;
    private readonly long[] _blockCount;

    // By worker.
    private readonly int[][] _onsets;
    private readonly long[][] _ticks;

    /// <summary>Averages of nothing yet.</summary>
    /// <param name="info">The recording.</param>
    /// <param name="windowFrames">Frames in a window.</param>
    /// <param name="surrogates">Surrogates of each block, at least 1.</param>
    /// <param name="blockIntervals">Intervals in a train's first blocks.</param>
    /// <param name="scheme">How surrogates are made; null to let each train's statistics choose.</param>
    /// <param name="seed">Surrogates follow from it.</param>
    /// <param name="workers">Threads that share the work.</param>
    public BlockAverages(
        RecordingInfo info, int windowFrames, int surrogates, int blockIntervals, SurrogateScheme? scheme, ulong seed, int workers)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(surrogates);
        _frames = AnalysisFrames.OfCamera(info);
        _key = new RandomStreams(seed).Key("sta-block-surrogates");
        _windowFrames = windowFrames;
        Surrogates = surrogates;
        _pending = [.. Enumerable.Range(0, info.Sources).Select(_ => new PendingSpikes())];
        _previousFrame = new long[info.Sources];
        Array.Fill(_previousFrame, -1);
        _blocks = [.. Enumerable.Range(0, info.Sources).Select(_ => new Queue<SpikeBlock>())];
        _trains = [.. _blocks.Select(blocks => new BlockBuilder(_frames, blockIntervals, LongestBlockSeconds, scheme, blocks))];
        _blockCount = new long[info.Sources];
        _onsets = [.. Enumerable.Range(0, workers).Select(_ => Array.Empty<int>())];
        _ticks = [.. Enumerable.Range(0, workers).Select(_ => Array.Empty<long>())];
    }

    /// <summary>Surrogates of each block.</summary>
    public int Surrogates { get; }

    /// <summary>Blocks of a train that went in.</summary>
    /// <param name="source">Index of the train.</param>
    public long Blocks(int source) => _blockCount[source];

    internal void Receive(SpikeEvent spike) => _pending[spike.Source].Add(spike.Tick);

    /// <summary>First frame that a source's next block needs.</summary>
    internal long OpenFrame(int source, long frame)
    {
        long open = Math.Min(_trains[source].OpenFrame, frame - _windowFrames - _frames.FrameOf(_trains[source].WindowTicks) - 1);
        return _blocks[source].TryPeek(out SpikeBlock? block) ? Math.Min(open, block.FirstFrame) : open;
    }

    /// <summary>Averages the blocks of a source that are over before a frame.</summary>
    internal void Average(int source, long frame, TraceHistory[] histories, SpikeTriggeredSums[] sums, int firstRow, int worker)
    {
        Feed(source, frame, histories);
        while (_blocks[source].TryPeek(out SpikeBlock? block) && block.EndFrame + _windowFrames <= frame)
        {
            _blocks[source].Dequeue();
            _blockCount[source]++;
            for (int s = 0; s <= Surrogates; s++)
            {
                ReadOnlySpan<long> ticks = s == 0 ? block.Ticks : Draw(source, block, s, worker);
                for (int target = 0; target < histories.Length; target++)
                {
                    TraceHistory history = histories[target];
                    if (history.IsValid(block.FirstFrame, block.EndFrame + _windowFrames))
                        sums[target].Add(firstRow + s, history.Samples, 0, Onsets(ticks, history.FirstFrame, worker));
                }
            }
            _trains[source].Return(block);
        }
    }

    private void Feed(int source, long frame, TraceHistory[] histories)
    {
        PendingSpikes pending = _pending[source];
        while (pending.Count > 0 && _frames.FrameOf(pending.All[0]) + _windowFrames < frame)
        {
            long tick = pending.TakeFirst();
            long spike = _frames.FrameOf(tick);
            long previous = _previousFrame[source];
            _previousFrame[source] = spike;
            bool usable = IsValidSomewhere(histories, spike, spike + _windowFrames);
            bool near = previous >= 0 && (spike - previous) * _frames.PeriodSeconds <= LongestBlockSeconds;
            _trains[source].Add(tick, usable, near && IsValidSomewhere(histories, previous, spike + _windowFrames));
        }
        if (frame > _windowFrames)
            _trains[source].CloseIfOver(_frames.FirstTickOf(frame - _windowFrames - 1));
    }

    private static bool IsValidSomewhere(TraceHistory[] histories, long first, long end)
    {
        foreach (TraceHistory history in histories)
        {
            if (history.IsValid(first, end))
                return true;
        }
        return false;
    }

    private Span<long> Draw(int source, SpikeBlock block, int surrogate, int worker)
    {
        if (_ticks[worker].Length < block.Ticks.Count)
            _ticks[worker] = new long[2 * block.Ticks.Count];
        Span<long> ticks = _ticks[worker].AsSpan(0, block.Ticks.Count);
        BlockBuilder train = _trains[source];
        if (block.Scheme == SurrogateScheme.Jitter)
            IntervalJitter.Draw(_key, source, block.Index, surrogate, train.WindowTicks, train.BurstTicks, block.Ticks, ticks);
        else
            BlockSurrogates.Draw(_key, source, block.Index, surrogate, block.AnchorTick, block.Ticks, ticks);
        return ticks;
    }

    private Span<int> Onsets(ReadOnlySpan<long> ticks, long firstFrame, int worker)
    {
        if (_onsets[worker].Length < ticks.Length)
            _onsets[worker] = new int[2 * ticks.Length];
        Span<int> onsets = _onsets[worker].AsSpan(0, ticks.Length);
        for (int i = 0; i < ticks.Length; i++)
            onsets[i] = (int)(_frames.FrameOf(ticks[i]) - firstFrame);
        return onsets;
    }
}
