namespace VoltageToWiring.Cli.Terminal;

/// <summary>Work of many recordings, as a view sees it.</summary>
/// <param name="Beginning">What is run, in a line.</param>
/// <param name="Folder">Where its results go.</param>
/// <param name="WhatStays">What Ctrl-C keeps, as the end of a sentence.</param>
/// <param name="Look">How far it is, 0 to 1, and what there is so far, in a line. Called at any time.</param>
internal sealed record WatchedWork(string Beginning, string Folder, string WhatStays, Func<(double Fraction, string SoFar)> Look);

/// <summary>Which view of long work fits.</summary>
internal static class WorkViews
{
    public static IAsyncDisposable? Create(bool quiet, WatchedWork work, TimeProvider time)
        => quiet ? null
            : RunViews.CanRedraw ? new LiveWorkView(work, time)
            : new PlainWorkView(work, time);
}
