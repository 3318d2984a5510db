using System.Globalization;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>What follows from a hello and the limits: whether it is allowed, how far its clocks go, how much may wait.</summary>
internal sealed class StreamBounds
{
    /// <exception cref="WireException">The hello asks for more than is allowed.</exception>
    public StreamBounds(Hello hello, WireLimits limits)
    {
        Most(hello.Pixels is null ? "targets" : "pixels", hello.Targets, hello.Pixels is null ? limits.Targets : limits.Pixels);
        Most("sources", hello.Sources, limits.Sources);
        Most("max_message_bytes", hello.MessageBytes, limits.MessageBytes);
        long frameBytes = (long)hello.Targets * hello.Format.BytesPerSample;
        Most(hello.Pixels is null ? "targets × bytes of a sample" : "bytes for a frame", frameBytes, hello.MessageBytes, " (max_message_bytes)");
        Credit = CreditOf(hello, limits);
        GapFrames = (long)Math.Min(WireProtocol.LargestInteger, limits.Gap.TotalSeconds * hello.FrameClock.RateHz);

        // Both clocks stay within exact integers, whatever their ratio.
        LastTick = Scaled(WireProtocol.LargestInteger, hello.FrameClock, hello.SpikeClock);
        LastFrame = Scaled(LastTick, hello.SpikeClock, hello.FrameClock);
    }

    /// <summary>How many messages may wait.</summary>
    public int Credit { get; }

    /// <summary>Longest gap.</summary>
    public long GapFrames { get; }

    /// <summary>Largest tick.</summary>
    public long LastTick { get; }

    /// <summary>Largest frame index.</summary>
    public long LastFrame { get; }

    /// <summary>Integers and spikes take more memory when read than on the wire.</summary>
    private static int CreditOf(Hello hello, WireLimits limits)
    {
        long samples = (long)hello.MessageBytes * (hello.Format.Encoding == SampleEncoding.Int16 ? 2 : 1);
        long spikes = Math.Min(WireProtocol.SpikesPerMessage, hello.MessageBytes / 2) * 16L;
        long credit = limits.WaitingBytes / Math.Max(samples, spikes);
        if (credit == 0)
        {
            throw new WireException(WireError.Limit, string.Create(
                CultureInfo.InvariantCulture,
                $"The hello asks for messages of {hello.MessageBytes} bytes, of which not one fits into the {limits.WaitingBytes} bytes that may wait here."));
        }
        return (int)Math.Min(credit, limits.WaitingMessages);
    }

    private static long Scaled(long index, SampleClock from, SampleClock to)
    {
        Int128 scaled = (Int128)index * to.RateNumerator * from.RateDenominator / ((Int128)to.RateDenominator * from.RateNumerator);
        return scaled > WireProtocol.LargestInteger ? WireProtocol.LargestInteger : (long)scaled;
    }

    private static void Most(string what, long found, long allowed, string remark = "")
    {
        if (found > allowed)
        {
            throw new WireException(WireError.Limit, string.Create(
                CultureInfo.InvariantCulture, $"The hello announces {found} {what}; up to {allowed}{remark} are allowed here."));
        }
    }
}
