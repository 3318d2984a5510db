using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Sources;

/// <summary>A recording in a file.</summary>
public sealed record FileSource : KnownSource
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What it does not say of itself.</summary>
    public required ReadOptions Options { get; init; }

    /// <summary>What it says of itself.</summary>
    public required RecordingInfo Stated { get; init; }

    /// <inheritdoc/>
    public override RecordingInfo Info => Stated;

    /// <summary>What is in it.</summary>
    public required RecordingContents Contents { get; init; }

    /// <summary>Frames in a batch.</summary>
    public required int BatchFrames { get; init; }

    /// <summary>Seed of whole-train surrogates.</summary>
    public required ulong Seed { get; init; }

    /// <inheritdoc/>
    public override IRecording Open() => new OpenFile(this, RecordingFiles.Open(Path, Options));
}

/// <summary>A file that is about to be replayed.</summary>
/// <param name="source">What is replayed.</param>
/// <param name="file">The file.</param>
internal sealed class OpenFile(FileSource source, IRecordingFile file) : IRecording
{
    private readonly BatchRecording _batches = new(file.Info, file.Open(source.BatchFrames));
    private double[][]? _timesSeconds;

    public RecordingInfo Info => file.Info;

    public KnownTrains Trains()
    {
        var streams = new RandomStreams(source.Seed);
        _timesSeconds ??= TimesSeconds();
        return new KnownTrains(_timesSeconds, new SurrogateRandomness((train, surrogate) => streams.Surrogate(train, surrogate), InTurn: false));
    }

    public Flow<RecordingBatch> Start(RecordingStart start) => _batches.Start(start);

    public async ValueTask DisposeAsync()
    {
        await _batches.DisposeAsync().ConfigureAwait(false);
        file.Dispose();
    }

    private double[][] TimesSeconds()
    {
        var times = new List<double>[Info.Sources];
        for (int train = 0; train < times.Length; train++)
            times[train] = [];
        foreach (SpikeEvent spike in file.ReadSpikes())
            times[spike.Source].Add(Info.SpikeClock.TimeSeconds(spike.Tick));
        return [.. times.Select(train => train.ToArray())];
    }
}
