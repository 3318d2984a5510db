using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>A piece of the recording as the regression takes it. Used again for one piece after another.</summary>
internal sealed class WhitenedPiece
{
    private (long Frame, int Source)[] _spikes = [];
    private int _count;

    /// <summary>First frame.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Frame after the last.</summary>
    public long EndFrame { get; private set; }

    /// <summary>The whitened template, from the spike on.</summary>
    public TileFilter Template { get; private set; } = null!;

    /// <summary>Its lookups.</summary>
    public TemplateOverlap Overlap { get; private set; } = null!;

    /// <summary>Makes the whitened rows of each tile.</summary>
    public IWhitenedRows Rows { get; private set; } = null!;

    /// <summary>All spikes whose template reaches into the piece, ascending.</summary>
    public ReadOnlySpan<(long Frame, int Source)> Spikes => _spikes.AsSpan(0, _count);

    /// <summary>Says what the piece is.</summary>
    public WhitenedPiece Set(
        long firstFrame, long endFrame, TileFilter template, TemplateOverlap overlap, ReadOnlySpan<(long Frame, int Source)> spikes, IWhitenedRows rows)
    {
        FirstFrame = firstFrame;
        EndFrame = endFrame;
        Template = template;
        Overlap = overlap;
        Rows = rows;
        _count = spikes.Length;
        if (_spikes.Length < _count)
            _spikes = new (long, int)[2 * _count];
        spikes.CopyTo(_spikes);
        return this;
    }
}

/// <summary>Makes the whitened rows of a piece, tile by tile, on any thread.</summary>
internal interface IWhitenedRows
{
    /// <summary>Writes the rows of a tile.</summary>
    void Whiten(int tile, Span<float> rows);
}
