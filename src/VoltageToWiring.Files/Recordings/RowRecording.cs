using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings;

/// <summary>A recording whose file holds samples row by row, and all spikes apart from them: NWB, npz, npy and CSV.</summary>
/// <param name="path">The file.</param>
/// <param name="format">How it holds the recording.</param>
/// <param name="version">Version of the format.</param>
/// <param name="info">What the recording is like.</param>
/// <param name="contents">What is in it.</param>
/// <param name="spikes">All spikes, ascending; they stay in memory, 16 bytes each.</param>
/// <param name="openRows">Opens the samples at the first row.</param>
/// <param name="file">What is disposed of with it; null for nothing.</param>
internal sealed class RowRecording(
    string path, RecordingFormat format, string version, RecordingInfo info, RecordingContents contents, SpikeEvent[] spikes,
    Func<ISampleRows> openRows, IDisposable? file = null) : IRecordingFile
{
    public string Path => path;

    public RecordingFormat Format => format;

    public string Version => version;

    public RecordingInfo Info => info;

    public RecordingContents Contents => contents;

    public ISource<RecordingBatch> Open(int batchFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchFrames);
        return new RowSource(info, contents.Runs, spikes, openRows(), batchFrames);
    }

    public SpikeEvent[] ReadSpikes(CancellationToken cancellation) => spikes;

    public void Dispose() => file?.Dispose();
}
