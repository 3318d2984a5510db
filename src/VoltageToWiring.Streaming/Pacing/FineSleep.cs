using System.Runtime.InteropServices;

namespace VoltageToWiring.Streaming.Pacing;

/// <summary>
/// Sleeps until a timestamp to within some ten microseconds, on the calling thread. Timers count milliseconds, and a batch may be as short as one.
/// </summary>
/// <remarks>
/// The system is asked for a little less, and what is left is spun away: waking a thread takes it some fifty microseconds, now more, now less.
/// Where the system offers no short sleep all of it is spun.
/// </remarks>
public static class FineSleep
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long SpunNanoseconds = 80_000;
    private const int SpinsBetweenLooks = 10;

    /// <summary>Sleeps until a timestamp has passed.</summary>
    /// <param name="time">The clock; only a real one moves while its caller sleeps.</param>
    /// <param name="timestamp">When to return.</param>
    /// <param name="spins">Whether to be exact at the price of a busy processor; otherwise it returns when the system sees fit, up to a millisecond late.</param>
    /// <returns>The timestamp at which it returned.</returns>
    public static long Until(TimeProvider time, long timestamp, bool spins = true)
    {
        ArgumentNullException.ThrowIfNull(time);
        long now = time.GetTimestamp();
        while (now < timestamp)
        {
            long left = (long)((Int128)(timestamp - now) * NanosecondsPerSecond / time.TimestampFrequency);
            long slept = left - (spins ? SpunNanoseconds : 0);
            if (slept > 0 && !OperatingSystem.IsWindows())
            {
                var span = new TimeSpec((nint)(slept / NanosecondsPerSecond), (nint)(slept % NanosecondsPerSecond));
                _ = Sleep(in span, 0);
            }
            else
            {
                Thread.SpinWait(SpinsBetweenLooks);
            }
            now = time.GetTimestamp();
        }
        return now;
    }

    // May be woken early by a signal; whoever calls looks at the clock.
    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(in TimeSpec span, nint left);

    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
