namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>From spike times to the ticks of an integer spike clock.</summary>
public static class SpikeClock
{
    /// <summary>The tick nearest to a time; a time exactly between two ticks goes to the even one, as the reference does.</summary>
    /// <param name="timeSeconds">Time since the start of the recording, in s.</param>
    /// <param name="periodSeconds">The period of the clock, in s.</param>
    public static long ToTick(double timeSeconds, double periodSeconds)
        => (long)Math.Round(timeSeconds / periodSeconds, MidpointRounding.ToEven);
}
