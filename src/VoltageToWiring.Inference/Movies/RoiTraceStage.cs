using VoltageToWiring.Numerics.Movies;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Inference.Movies;

/// <summary>
/// Makes traces of a movie: y = factor · (Σ w·x − c · Σ w · b), with the weights w of a region's pixels x, the mean b of its background and the
/// coefficient c. Frames go on at once, and spikes with them. Motion is not corrected: pixels have to stay where they are.
/// </summary>
public sealed class RoiTraceStage : IStage<RecordingBatch, RecordingBatch>
{
    /// <summary>Its name.</summary>
    public const string StageName = "traces";

    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private readonly RecordingInfo _movie;
    private readonly FootprintSums _sums;
    private readonly float[] _sumsOfFrame;
    private readonly double[] _share;
    private readonly int _backgrounds;
    private readonly double _factor;

    /// <summary>A movie before its first frame.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="options">Its regions of interest.</param>
    /// <exception cref="ArgumentException">It is no movie, or regions do not fit its frames.</exception>
    public RoiTraceStage(RecordingInfo movie, RoiOptions options)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(options);
        if (movie.Pixels is not { } size)
            throw new ArgumentException($"{movie.Name} is no movie.", nameof(movie));
        _backgrounds = options.Background.Count;
        if (options.Regions.Count == 0 || _backgrounds > 1 && _backgrounds != options.Regions.Count)
            throw new ArgumentException($"{options.Regions.Count} regions and {_backgrounds} backgrounds came; allowed are regions, with no background, one, or one for each.", nameof(options));
        _movie = movie;
        _sums = new FootprintSums(size.Count, [.. options.Regions.Concat(options.Background).Select(footprint => (footprint.Pixels, footprint.Weights))]);
        _sumsOfFrame = new float[_sums.Count];
        _share = [.. options.Regions.Select(region => options.BackgroundCoefficient * region.Weights.Sum(weight => (double)weight))];
        _factor = options.Factor;
        Info = InfoOf(movie, options);
    }

    /// <summary>The recording that is made of a movie: as many targets as regions.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="options">Its regions of interest.</param>
    public static RecordingInfo InfoOf(RecordingInfo movie, RoiOptions options)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(options);
        return movie with { Pixels = null, Targets = options.Regions.Count, SampleType = SampleType.Float32 };
    }

    /// <summary>The recording that goes out.</summary>
    public RecordingInfo Info { get; }

    /// <inheritdoc/>
    public string Name => StageName;

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(RecordingBatch input, IOutput<RecordingBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        RecordingBatch batch = _pool.Rent();
        batch.ResetAfter(input, Info.Targets, Info.SampleType);
        batch.SpikesCompleteThroughFrame = input.SpikesCompleteThroughFrame;
        batch.Spikes.Add(input.Spikes.Spikes);
        for (int frame = 0; frame < input.FrameCount; frame++)
            Trace(input.UInt16.Slice(frame * _movie.Targets, _movie.Targets), batch.Float32.Slice(frame * Info.Targets, Info.Targets));
        Position = input.FirstFrame + input.FrameCount;
        output.Write(batch);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<RecordingBatch> output, EndOfStream end)
    {
    }

    private void Trace(ReadOnlySpan<ushort> frame, Span<float> traces)
    {
        _sums.Sum(frame, _sumsOfFrame);
        for (int n = 0; n < traces.Length; n++)
            traces[n] = (float)(_factor * (_sumsOfFrame[n] - _share[n] * BackgroundOf(n)));
    }

    private double BackgroundOf(int region) => _backgrounds switch
    {
        0 => 0,
        1 => _sumsOfFrame[^1],
        _ => _sumsOfFrame[_share.Length + region],
    };
}
