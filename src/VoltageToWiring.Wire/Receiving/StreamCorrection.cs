using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>What the receiver sets right before any inference.</summary>
public sealed record StreamCorrection
{
    /// <summary>
    /// How much later than stated spikes were, s, −3600 … 3600; negative for earlier. Default 0. Corrects a fixed lag between devices; it is
    /// applied in whole ticks of the spike clock, the nearest, which is as well as a spike's time is known.
    /// </summary>
    public double SpikeOffsetSeconds
    {
        get;
        init => field = Math.Abs(value) <= 3600 ? value : throw new ArgumentOutOfRangeException(nameof(SpikeOffsetSeconds), value, "-3600 to 3600 s is allowed.");
    }

    /// <summary>Volts of one unit of the stream; positive. Default null: amplitudes stay in the stream's unit.</summary>
    public double? VoltsPerUnit
    {
        get;
        init => field = value is null or (> 0 and < double.PositiveInfinity) ? value : throw new ArgumentOutOfRangeException(nameof(VoltsPerUnit), value, "A positive number is allowed.");
    }

    /// <summary>Unit of the samples, in place of what the stream states. Default null: the stream's.</summary>
    public string? Unit { get; init; }

    /// <summary>+1 or −1 in place of the polarity that the stream states. Default null: the stream's.</summary>
    public int? Polarity
    {
        get;
        init => field = value is null or 1 or -1 ? value : throw new ArgumentOutOfRangeException(nameof(Polarity), value, "1 or -1 is allowed.");
    }

    /// <summary>What every sample is multiplied by.</summary>
    internal double Gain(Hello hello) => (Polarity ?? hello.Polarity) * (VoltsPerUnit ?? 1);

    /// <summary>The offset in ticks.</summary>
    internal long OffsetTicks(SampleClock spikeClock) => (long)Math.Round(SpikeOffsetSeconds * spikeClock.RateHz, MidpointRounding.ToEven);

    /// <summary>What inference is told of the recording.</summary>
    internal RecordingInfo InfoOf(Hello hello) => new()
    {
        Name = hello.Stream,
        FrameClock = hello.FrameClock,
        SpikeClock = hello.SpikeClock,
        Sources = hello.Sources,
        Targets = hello.Targets,
        Pixels = hello.Pixels,
        SampleType = hello.Format.Encoding switch
        {
            SampleEncoding.Float64 => SampleType.Float64,
            SampleEncoding.UInt16 => SampleType.UInt16,
            _ => SampleType.Float32,
        },
        AmplitudeUnit = VoltsPerUnit is null ? Unit ?? hello.AmplitudeUnit : "V",
        TotalFrames = hello.TotalFrames,
    };
}
