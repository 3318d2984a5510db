using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>How long to wait before the next attempt to connect, and when to give up.</summary>
internal sealed class Backoff(SenderOptions options, TimeProvider time)
{
    // Reports are worth a short wait once everything has arrived, no more.
    private static readonly TimeSpan ForReports = TimeSpan.FromSeconds(5);

    private TimeSpan _next = options.Backoff;
    private long _since = time.GetTimestamp();

    /// <summary>A connection was made and has ended.</summary>
    public void Reset()
    {
        _next = options.Backoff;
        _since = time.GetTimestamp();
    }

    /// <summary>Waits.</summary>
    /// <param name="told">Why the last attempt failed, where somebody said so.</param>
    /// <param name="allArrived">Whether the receiver has everything.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="WireException">It has been too long.</exception>
    public async Task WaitAsync(WireException? told, bool allArrived, CancellationToken cancellation)
    {
        options.OnConnection?.Invoke(told?.Message ?? "The connection has broken; it is made again.");
        TimeSpan longest = allArrived && ForReports < options.GiveUpAfter ? ForReports : options.GiveUpAfter;
        if (time.GetElapsedTime(_since) > longest)
        {
            throw new WireException(WireError.Timeout, FormattableString.Invariant(
                $"No connection to {options.Host}:{options.Port} for {longest.TotalSeconds} s. {told?.Message}"), told);
        }
        await Task.Delay(_next, time, cancellation).ConfigureAwait(false);
        _next = 2 * _next < options.LongestBackoff ? 2 * _next : options.LongestBackoff;
    }
}
