using System.Runtime.CompilerServices;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Simulation;

/// <summary>What a simulated recording will take: memory, and how often it does what.</summary>
/// <param name="options">What is simulated.</param>
/// <param name="sampleType">Number type of the samples.</param>
/// <param name="batchSteps">Steps in a batch.</param>
/// <param name="links">Where batches wait.</param>
public sealed class SimulationForecast(SimulationOptions options, SampleType sampleType, int batchSteps, LinkPlan links)
{
    // The list of all, a copy by train, the pairs in order with their kinds, and what sorting takes.
    private const int SynapseCopies = 3;
    private const int PairAndKindBytes = 12;

    private const int Classes = 2;

    private double Targets => options.Wiring.Targets;

    /// <summary>Presynaptic spikes, expected.</summary>
    public double Spikes { get; } = Enumerable.Range(0, options.Trains).Sum(options.ExpectedSpikes);

    /// <summary>Memory by what takes it.</summary>
    /// <param name="keepsTimes">Whether the spike times of whole trains are kept.</param>
    public IEnumerable<MemoryItem> Memory(bool keepsTimes)
    {
        if (keepsTimes)
            yield return new("spike times of all trains", Spikes * sizeof(double));
        yield return new("batches waiting in links, at most", BatchBytes());
        yield return new(
            "synapses", options.Wiring.Synapses.Count * (double)(SynapseCopies * Unsafe.SizeOf<Synapse>() + PairAndKindBytes), MemoryHeld.Throughout);
        yield return new(
            "spikes under way along synapses",
            options.Wiring.Synapses.Select(synapse => synapse.DelaySteps).DefaultIfEmpty().Max() * (double)Classes * Targets * sizeof(double));
    }

    private double BatchBytes()
    {
        double steps = batchSteps, frames = steps / options.Camera.StepsPerFrame + 1;
        double spikes = 2 * Unsafe.SizeOf<SpikeEvent>() * Spikes / options.TotalSteps * steps;
        int sample = sampleType == SampleType.Float64 ? sizeof(double) : sizeof(float);
        // What a stage works on beside its batches: who spiked, and an exposure that is not over.
        double scratch = Targets * (steps * sizeof(byte) + (steps + frames) * sizeof(double));
        return scratch
            + Waiting("synapses", spikes)
            + Waiting("neurons", spikes + Classes * sizeof(double) * steps * Targets)
            + Waiting("imaging", spikes + sizeof(double) * (steps + 1) * Targets)
            + Waiting("sta", spikes + sample * frames * Targets);
    }

    private double Waiting(string stage, double bytes)
        => bytes * (links.HasLinkBefore(stage) ? Math.Min(links.Options.Capacity + 2, options.TotalSteps / (double)batchSteps + 1) : 1);
}
