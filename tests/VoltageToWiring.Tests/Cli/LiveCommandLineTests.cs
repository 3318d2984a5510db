using System.Diagnostics;
using System.Globalization;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>A run that waits and a program that sends, each by itself, as in two terminals.</summary>
[Collection(nameof(CommandLineTests))]
public class LiveCommandLineTests
{
    private static readonly string[] Short = ["--set", "source.simulate.duration=10 s"];

    [Fact]
    public async Task RunAndSend_InTwoProcesses_FindWhatTheDirectRunFindsAndTheBooksBalance()
    {
        using var folder = new TemporaryFolder();
        string direct = folder.File("direct"), live = folder.File("live");
        Assert.Equal(0, (await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--out", direct, .. Short])).ExitCode);

        using Process run = Start("run", TestFiles.Pipeline("listen-tcp.yaml"), "--set", "source.listen.tcp=127.0.0.1:0", "--out", live);
        string waiting = await LineAsync(run);
        Assert.Matches(@"^Waiting for a recording on tcp://127\.0\.0\.1:\d+\.$", waiting);
        string to = waiting.Split(' ')[^1].TrimEnd('.');
        using Process send = Start(
            ["send", TestFiles.Pipeline("live.yaml"), "--to", to, "--pace", "max", "--drop", "0.5%", "--duplicate", "1%", "--reorder", "1%", "--jitter", "1ms", .. Short]);
        string sent = await send.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string received = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(send.WaitForExitAsync(TestContext.Current.CancellationToken), run.WaitForExitAsync(TestContext.Current.CancellationToken));

        Assert.Equal((0, 0), (send.ExitCode, run.ExitCode));
        Assert.Contains("'live' has come: 30 trains, 1 target(s), frames at 1000 Hz", received, StringComparison.Ordinal);
        Assert.Contains("Books: frames 10000 in = 10000 used", received, StringComparison.Ordinal);
        Assert.Matches(@"Stream: \d+ messages over 1 connection\(s\), \d+ duplicates discarded", received);
        Assert.Contains("Books: sent 10000 frames, 0 in gaps", sent, StringComparison.Ordinal);
        Assert.Matches(@"Found: \d+ of 30 pairs decided at 10\.0 s", sent);
        Assert.Matches(@"→ 0\s+excitatory", sent);
        Assert.Contains("  pair        kind        log10 evidence  amplitude in V\n", sent, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(direct, "timeline.csv")), File.ReadAllText(Path.Combine(live, "timeline.csv")));
        // The report of a live run is a function of its folder, too.
        Called again = await CallAsync(["report", live, "--out", folder.File("again")]);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal(File.ReadAllText(Path.Combine(live, "report.html")), File.ReadAllText(folder.File("again/report.html")));
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        Task<Called> calling = CallAsync(
            ["run", TestFiles.Pipeline("listen-tcp.yaml"), "--set", "source.listen.tcp=127.0.0.1:0", "--out", folder.File("live")], stop.Token);
        string log = folder.File("live/pipeline.yaml");
        while (!File.Exists(log) && !calling.IsCompleted)
            await Task.Yield();
        await stop.CancelAsync();
        Called called = await calling;
        Assert.Equal((130, ""), (called.ExitCode, called.Error));
        Assert.EndsWith("Cancelled before a recording came.\n", called.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to: found 'somewhere'; allowed is tcp://HOST:PORT", "--to", "somewhere")]
    [InlineData("--to: found 'tcp://host'; allowed is tcp://HOST:PORT", "--to", "tcp://host")]
    [InlineData("--drop: found '2'; allowed is a percentage", "--to", "tcp://127.0.0.1:1", "--drop", "2")]
    [InlineData("--jitter: found '2'; allowed is a time above 0", "--to", "tcp://127.0.0.1:1", "--jitter", "2")]
    [InlineData("--token: found 'abc'; allowed is none, env:NAME", "--to", "tcp://127.0.0.1:1", "--token", "abc")]
    [InlineData("--token: found 'env:HOME', but a publisher asks nobody", "--to", "open-ephys://127.0.0.1:5556", "--token", "env:HOME")]
    [InlineData("--to: found 'zmq://127.0.0.1:65535', whose next port is needed", "--to", "zmq://127.0.0.1:65535")]
    [InlineData("allowed with open-ephys:// is a port below 65535", "--to", "open-ephys://127.0.0.1:65535")]
    [InlineData("pace is 'fast'", "--to", "tcp://127.0.0.1:1", "--pace", "fast")]
    public async Task Send_Wrong_IsOneSentence(string expected, params string[] arguments)
    {
        Called called = await CallAsync(["send", TestFiles.Pipeline("live.yaml"), .. arguments]);
        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.Contains(expected, called.Error, StringComparison.Ordinal);
        Assert.Equal(1, called.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Validate_LivePipeline_SaysWhatIsKnownBeforehand()
    {
        Called called = await CallAsync(["validate", TestFiles.Pipeline("listen-tcp.yaml")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains("recording ═ sta ═ significance", called.Output, StringComparison.Ordinal);
        Assert.Contains("live: run waits for it on tcp://127.0.0.1:5800", called.Output, StringComparison.Ordinal);
        Assert.Contains("known when it comes: frame rate, clocks, neurons, trains, unit of the samples, length", called.Output, StringComparison.Ordinal);
        Assert.Contains("joint score, e-BH at α = 0.05", called.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("calibrate")]
    [InlineData("run", "--pace", "4x")]
    public async Task LivePipeline_WhereItHasNoPlace_IsOneSentence(string verb, params string[] more)
    {
        Called called = await CallAsync([verb, TestFiles.Pipeline("listen-tcp.yaml"), .. verb == "calibrate" ? (string[])["--recordings", "2"] : [], .. more]);
        Assert.Equal(2, called.ExitCode);
        Assert.Equal(1, called.Error.Count(c => c == '\n'));
    }

    private static Process Start(params string[] arguments)
        => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "v2w.dll"), .. arguments]) { RedirectStandardOutput = true })!;

    private static async Task<string> LineAsync(Process process)
        => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{process.Id} said nothing."));
}
