using System.Globalization;
using Spectre.Console;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Work of many recordings in a terminal: how far it is, and what there is so far.</summary>
internal sealed class LiveWorkView : IAsyncDisposable
{
    private readonly WatchedWork _work;
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _drawing;

    public LiveWorkView(WatchedWork work, TimeProvider time)
    {
        _work = work;
        _drawing = LiveLoop.DrawAsync(Draw, time, _finished.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _finished.CancelAsync().ConfigureAwait(false);
        await _drawing.ConfigureAwait(false);
        _finished.Dispose();
    }

    private Rows Draw()
    {
        (double fraction, string soFar) = _work.Look();
        string percent = string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0} %");
        return new Rows(
            new Rule($"[bold]{Markup.Escape(_work.Beginning)}[/]") { Justification = Justify.Left },
            new Markup($"{ProgressLines.Markup(fraction)}  {percent}"),
            new Text(soFar),
            new Markup($"[grey]results → {Markup.Escape(_work.Folder)}   Ctrl-C stops and keeps {Markup.Escape(_work.WhatStays)}[/]"));
    }
}
