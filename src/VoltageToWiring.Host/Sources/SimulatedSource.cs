using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Sources;

/// <summary>A simulation.</summary>
public sealed record SimulatedSource : KnownSource
{
    /// <summary>What is simulated.</summary>
    public required SimulationOptions Options { get; init; }

    /// <summary>Where its randomness comes from.</summary>
    public required SimulationRandomness Randomness { get; init; }

    /// <summary>Steps in a batch.</summary>
    public required int BatchSteps { get; init; }

    /// <inheritdoc/>
    public override RecordingInfo Info => SimulatedRecording.InfoOf(Options, Randomness);

    /// <inheritdoc/>
    public override IReadOnlyList<double> RatesHz => Options.RatesHz;

    /// <inheritdoc/>
    public override IRecording Open() => new OpenSimulation(this);
}

/// <summary>A simulation that is about to run.</summary>
/// <param name="source">What is simulated.</param>
internal sealed class OpenSimulation(SimulatedSource source) : IRecording
{
    private readonly SimulatedRecording _recording = new(source.Options, source.Randomness);
    private StepClock? _clock;

    public RecordingInfo Info => _recording.Info;

    public SimulatedRecording Simulation => _recording;

    public void Prepare(CancellationToken cancellation) => _recording.Prepare(cancellation);

    public KnownTrains Trains()
        => new(_recording.KnownSpikeTimesSeconds(), new SurrogateRandomness(_recording.SurrogateRandom(), _recording.SurrogatesInTurn));

    // The voltage of a step is known once the next has been made: a spike resets it.
    public long GateFor(long endFrame) => endFrame * source.Options.Camera.StepsPerFrame + 1;

    public long? DueTimestamp(long endFrame) => _clock is { IsPaced: true } clock ? clock.DueTimestamp(endFrame * source.Options.Camera.StepsPerFrame) : null;

    public Flow<RecordingBatch> Start(RecordingStart start)
    {
        long steps = start.StopAfterFrames is { } frames
            ? Math.Min(frames * source.Options.Camera.StepsPerFrame, source.Options.TotalSteps)
            : source.Options.TotalSteps;
        _clock = new StepClock(source.Options.StepClock, steps, source.BatchSteps, start.Pace, start.Time, start.Gate);
        return _recording.Start(_clock, start.Links, start.Time, start.Probe);
    }

    public ValueTask DisposeAsync()
    {
        _clock?.Dispose();
        return ValueTask.CompletedTask;
    }
}
