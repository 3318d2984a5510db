using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Host.Sources;

/// <summary>A recording that is open, and flows once.</summary>
public interface IRecording : IAsyncDisposable
{
    /// <summary>What it is like.</summary>
    RecordingInfo Info { get; }

    /// <summary>What only a simulation knows; null of any other recording.</summary>
    SimulatedRecording? Simulation => null;

    /// <summary>Whoever made the recording and wants to know what was found in it; null where nobody does.</summary>
    IResultsListener? Results => null;

    /// <summary>How it came, where it was received; null otherwise.</summary>
    StreamBooks? Books => null;

    /// <summary>Does what must be done before the first frame; called once, before all that follows.</summary>
    /// <param name="cancellation">Ends it.</param>
    void Prepare(CancellationToken cancellation)
    {
    }

    /// <summary>All trains with the random numbers of their surrogates; asked for only where trains are known beforehand.</summary>
    KnownTrains Trains() => throw new InvalidOperationException($"The trains of {Info.Name} are not known beforehand.");

    /// <summary>How far a gate has to open for all frames before one to leave the recording: an index on the recording's own clock.</summary>
    /// <param name="endFrame">Index after the last of these frames.</param>
    long GateFor(long endFrame) => endFrame;

    /// <summary>When a frame is over, by the pace; null where there is none, or the recording decides that itself.</summary>
    /// <param name="endFrame">Index after the frame.</param>
    long? DueTimestamp(long endFrame) => null;

    /// <summary>Begins the flow.</summary>
    /// <param name="start">How it is to flow.</param>
    Flow<RecordingBatch> Start(RecordingStart start);
}

/// <summary>How a recording is to flow.</summary>
/// <param name="StopAfterFrames">Frames after which it ends early; null for its own end.</param>
/// <param name="Gate">How far it may go for now; null for no gate.</param>
/// <param name="Pace">How fast, where the recording does not decide that itself.</param>
/// <param name="Links">Where links are.</param>
/// <param name="Time">Wall time.</param>
/// <param name="Probe">Looks into the flow; null for nobody.</param>
/// <param name="Ledger">The books of the run, for what is lost before it comes into the flow; null where nobody keeps any.</param>
public sealed record RecordingStart(
    long? StopAfterFrames, StepGate? Gate, Pace Pace, LinkPlan Links, TimeProvider Time, IFlowProbe? Probe = null, Ledger? Ledger = null);

/// <summary>Trains that are known from beginning to end.</summary>
/// <param name="TimesSeconds">Spike times of each train, s, ascending.</param>
/// <param name="Randomness">Where the random numbers of their surrogates come from.</param>
public sealed record KnownTrains(IReadOnlyList<double[]> TimesSeconds, SurrogateRandomness Randomness);
