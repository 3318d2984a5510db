using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings;

/// <summary>A file with a recording, open for reading. It may be gone through any number of times, one after the other.</summary>
public interface IRecordingFile : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>How it holds the recording.</summary>
    RecordingFormat Format { get; }

    /// <summary>Version of the format, as the file states it.</summary>
    string Version { get; }

    /// <summary>What the recording is like; its length is known.</summary>
    RecordingInfo Info { get; }

    /// <summary>What is in it.</summary>
    RecordingContents Contents { get; }

    /// <summary>
    /// The recording from its beginning, in batches, as fast as they can be read and in memory that does not grow with its length. A file that
    /// turns out to be broken throws from <see cref="ISource{T}.Next"/>. Dispose of the source where it can be.
    /// </summary>
    /// <param name="batchFrames">Frames in a batch, at least 1; a log gives its batches as they were recorded.</param>
    ISource<RecordingBatch> Open(int batchFrames);

    /// <summary>All spikes, ascending by tick and, at one tick, by source.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    SpikeEvent[] ReadSpikes(CancellationToken cancellation = default);
}
