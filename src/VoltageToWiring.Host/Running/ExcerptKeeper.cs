using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Running;

/// <summary>A piece of the trace of one target, as it entered inference.</summary>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="FirstFrame">Its first frame.</param>
/// <param name="Samples">A sample for each frame, in the recording's unit; NaN where a frame is missing.</param>
/// <param name="SpikeTicks">The neuron's own spikes in it, on the spike clock; null where not all of them are known.</param>
public sealed record TraceExcerpt(int Target, long FirstFrame, double[] Samples, IReadOnlyList<long>? SpikeTicks);

/// <summary>Keeps the beginning of a recording, and chooses from it what is shown of it: some seconds, with a spike where there is one.</summary>
/// <param name="info">The recording.</param>
internal sealed class ExcerptKeeper(RecordingInfo info)
{
    /// <summary>The target that is kept.</summary>
    public const int Target = 0;

    private const double KeptSeconds = 15;
    private const double ShownSeconds = 3;
    private const int MostKeptFrames = 300_000;

    // Of the time shown, what comes before the spike.
    private const double BeforeTheSpike = 0.6;

    private readonly int _keptFrames = Frames(KeptSeconds, info);
    private readonly int _shownFrames = Frames(ShownSeconds, info);
    private readonly List<double> _samples = [];

    /// <summary>Looks at what enters inference; frames come in order.</summary>
    public void Look(RecordingBatch batch)
    {
        for (int i = 0; i < batch.FrameCount && _samples.Count < _keptFrames; i++)
        {
            while (_samples.Count < Math.Min(batch.FirstFrame + i, _keptFrames))
                _samples.Add(double.NaN);
            int at = i * batch.Targets + Target;
            if (_samples.Count < _keptFrames)
                _samples.Add(batch.SampleType == SampleType.Float64 ? batch.Float64[at] : batch.Float32[at]);
        }
    }

    /// <summary>What is shown; null where nothing was recorded.</summary>
    /// <param name="spikes">The spikes of the target; null where they are not known.</param>
    public TraceExcerpt? Choose(OutputSpikes? spikes)
    {
        if (_samples.Count == 0)
            return null;
        int shown = Math.Min(_shownFrames, _samples.Count);
        long spike = spikes is { FirstSteps.Count: > 0 } ? info.FrameOf(spikes.FirstSteps[0]) : 0;
        long first = spike < _samples.Count ? Math.Clamp(spike - (int)(BeforeTheSpike * shown), 0, _samples.Count - shown) : 0;
        return new TraceExcerpt(Target, first, [.. _samples.GetRange((int)first, shown)], spikes is null ? null : SpikesIn(first, first + shown, spikes));
    }

    private List<long>? SpikesIn(long first, long end, OutputSpikes spikes)
    {
        bool allKnown = spikes.Count == spikes.FirstSteps.Count || info.FrameOf(spikes.FirstSteps[^1]) >= end;
        return allKnown ? [.. spikes.FirstSteps.Where(step => info.FrameOf(step) >= first && info.FrameOf(step) < end)] : null;
    }

    private static int Frames(double seconds, RecordingInfo info)
        => (int)Math.Clamp(seconds * info.FrameClock.RateHz, 1, MostKeptFrames);
}
