using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>
/// Cuts one train into blocks as its spikes become known. Every cut depends only on the train up to there and on where the trace has gaps, so
/// that within a block real and surrogate spikes are exchangeable given the past.
/// </summary>
/// <remarks>
/// With permuted intervals a block begins at an anchor spike and closes at the last of its spikes, which anchors the next. With jitter it
/// consists of whole windows. Blocks grow as spikes are used: longer ones lose less, and early on shorter ones come sooner.
/// </remarks>
internal sealed class BlockBuilder
{
    // A block asks for this share of the spikes used so far, between the asked number and four times it.
    private const double Growth = 0.1;
    private const int LargestGrowth = 4;
    private const int FewestSpikes = 2;

    private readonly AnalysisFrames _frames;
    private readonly int _intervals;
    private readonly long _longestTicks;
    private readonly SurrogateScheme? _scheme;
    private readonly long _windowTicks;
    private readonly long _burstTicks;
    private readonly TrainStatistics _statistics;
    private readonly Queue<SpikeBlock> _blocks;
    private readonly List<long> _ticks = new(SpikeBlock.UsualRoom);
    private readonly Stack<SpikeBlock> _free = [];

    private SurrogateScheme _current;
    private long _anchor = -1;
    private long _previous = -1;

    // Jitter: the first window of the block, and whether the burst of the newest spike belongs to it.
    private long _firstWindow;
    private bool _inBlock;
    private long _lastOnset;
    private long _longestBurst;
    private long _index;

    /// <param name="frames">The clock.</param>
    /// <param name="intervals">Intervals in the first blocks.</param>
    /// <param name="longestSeconds">Longest span of a block, s.</param>
    /// <param name="scheme">How surrogates are made; null to follow the train's statistics.</param>
    /// <param name="blocks">Receives the blocks.</param>
    public BlockBuilder(AnalysisFrames frames, int intervals, double longestSeconds, SurrogateScheme? scheme, Queue<SpikeBlock> blocks)
    {
        _frames = frames;
        _intervals = intervals;
        double tickSeconds = frames.SpikeClock.PeriodSeconds;
        _longestTicks = (long)(longestSeconds / tickSeconds);
        _scheme = scheme;
        _windowTicks = Math.Max(1, (long)Math.Round(IntervalJitter.WindowSeconds / tickSeconds));
        _burstTicks = Math.Max(1, (long)Math.Round(IntervalJitter.BurstGapSeconds / tickSeconds));
        _statistics = new TrainStatistics(tickSeconds);
        _blocks = blocks;
        _current = scheme ?? SurrogateScheme.Blocks;
    }

    /// <summary>The train so far.</summary>
    public TrainStatistics Statistics => _statistics;

    /// <summary>How surrogates are made now.</summary>
    public SurrogateScheme Scheme => _current;

    /// <summary>Spikes in blocks.</summary>
    public long SpikesUsed { get; private set; }

    /// <summary>Spikes that went into no block and will not.</summary>
    public long SpikesUnused { get; private set; }

    /// <summary>First frame of the block that is open; <see cref="long.MaxValue"/> where none is.</summary>
    public long OpenFrame
        => _current == SurrogateScheme.Jitter
            ? _ticks.Count > 0 ? _frames.FrameOf(_firstWindow) : long.MaxValue
            : _anchor >= 0 ? _frames.FrameOf(_anchor) : long.MaxValue;

    /// <summary>Ticks in a window of jitter.</summary>
    public long WindowTicks => _windowTicks;

    /// <summary>Spikes closer than this belong to one burst.</summary>
    public long BurstTicks => _burstTicks;

    private int Wanted => IntervalsAfter(SpikesUsed, _intervals);

    /// <summary>Intervals that the next block of a train asks for.</summary>
    /// <param name="spikesUsed">Spikes in blocks so far.</param>
    /// <param name="intervals">Intervals in the first blocks.</param>
    public static int IntervalsAfter(double spikesUsed, int intervals)
        => (int)Math.Clamp(Growth * spikesUsed, intervals, (double)MostIntervals(intervals));

    /// <summary>How many blocks so many spikes make.</summary>
    /// <param name="spikes">Spikes in blocks.</param>
    /// <param name="intervals">Intervals in the first blocks.</param>
    public static double BlocksOf(double spikes, int intervals)
    {
        double growing = intervals / Growth, grown = LargestGrowth * growing;
        return Math.Min(spikes, growing) / intervals
            + Math.Log(Math.Clamp(spikes, growing, grown) / growing) / Growth
            + Math.Max(0, spikes - grown) / (LargestGrowth * intervals);
    }

    /// <summary>Intervals in a train's longest blocks.</summary>
    /// <param name="intervals">Intervals in the first blocks.</param>
    public static long MostIntervals(int intervals) => (long)LargestGrowth * intervals;

    /// <summary>Takes the next spike.</summary>
    /// <param name="tick">When.</param>
    /// <param name="isUsable">Whether the trace is there where its effect would be.</param>
    /// <param name="followsWithoutGap">Whether the trace has no gap since the spike before.</param>
    public void Add(long tick, bool isUsable, bool followsWithoutGap)
    {
        CloseIfOver(tick);
        long previous = _previous;
        _previous = tick;
        if (previous >= 0 && followsWithoutGap)
            _statistics.Add(previous, tick);
        else
            _statistics.BeginAnew(tick);
        if (_current == SurrogateScheme.Jitter)
            AddToWindows(tick, previous < 0 || tick - previous >= _burstTicks || !followsWithoutGap, isUsable, followsWithoutGap);
        else
            AddToIntervals(tick, isUsable, followsWithoutGap);
    }

    /// <summary>Closes a block that would become too long, now that no spike is to come before a moment.</summary>
    /// <param name="tick">The moment.</param>
    public void CloseIfOver(long tick)
    {
        if (_current == SurrogateScheme.Jitter)
        {
            if (_ticks.Count > 0 && tick - _firstWindow > _longestTicks && tick - _previous >= _burstTicks && tick >= NextWindow(_lastOnset))
                CloseWindows();
        }
        else if (_anchor >= 0 && tick - _anchor > _longestTicks)
        {
            CloseIntervals();
            _anchor = -1;
        }
    }

    /// <summary>Takes back a block that nobody needs any more.</summary>
    public void Return(SpikeBlock block) => _free.Push(block);

    private void AddToIntervals(long tick, bool isUsable, bool followsWithoutGap)
    {
        if (!isUsable || !followsWithoutGap || _anchor < 0)
        {
            CloseIntervals();
            _anchor = -1;
            SpikesUnused++;
            if (isUsable)
                Anchor(tick);
            return;
        }
        _ticks.Add(tick);
        if (_ticks.Count < Wanted)
            return;
        CloseIntervals();
        Anchor(tick);
    }

    private void CloseIntervals()
    {
        if (_ticks.Count < FewestSpikes)
            SpikesUnused += _ticks.Count;
        else
            Emit(_anchor, _frames.FrameOf(_anchor), _frames.FrameOf(_ticks[^1]) + 1);
        _ticks.Clear();
    }

    // Here a block begins, and the past says which scheme is safe.
    private void Anchor(long tick)
    {
        _current = _scheme ?? _statistics.Advised;
        bool jitter = _current == SurrogateScheme.Jitter;
        _anchor = jitter ? -1 : tick;
        _firstWindow = NextWindow(tick);
        _inBlock = false;
    }

    private void AddToWindows(long tick, bool beginsBurst, bool isUsable, bool followsWithoutGap)
    {
        bool isPastLastWindow = _ticks.Count > 0 && tick >= NextWindow(_lastOnset);
        if (beginsBurst && isPastLastWindow && (_ticks.Count >= Wanted || !followsWithoutGap))
            CloseWindows();
        if (!isUsable || !followsWithoutGap)
        {
            // What a gap cuts through, or the beginning of the recording, is no whole window.
            SpikesUnused += _ticks.Count + 1;
            ForgetWindows();
            _firstWindow = NextWindow(tick);
            return;
        }
        if (beginsBurst && _ticks.Count == 0 && (_scheme ?? _statistics.Advised) == SurrogateScheme.Blocks)
        {
            SpikesUnused++;
            Anchor(tick);
            return;
        }
        if (beginsBurst)
            BeginBurst(tick);
        if (!_inBlock)
        {
            SpikesUnused++;
            return;
        }
        _longestBurst = Math.Max(_longestBurst, tick - _lastOnset);
        _ticks.Add(tick);
        if (tick - _lastOnset <= _longestTicks)
            return;
        // A burst that does not end would hold its block open, and the trace with it, for as long.
        SpikesUnused += _ticks.Count;
        ForgetWindows();
    }

    private void BeginBurst(long tick)
    {
        _inBlock = tick >= _firstWindow;
        if (!_inBlock)
            return;
        if (_ticks.Count == 0)
            _firstWindow = tick - tick % _windowTicks;
        _lastOnset = tick;
    }

    private void CloseWindows()
    {
        if (_ticks.Count < FewestSpikes)
            SpikesUnused += _ticks.Count;
        else
            Emit(-1, _frames.FrameOf(_firstWindow), _frames.FrameOf(NextWindow(_lastOnset) + _longestBurst) + 1);
        _firstWindow = NextWindow(_lastOnset);
        ForgetWindows();
    }

    private void ForgetWindows()
    {
        _ticks.Clear();
        _longestBurst = 0;
        _inBlock = false;
    }

    private void Emit(long anchor, long first, long end)
    {
        SpikeBlock block = _free.TryPop(out SpikeBlock? free) ? free : new SpikeBlock();
        _blocks.Enqueue(block.Set(_index++, _current, anchor, _ticks, first, end));
        SpikesUsed += _ticks.Count;
    }

    private long NextWindow(long tick) => tick - tick % _windowTicks + _windowTicks;
}
