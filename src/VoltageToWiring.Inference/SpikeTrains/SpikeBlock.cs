using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>
/// Consecutive spikes of one train that are held against surrogates of themselves. Whoever has done with one gives it back to the train that
/// made it.
/// </summary>
internal sealed class SpikeBlock
{
    /// <summary>What blocks of permuted intervals seldom exceed, so that growing blocks need no more room.</summary>
    public const int UsualRoom = 64;

    private long[] _ticks = [];

    /// <summary>Index of the block in its train.</summary>
    public long Index { get; private set; }

    /// <summary>How its surrogates are made.</summary>
    public SurrogateScheme Scheme { get; private set; }

    /// <summary>With permuted intervals: the spike before the first.</summary>
    public long AnchorTick { get; private set; }

    /// <summary>Its spikes, ascending.</summary>
    public ArraySegment<long> Ticks { get; private set; }

    /// <summary>First frame on which a real or surrogate spike may fall.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Frame after the last one.</summary>
    public long EndFrame { get; private set; }

    /// <summary>Says what it holds.</summary>
    public SpikeBlock Set(long index, SurrogateScheme scheme, long anchorTick, List<long> ticks, long firstFrame, long endFrame)
    {
        if (_ticks.Length < ticks.Count)
            _ticks = new long[Math.Max(UsualRoom, 2 * ticks.Count)];
        ticks.CopyTo(_ticks);
        Index = index;
        Scheme = scheme;
        AnchorTick = anchorTick;
        Ticks = new ArraySegment<long>(_ticks, 0, ticks.Count);
        FirstFrame = firstFrame;
        EndFrame = endFrame;
        return this;
    }
}
