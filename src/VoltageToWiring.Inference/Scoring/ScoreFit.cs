using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// What a score knows of the recording at some frame, learnt from the frames before it alone: where traces are cut, how they are whitened,
/// what the other inputs do, how telling each state is. Used again for one fit after another; it belongs to the track that it is at work in.
/// </summary>
internal sealed class ScoreFit
{
    private float[] _amplitudes = [];

    /// <summary>Room for a fit that knows nothing yet.</summary>
    /// <param name="shapes">Shapes of potentials; predictions are made of the first.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="clock">Times.</param>
    /// <param name="regresses">Whether the regression takes the recording in as this fit whitens it.</param>
    public ScoreFit(PspTemplate[] shapes, int targets, ScoringClock clock, bool regresses)
    {
        Template = shapes[0];
        Locations = new RobustLocation[targets];
        Clips = [.. Enumerable.Range(0, Tile.Count(targets)).Select(_ => new TraceClip())];
        Shapes = [.. shapes.Select(shape => new ShapeFit(shape, Template, Clips.Length, clock))];
        Regression = regresses ? new RegressionFit(Shapes[0].Filter) : null;
    }

    /// <summary>Centre and spread of each target's trace; spread 0 where it cannot be used.</summary>
    public RobustLocation[] Locations { get; }

    /// <summary>Where traces are cut, by tile.</summary>
    public TraceClip[] Clips { get; }

    /// <summary>What the regression needs; null where it takes nothing in.</summary>
    public RegressionFit? Regression { get; }

    /// <summary>The potential that predictions are made of.</summary>
    public PspTemplate Template { get; }

    /// <summary>One for each shape of potential.</summary>
    public ShapeFit[] Shapes { get; }

    /// <summary>Amplitude of every train in every target, sources × padded targets; null where nothing is predicted.</summary>
    public float[]? Amplitudes { get; private set; }

    /// <summary>The amplitudes of one train in a tile; empty where nothing is predicted.</summary>
    /// <param name="source">The train.</param>
    /// <param name="tile">The tile.</param>
    public ReadOnlySpan<float> AmplitudesOf(int source, int tile)
        => Amplitudes is null ? [] : Amplitudes.AsSpan((source * Clips.Length + tile) * Tile.Lanes, Tile.Lanes);

    /// <summary>Says what is known: copies all of it.</summary>
    /// <param name="locations">Centre and spread of each target's trace.</param>
    /// <param name="whitening">The whitening filter, 1, a₁, ….</param>
    /// <param name="weightings">How telling each state is, by tile, then by shape.</param>
    /// <param name="amplitudes">Amplitudes, sources × padded targets; empty where nothing is predicted.</param>
    public void Set(
        ReadOnlySpan<RobustLocation> locations, ReadOnlySpan<double> whitening, StateWeighting[][] weightings, ReadOnlySpan<float> amplitudes)
    {
        locations.CopyTo(Locations);
        for (int target = 0; target < locations.Length; target++)
            Clips[target / Tile.Lanes].Set(target % Tile.Lanes, locations[target]);
        for (int shape = 0; shape < Shapes.Length; shape++)
        {
            Shapes[shape].Set(whitening);
            for (int tile = 0; tile < weightings.Length; tile++)
                Shapes[shape].Weightings[tile].CopyFrom(weightings[tile][shape]);
        }
        Regression?.Set(whitening, Shapes[0].Filter);
        if (_amplitudes.Length < amplitudes.Length)
            _amplitudes = new float[amplitudes.Length];
        amplitudes.CopyTo(_amplitudes);
        Amplitudes = amplitudes.IsEmpty ? null : _amplitudes;
    }
}

/// <summary>What a fit knows for one shape of potential.</summary>
internal sealed class ShapeFit
{
    /// <summary>Room for a filter that whitens nothing yet.</summary>
    /// <param name="shape">The shape that is looked for.</param>
    /// <param name="predicted">The potential that predictions are made of.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="clock">Times.</param>
    public ShapeFit(PspTemplate shape, PspTemplate predicted, int tiles, ScoringClock clock)
    {
        Filter = MatchedFilter.Create(shape, ScoringClock.NoWhitening, clock.Lead, clock.Window);
        TileFilter = new TileFilter(Filter.Taps);
        Own = new OwnResponse(predicted, Filter);
        Weightings = [.. Enumerable.Range(0, tiles).Select(_ => new StateWeighting())];
    }

    /// <summary>The filter.</summary>
    public MatchedFilter Filter { get; }

    /// <summary>The same, on tiles.</summary>
    public TileFilter TileFilter { get; }

    /// <summary>What it makes of a train's own potentials.</summary>
    public OwnResponse Own { get; }

    /// <summary>How telling each state is, by tile.</summary>
    public StateWeighting[] Weightings { get; }

    /// <summary>Takes another whitening filter.</summary>
    public void Set(ReadOnlySpan<double> whitening)
    {
        Filter.Set(whitening);
        TileFilter.Set(Filter.Taps);
        Own.Set(Filter);
    }
}

/// <summary>How the regression sees the recording.</summary>
/// <param name="filter">The matched filter of the potential that is predicted.</param>
internal sealed class RegressionFit(MatchedFilter filter)
{
    /// <summary>Whitens rows.</summary>
    public TileFilter Whitening { get; } = new(ScoringClock.NoWhitening);

    /// <summary>The whitened template, from the spike on.</summary>
    public TileFilter Template { get; } = new(FromTheSpike(filter));

    /// <summary>Its products with itself.</summary>
    public TemplateOverlap Overlap { get; } = new(FromTheSpike(filter));

    /// <summary>Takes another whitening filter, and the matched filter made with it.</summary>
    public void Set(ReadOnlySpan<double> whitening, MatchedFilter filter)
    {
        // A filter on rows begins with the oldest.
        Span<double> taps = stackalloc double[ScoringClock.WhiteningOrder + 1];
        whitening.CopyTo(taps);
        taps.Reverse();
        Whitening.Set(taps);
        Template.Set(FromTheSpike(filter));
        Overlap.Set(FromTheSpike(filter));
    }

    private static ReadOnlySpan<double> FromTheSpike(MatchedFilter filter) => filter.WhitenedTemplate[filter.LeadFrames..];
}
