using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Running;

/// <summary>Keeps the spikes that were detected and, where they are known, the true ones. Each of the two lists is written by one task.</summary>
/// <param name="info">The recording as inference gets it.</param>
/// <param name="trueClock">The clock of the true spikes.</param>
public sealed class SpikeKeeper(RecordingInfo info, SampleClock trueClock)
{
    // Lists that grow are half empty.
    private const double Room = 1.5;

    private readonly List<long>[] _true = Lists<long>(info.Targets);
    private readonly List<FoundSpike>[] _detected = Lists<FoundSpike>(info.Targets);

    /// <summary>Bytes that are kept of some spikes.</summary>
    /// <param name="spikes">How many.</param>
    public static double BytesOf(double spikes) => Room * spikes * (sizeof(long) + Unsafe.SizeOf<FoundSpike>());

    /// <summary>Keeps a true spike.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="tick">Index on the clock of the true spikes.</param>
    public void AddTrue(int neuron, long tick) => _true[neuron].Add(tick);

    /// <summary>Keeps a detected spike.</summary>
    /// <param name="spike">The spike.</param>
    public void AddDetected(FoundSpike spike) => _detected[spike.Target].Add(spike);

    /// <summary>The spikes detected in a trace, ascending.</summary>
    /// <param name="neuron">The neuron.</param>
    public IReadOnlyList<FoundSpike> Detected(int neuron) => _detected[neuron];

    /// <summary>True spikes within what inference has seen, s.</summary>
    internal double[] TrueSeconds(int neuron) => [.. _true[neuron].Where(tick => trueClock.TimeSeconds(tick) < EndSeconds).Select(trueClock.TimeSeconds)];

    /// <summary>Detected spikes, s: the middle of their frames.</summary>
    internal double[] DetectedSeconds(int neuron)
        => [.. _detected[neuron].Select(spike => info.FrameClock.TimeSeconds(spike.Frame) + info.FrameClock.PeriodSeconds / 2)];

    /// <summary>Where detection has come to, s.</summary>
    public double EndSeconds { get; set; } = double.PositiveInfinity;

    private static List<T>[] Lists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];
}
