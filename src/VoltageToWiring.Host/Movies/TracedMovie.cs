using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Movies;

/// <summary>A movie in a file, as the traces of its regions of interest.</summary>
/// <param name="movie">The movie; disposed of with this.</param>
/// <param name="rois">Its regions.</param>
public sealed class TracedMovie(IRecordingFile movie, RoiOptions rois) : IRecordingFile
{
    // Some frames of a camera.
    private const int MostPixels = 1 << 22;

    /// <summary>Memory for the pixels of a batch.</summary>
    /// <param name="size">Size of a frame.</param>
    /// <param name="batchFrames">Frames of a batch, as it was asked for.</param>
    public static long BytesOf(FrameSize size, int batchFrames) => (long)FramesTogether(size.Count, batchFrames) * size.Count * sizeof(ushort);

    /// <inheritdoc/>
    public string Path => movie.Path;

    /// <inheritdoc/>
    public RecordingFormat Format => movie.Format;

    /// <inheritdoc/>
    public string Version => movie.Version;

    /// <inheritdoc/>
    public RecordingInfo Info { get; } = RoiTraceStage.InfoOf(movie.Info, rois);

    /// <inheritdoc/>
    public RecordingContents Contents => movie.Contents;

    /// <inheritdoc/>
    /// <remarks>Batches have fewer frames where their pixels would be more than four million.</remarks>
    public ISource<RecordingBatch> Open(int batchFrames)
        => new StagedSource<RecordingBatch, RecordingBatch>(
            movie.Open(FramesTogether(movie.Info.Targets, batchFrames)), new RoiTraceStage(movie.Info, rois));

    /// <inheritdoc/>
    public SpikeEvent[] ReadSpikes(CancellationToken cancellation = default) => movie.ReadSpikes(cancellation);

    /// <inheritdoc/>
    public void Dispose() => movie.Dispose();

    private static int FramesTogether(int pixels, int batchFrames) => Math.Clamp(MostPixels / pixels, 1, batchFrames);
}
