using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Detection;

/// <summary>How spikes are found in traces; times in s.</summary>
public sealed record DetectionOptions
{
    // Noise and spikes are looked at again once a second; what was a minute ago counts a third.
    private const double PieceSeconds = 1;
    private const double MemorySeconds = 60;

    // The flank that rises to a spike, as long as no waveform is learned.
    private const double FlankSeconds = 0.0015;

    /// <summary>Time of the template before the spike's frame, s. Default 10 ms.</summary>
    public double BeforeSeconds { get; init; } = 0.010;

    /// <summary>Time of the template after it, s; it delays detection. Default 5 ms.</summary>
    public double AfterSeconds { get; init; } = 0.005;

    /// <summary>Shortest interval between two spikes of a neuron, s; it delays detection. Default 3 ms.</summary>
    public double RefractorySeconds { get; init; } = 0.003;

    /// <summary>The least threshold, in standard deviations of the noise; positive. Default 2.6.</summary>
    public double ThresholdFloor { get; init; } = 2.6;

    /// <summary>The waveform of a spike, a value for each frame, its largest at the spike's own; null, the default, where it is learned.</summary>
    public IReadOnlyList<double>? Template { get; init; }

    /// <summary>The same in frames.</summary>
    /// <param name="clock">The clock of the frames.</param>
    public SpikeDetectorOptions InFrames(SampleClock clock)
    {
        int before = Frames(BeforeSeconds, clock), after = Frames(AfterSeconds, clock);
        if (Template is { } given)
        {
            before = PeakOf(given);
            after = given.Count - 1 - before;
        }
        return new SpikeDetectorOptions
        {
            BeforeFrames = before,
            AfterFrames = after,
            RefractoryFrames = Math.Max(1, Frames(RefractorySeconds, clock)),
            PieceFrames = Math.Max(1, Frames(PieceSeconds, clock)),
            KeptOfPiece = Math.Exp(-PieceSeconds / MemorySeconds),
            ThresholdFloor = ThresholdFloor,
            Template = Template ?? Flank(before, after, clock),
            Learns = Template is null,
        };
    }

    private static int PeakOf(IReadOnlyList<double> template)
        => Enumerable.Range(0, template.Count).MaxBy(at => template[at]);

    private static double[] Flank(int before, int after, SampleClock clock)
        => [.. Enumerable.Range(-before, before + 1 + after).Select(at => at > 0 ? 0 : Math.Exp(at * clock.PeriodSeconds / FlankSeconds))];

    private static int Frames(double seconds, SampleClock clock) => (int)Math.Round(seconds * clock.RateHz);
}
