using System.Threading.Channels;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.PlugIn;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Sources;

/// <summary>A recording that comes in batches, whoever makes them: a file, a socket, somebody's own code.</summary>
/// <param name="info">What it is like.</param>
/// <param name="batches">Its batches; disposed of with the recording where they can be.</param>
public class BatchRecording(RecordingInfo info, ISource<RecordingBatch> batches) : IRecording
{
    private PacedRecording? _paced;

    /// <summary>A recording that somebody writes into a channel; a bounded one makes its writer wait while the run is behind.</summary>
    /// <param name="info">What comes.</param>
    /// <param name="batches">Where it comes out; see <see cref="ChannelSource"/> for whose a batch is.</param>
    public static BatchRecording From(RecordingInfo info, ChannelReader<RecordingBatch> batches) => new(info, new ChannelSource(info, batches));

    /// <summary>A recording that somebody lets out as an observable, which cannot wait; see <see cref="ObservableSource"/>.</summary>
    /// <param name="info">What comes.</param>
    /// <param name="batches">The recording; a batch is its owner's again when its OnNext returns.</param>
    /// <param name="options">How much of it may wait, and what happens to more; null for 1 s, of which the oldest frames are dropped.</param>
    public static BatchRecording From(RecordingInfo info, IObservable<RecordingBatch> batches, InletOptions? options = null)
        => new(info, new ObservableSource(batches, new RecordingInlet(info, options)));

    /// <inheritdoc/>
    public RecordingInfo Info => info;

    /// <inheritdoc/>
    public virtual IResultsListener? Results => null;

    /// <inheritdoc/>
    public virtual StreamBooks? Books => null;

    /// <summary>
    /// All trains, s, where they are known beforehand. Default: not known. Random numbers of their surrogates follow from the seed.
    /// </summary>
    public IReadOnlyList<double[]>? TimesSeconds { get; init; }

    /// <summary>Seed of the surrogates of trains that are known beforehand.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public virtual void Prepare(CancellationToken cancellation)
    {
    }

    /// <inheritdoc/>
    public KnownTrains Trains()
    {
        var streams = new RandomStreams(Seed);
        return new KnownTrains(
            TimesSeconds ?? throw new InvalidOperationException($"The trains of {info.Name} are not known beforehand."),
            new SurrogateRandomness((train, surrogate) => streams.Surrogate(train, surrogate), InTurn: false));
    }

    /// <inheritdoc/>
    public long? DueTimestamp(long endFrame) => _paced is { IsPaced: true } paced ? paced.DueTimestamp(endFrame) : null;

    /// <inheritdoc/>
    public Flow<RecordingBatch> Start(RecordingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (start.Ledger is { } ledger)
            (batches as ILossySource)?.CountDropsIn(ledger);
        if (start is { StopAfterFrames: null, Gate: null, Pace.Speed: null })
            return Flow.From(batches, start.Time, start.Probe);
        _paced = new PacedRecording(batches, info, start.StopAfterFrames, start.Gate, start.Pace, start.Time);
        return Flow.From(_paced, start.Time, start.Probe);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _paced?.Dispose();
        switch (batches)
        {
            case IAsyncDisposable asynchronous: await asynchronous.DisposeAsync().ConfigureAwait(false); break;
            case IDisposable owned: owned.Dispose(); break;
        }
        GC.SuppressFinalize(this);
    }
}
