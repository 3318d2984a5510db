using Spectre.Console;
using Spectre.Console.Rendering;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Redraws a part of the terminal, ten times a second.</summary>
internal static class LiveLoop
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Draws until told to end, and then the last state once more.</summary>
    /// <param name="draw">Draws the newest state.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="finished">Ends it.</param>
    public static Task DrawAsync(Func<IRenderable> draw, TimeProvider time, CancellationToken finished) => Task.Run(
        () => AnsiConsole.Live(draw()).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Refresh, time);
            try
            {
                while (await timer.WaitForNextTickAsync(finished).ConfigureAwait(false))
                    context.UpdateTarget(draw());
            }
            catch (OperationCanceledException)
            {
                // What was watched is over.
            }
            context.UpdateTarget(draw());
        }),
        CancellationToken.None);
}
