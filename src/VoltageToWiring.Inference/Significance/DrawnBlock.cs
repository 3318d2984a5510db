using System.Runtime.Intrinsics;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// A block whose surrogates have been drawn, ready to be looked up in every target: what does not depend on a target is made once. Used
/// again for one block after another.
/// </summary>
/// <param name="frames">The clock.</param>
/// <param name="key">The key of the surrogates.</param>
/// <param name="surrogates">Surrogates of a block.</param>
/// <param name="largestDelay">The largest delay, frames.</param>
/// <param name="chains">The scores.</param>
/// <param name="usual">What few blocks exceed: for so much there is room from the start.</param>
internal sealed class DrawnBlock(
    AnalysisFrames frames, ulong key, int surrogates, int largestDelay, ScoredChain[] chains, (int Spikes, int Frames) usual)
{
    private readonly ScoreTrack?[] _tracks = new ScoreTrack?[chains.Length];

    // By score, then by shape of potential.
    private readonly float[][][] _own = [.. chains.Select(chain => Room(chain.Chain.OwnResponses, usual.Frames + largestDelay))];
    private long[] _ticks = new long[usual.Spikes * BlockSurrogates.Eight];
    private int[] _rows = new int[(surrogates + 1) * usual.Spikes];
    private int _span;

    /// <summary>Bytes that one takes.</summary>
    /// <param name="spikes">Spikes of the longest block.</param>
    /// <param name="span">Its frames.</param>
    /// <param name="surrogates">Surrogates.</param>
    /// <param name="responses">Filtered own potentials.</param>
    public static double BytesOf(double spikes, double span, int surrogates, int responses)
        => 2 * ((surrogates + 1) * spikes * sizeof(int) + responses * span * sizeof(float));

    /// <summary>Index of the train.</summary>
    public int Source { get; private set; }

    /// <summary>The block.</summary>
    public SpikeBlock Block { get; private set; } = null!;

    /// <summary>Frames of the real spikes, then of each surrogate's, from the block's first on.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, (surrogates + 1) * Block.Ticks.Count);

    /// <summary>Frames of the real spikes, from the block's first on.</summary>
    public ReadOnlySpan<int> RealRows => _rows.AsSpan(0, Block.Ticks.Count);

    /// <summary>The fit that was in force at its beginning, at work.</summary>
    /// <param name="chain">Which score's.</param>
    public ScoreTrack Track(int chain) => _tracks[chain]!;

    /// <summary>What the filter makes of the train's own potentials, by frame from the block's first on; empty where nothing is predicted.</summary>
    /// <param name="chain">Which score's.</param>
    /// <param name="shape">Of which shape of potential.</param>
    public ReadOnlySpan<float> Own(int chain, int shape)
        => Track(chain).Fit.Amplitudes is null ? [] : _own[chain][shape].AsSpan(0, _span);

    /// <summary>Says which block is next.</summary>
    public void Reset(int source, SpikeBlock block)
    {
        Source = source;
        Block = block;
        _span = (int)(block.EndFrame - block.FirstFrame) + largestDelay;
    }

    /// <summary>Makes room for longer blocks than before; what was drawn is lost.</summary>
    /// <param name="spikes">Spikes of a block.</param>
    public void Reserve(int spikes)
    {
        _rows = new int[(surrogates + 1) * spikes];
        _ticks = new long[spikes * BlockSurrogates.Eight];
    }

    /// <summary>Says which fit of a score it meets.</summary>
    public void Meet(int chain, ScoreTrack track) => _tracks[chain] = track;

    /// <summary>Draws the surrogates and filters the train's own potentials.</summary>
    /// <param name="train">The train.</param>
    /// <param name="ownSpikes">Its spikes around the block, by frame.</param>
    public void Draw(BlockBuilder train, ReadOnlySpan<long> ownSpikes)
    {
        int spikes = Block.Ticks.Count;
        SetRows(0, Block.Ticks);
        int s = 1;
        for (; Block.Scheme == SurrogateScheme.Blocks && s + BlockSurrogates.Eight <= surrogates + 1; s += BlockSurrogates.Eight)
        {
            Span<long> eight = _ticks.AsSpan(0, spikes * BlockSurrogates.Eight);
            BlockSurrogates.DrawEight(key, Source, Block.Index, s, Block.AnchorTick, Block.Ticks, eight);
            SetEight(s, eight);
        }
        Span<long> drawn = _ticks.AsSpan(0, spikes);
        for (; s <= surrogates; s++)
        {
            if (Block.Scheme == SurrogateScheme.Jitter)
                IntervalJitter.Draw(key, Source, Block.Index, s, train.WindowTicks, train.BurstTicks, Block.Ticks, drawn);
            else
                BlockSurrogates.Draw(key, Source, Block.Index, s, Block.AnchorTick, Block.Ticks, drawn);
            SetRows(s, drawn);
        }
        for (int chain = 0; chain < _tracks.Length; chain++)
        {
            if (Track(chain).Fit.Amplitudes is not null)
                SetOwn(chain, ownSpikes);
        }
    }

    private void SetRows(int trajectory, ReadOnlySpan<long> ticks)
    {
        Span<int> rows = _rows.AsSpan(trajectory * ticks.Length, ticks.Length);
        for (int i = 0; i < ticks.Length; i++)
            rows[i] = (int)(frames.FrameOf(ticks[i]) - Block.FirstFrame);
    }

    private void SetEight(int first, ReadOnlySpan<long> eight)
    {
        int spikes = eight.Length / BlockSurrogates.Eight;
        Span<long> frame = stackalloc long[BlockSurrogates.Eight];
        for (int i = 0; i < spikes; i++)
        {
            frames.FramesOf(Vector512.Create(eight.Slice(i * BlockSurrogates.Eight, BlockSurrogates.Eight))).CopyTo(frame);
            for (int lane = 0; lane < frame.Length; lane++)
                _rows[(first + lane) * spikes + i] = (int)(frame[lane] - Block.FirstFrame);
        }
    }

    private void SetOwn(int chain, ReadOnlySpan<long> ownSpikes)
    {
        ShapeFit[] shapes = Track(chain).Fit.Shapes;
        if (_own[chain][0].Length < _span)
            _own[chain] = Room(shapes.Length, 2 * _span);
        for (int shape = 0; shape < shapes.Length; shape++)
        {
            Span<float> response = _own[chain][shape].AsSpan(0, _span);
            response.Clear();
            foreach (long spike in ownSpikes)
                shapes[shape].Own.Add(spike - Block.FirstFrame, response);
        }
    }

    private static float[][] Room(int responses, int frames) => [.. Enumerable.Range(0, responses).Select(_ => new float[frames])];
}
