using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// What a score knows of the recording from a frame on, learnt from the frames before it alone: where traces are cut, how they are whitened,
/// what the other inputs do, how telling each state is. Blocks that begin while it is in force are scored with it to their end.
/// </summary>
internal sealed class ScoreFit
{
    /// <summary>First frame at which it is in force.</summary>
    public required long FirstFrame { get; init; }

    /// <summary>Centre and spread of each target's trace; spread 0 where it cannot be used.</summary>
    public required RobustLocation[] Locations { get; init; }

    /// <summary>Where traces are cut, by tile.</summary>
    public required TraceClip[] Clips { get; init; }

    /// <summary>What the regression needs.</summary>
    public required RegressionFit Regression { get; init; }

    /// <summary>The potential that predictions are made of.</summary>
    public required PspTemplate Template { get; init; }

    /// <summary>One for each shape of potential.</summary>
    public required ShapeFit[] Shapes { get; init; }

    /// <summary>Amplitude of every train in every target, sources × padded targets; null where nothing is predicted.</summary>
    public required float[]? Amplitudes { get; init; }

    /// <summary>The amplitudes of one train in a tile; empty where nothing is predicted.</summary>
    /// <param name="source">The train.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="tiles">Number of tiles.</param>
    public ReadOnlySpan<float> AmplitudesOf(int source, int tile, int tiles)
        => Amplitudes is null ? [] : Amplitudes.AsSpan((source * tiles + tile) * Tile.Lanes, Tile.Lanes);

    /// <summary>The same knowledge, from another frame on, with or without what the other inputs do.</summary>
    public ScoreFit From(long firstFrame, bool predicts) => new()
    {
        FirstFrame = firstFrame,
        Locations = Locations,
        Clips = Clips,
        Regression = Regression,
        Template = Template,
        Shapes = Shapes,
        Amplitudes = predicts ? Amplitudes : null,
    };
}

/// <summary>What a fit knows for one shape of potential.</summary>
internal sealed class ShapeFit
{
    /// <summary>The filter.</summary>
    public required MatchedFilter Filter { get; init; }

    /// <summary>The same, on tiles.</summary>
    public required TileFilter TileFilter { get; init; }

    /// <summary>What it makes of a train's own potentials.</summary>
    public required OwnResponse Own { get; init; }

    /// <summary>How telling each state is, by tile.</summary>
    public required StateWeighting[] Weightings { get; init; }
}

/// <summary>How the regression sees the recording.</summary>
/// <param name="whitening">The whitening filter, 1, a₁, ….</param>
/// <param name="filter">The matched filter of the potential that is predicted.</param>
internal sealed class RegressionFit(double[] whitening, MatchedFilter filter)
{
    private readonly double[] _template = [.. filter.WhitenedTemplate.Skip(filter.LeadFrames)];
    private TileFilter? _templateFilter;
    private TemplateOverlap? _overlap;

    /// <summary>Whitens rows.</summary>
    public TileFilter Whitening { get; } = new([.. whitening.Reverse()]);

    /// <summary>The whitened template, from the spike on.</summary>
    public TileFilter Template => _templateFilter ??= new TileFilter(_template);

    /// <summary>Its products with itself.</summary>
    public TemplateOverlap Overlap => _overlap ??= new TemplateOverlap(_template);
}
