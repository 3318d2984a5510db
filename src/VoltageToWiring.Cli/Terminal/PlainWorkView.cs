using System.Globalization;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A line now and then about work of many recordings, for output that is no terminal.</summary>
internal sealed class PlainWorkView : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;

    public PlainWorkView(WatchedWork work, TimeProvider time)
    {
        Console.WriteLine($"{work.Beginning}. Results: {work.Folder}");
        _timer = time.CreateTimer(_ => Show(work), null, Period, Period);
    }

    // Waits for a line that is being written.
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static void Show(WatchedWork work)
    {
        (double fraction, string soFar) = work.Look();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0} % done, {soFar}"));
    }
}
