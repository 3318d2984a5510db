namespace VoltageToWiring.Simulation.Imaging;

/// <summary>The simulated camera.</summary>
public sealed record CameraOptions
{
    private readonly int _stepsPerFrame = 1;
    private readonly double _spikeSnr = double.PositiveInfinity;
    private readonly double _invalidFraction;

    /// <summary>Simulation steps in one exposure; at least 1, the default.</summary>
    public int StepsPerFrame
    {
        get => _stepsPerFrame;
        init => _stepsPerFrame = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StepsPerFrame), value, "An exposure lasts at least one step.");
    }

    /// <summary>Height of a spike, v_peak − v_r, over the noise's standard deviation in one frame. Positive; default: no noise.</summary>
    public double SpikeSnr
    {
        get => _spikeSnr;
        init => _spikeSnr = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(SpikeSnr), value, "The signal-to-noise ratio is positive.");
    }

    /// <summary>Fraction of the samples that are NaN, each target's frames on their own; 0, the default, to below 1.</summary>
    public double InvalidFraction
    {
        get => _invalidFraction;
        init => _invalidFraction = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(InvalidFraction), value, "The fraction of invalid samples is at least 0 and below 1.");
    }

    /// <summary>What it sees of a voltage beside white noise. Default: the voltage as it is.</summary>
    public SensorOptions Sensor { get; init; } = SensorOptions.Ideal;

    /// <summary>Frames that never leave the camera; ascending, not overlapping. Default: none.</summary>
    public IReadOnlyList<FrameGap> Gaps { get; init; } = [];
}
