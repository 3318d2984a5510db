using System.Net;
using System.Net.Sockets;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Wire.Sending;
using static VoltageToWiring.Tests.Host.Sources.LiveRuns;

namespace VoltageToWiring.Tests.Host.Sources;

/// <summary>Runs of recordings that come over TCP, against the same recordings inferred where they are made.</summary>
public class ListenRunTests
{
    [Theory]
    [InlineData("10 ms", false)]
    [InlineData("1 ms", true)]
    [InlineData("7.3 ms", true)]
    [InlineData("2 s", true)]
    public async Task Run_OverTcp_GivesTheEstimatesOfTheDirectRun(string batch, bool disturbed)
    {
        using var folder = new TemporaryFolder();
        await RunAsync(Direct(), folder.File("direct"));
        FaultOptions? faults = disturbed ? new FaultOptions { Drop = 0.005, Duplicate = 0.02, Reorder = 0.02, DisconnectEveryMessages = batch == "1 ms" ? 500 : 30 } : null;
        var waiting = new WaitingRun(Load(Listening), folder.File("live"));
        SendResult sent = await waiting.SendAsync(Sent($"batch={batch}"), faults);
        RunResult result = await waiting.Result;
        Assert.Equal((null, RunEnding.Completed, null), (sent.Problem, result.Outcome.Ending, result.Outcome.Fault));
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("live")));
        Assert.Equal(sent.Counters.Sent, sent.Counters.Received);
        Assert.Equal((60, 60), (result.Stream!.GapFrames, sent.Counters.Sent.GapFrames));
        Assert.True(result.Outcome.Progress.Ledger.Balances);
        if (!disturbed)
            Assert.Equal((1, 0L, 0L), (result.Stream.Connections, result.Stream.Duplicates, result.Stream.Reordered));
        else if (batch == "1 ms")
            Assert.True(result.Stream is { Connections: > 10, Duplicates: > 0, Reordered: > 0 }, result.Stream.ToString());
    }

    [Theory]
    [InlineData("10 ms", false)]
    [InlineData("7.3 ms", true)]
    public async Task Run_OverZeroMq_GivesTheEstimatesOfTheDirectRun(string batch, bool disturbed)
    {
        using var folder = new TemporaryFolder();
        await RunAsync(Direct(), folder.File("direct"));
        FaultOptions? faults = disturbed ? new FaultOptions { Drop = 0.005, Duplicate = 0.02, Reorder = 0.02, DisconnectEveryMessages = 100 } : null;
        var waiting = new WaitingRun(Load(Listening.Replace("tcp:", "zeromq:", StringComparison.Ordinal)), folder.File("live"));
        SendResult sent = await waiting.SendAsync(Sent($"batch={batch}"), faults, SendWay.ZeroMq);
        RunResult result = await waiting.Result;
        Assert.Equal((null, RunEnding.Completed), (sent.Problem, result.Outcome.Ending));
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("live")));
        Assert.Equal(sent.Counters.Sent, sent.Counters.Received);
        Assert.Equal(result.Estimates!.Frame, sent.Report!.Frame);
        Assert.Equal(disturbed, result.Stream!.Connections > 5);
    }

    [Theory]
    [InlineData("until=2.5 s")]
    [InlineData("until=2.03 s")]
    public async Task Run_UntilATime_IsTheDirectRunsAndTheSenderIsTold(string until)
    {
        using var folder = new TemporaryFolder();
        await RunAsync(Direct(until), folder.File("direct"));
        var waiting = new WaitingRun(Load(Listening, until), folder.File("live"));
        SendResult sent = await waiting.SendAsync(Sent("batch=77 ms"));
        RunResult result = await waiting.Result;
        Assert.Equal(RunEnding.Completed, result.Outcome.Ending);
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("live")));
        Assert.Equal((null, true), (sent.Problem, sent.ReceiverEndedEarly));
    }

    [Fact]
    public async Task Run_UntilDecided_EndsAtTheSameReportHoweverItIsSent()
    {
        using var folder = new TemporaryFolder();
        string[] easy = ["until=decided", "inference.online.minimum_amplitude=5 mV", "inference.online.alpha=0.4", "inference.online.score=joint"];
        var ends = new List<(double?, string)>();
        foreach (string batch in (string[])["batch=1 ms", "batch=90 ms"])
        {
            string path = folder.File(batch);
            var waiting = new WaitingRun(Load(Listening, easy), path);
            await waiting.SendAsync(Sent(batch));
            ends.Add(((await waiting.Result).DecidedAtSeconds, Estimates(path)));
        }
        Assert.Equal(ends[0], ends[1]);
        RunResult direct = await RunAsync(Direct(easy), folder.File("direct"));
        Assert.NotNull(direct.DecidedAtSeconds);
        Assert.Equal(direct.DecidedAtSeconds, ends[0].Item1);
    }

    [Fact]
    public async Task Run_StrangersAllAlong_DoNoHarmAndAreCounted()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(Direct(), folder.File("direct"));
        using var begun = new SemaphoreSlim(0);
        var waiting = new WaitingRun(
            Load(Listening), folder.File("live"), watch: run => run.Estimates.Subscribe(_ => begun.Release()));
        int port = await waiting.PortAsync();
        Task<SendResult> sending = waiting.SendAsync(Sent("pace=4x"));
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        await FloodAsync(port, 1000);
        SendResult sent = await sending;
        RunResult result = await waiting.Result;
        Assert.Null(sent.Problem);
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("live")));
        Assert.True(result.Stream!.Refused > 0);
        Assert.Equal(1, result.Stream.Connections);
    }

    [Fact]
    public async Task Run_RecordingThePipelineDoesNotFit_IsRefusedWithTheReasonAndAnotherIsTaken()
    {
        using var folder = new TemporaryFolder();
        var waiting = new WaitingRun(Load(Listening, "inference.sta.window=20 s", "inference.sta.scheme=none"), folder.File("live"));
        SendResult refused = await waiting.SendAsync(Sent());
        Assert.Contains("inference.sta.window is 20 s; allowed is a time shorter than the recording, 6 s", refused.Problem, StringComparison.Ordinal);
        SendResult sent = await waiting.SendAsync(Sent("source.simulate.duration=25 s", "source.simulate.trains.count=1", "source.simulate.targets=1"));
        Assert.Null(sent.Problem);
        Assert.Equal(RunEnding.Completed, (await waiting.Result).Outcome.Ending);
        Assert.Contains(waiting.Said, sentence => sentence.StartsWith("Refused: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Meaning_IsAppliedBeforeInference()
    {
        using var folder = new TemporaryFolder();
        RunResult plain = await ReceiveAsync(folder.File("plain"));
        RunResult scaled = await ReceiveAsync(
            folder.File("scaled"), "source.listen.unit=mV", "source.listen.volts_per_unit=0.001", "source.listen.polarity=negative",
            "source.listen.spike_height=0.1 V", "inference.online.minimum_amplitude=0.1 % of spike height");
        Assert.Equal("V", scaled.Info.AmplitudeUnit);
        Assert.Equal(1e-4, scaled.Pipeline.Online!.MinimumAmplitude, 1e-12);
        Assert.Equal(-1e-3 * plain.Excerpt!.Samples[100], scaled.Excerpt!.Samples[100], 1e-9);
        RunResult late = await ReceiveAsync(folder.File("late"), "source.listen.spike_offset=-20 ms");
        // What would be before the recording is too late.
        Assert.InRange(late.Outcome.Progress.Ledger.SpikesLate, 1, 20);
        Assert.Equal(plain.Outcome.Progress.Ledger.SpikesIn, late.Outcome.Progress.Ledger.SpikesIn);
        ConnectionEstimate Strongest(RunResult result) => result.Estimates!.Connections.MaxBy(pair => pair.Height)!;
        Assert.NotEqual(Strongest(plain).Height, Strongest(late).Height);
    }

    [Fact]
    public async Task Run_ASimulatedNegativeIndicator_IsTurnedOverHereAndByTheReceiver()
    {
        using var folder = new TemporaryFolder();
        const string Negative = "source.simulate.imaging.polarity=negative";
        RunResult direct = await RunAsync(Direct(Negative), folder.File("direct"));
        var waiting = new WaitingRun(Load(Listening), folder.File("live"));
        Assert.Null((await waiting.SendAsync(Sent(Negative))).Problem);
        await waiting.Result;
        Assert.Equal(Estimates(folder.File("direct")), Estimates(folder.File("live")));
        RunResult positive = await RunAsync(Direct(), folder.File("positive"));
        double Strongest(RunResult result) => result.Estimates!.Connections.Max(pair => pair.Height!.Value);
        Assert.Equal(Strongest(positive), Strongest(direct), 0.2 * Strongest(positive));
    }

    [Fact]
    public async Task Run_SenderThatIsLost_FailsInOneSentenceAndKeepsWhatWasFound()
    {
        using var folder = new TemporaryFolder();
        var waiting = new WaitingRun(Load(Listening, "source.listen.timeout=1 s"), folder.File("live"));
        using var stop = new CancellationTokenSource();
        OpenPipeline open = await Sent().OpenAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        var options = new SenderOptions { Port = await waiting.PortAsync(), Session = "lost" };
        await using (RecordingSender sender = RecordingSender.Start(options, open.Recording.Info, TimeProvider.System))
        {
            var batch = new VoltageToWiring.Streaming.Recordings.RecordingBatch();
            batch.Reset(0, 1500, 2, VoltageToWiring.Streaming.Recordings.SampleType.Float32);
            batch.SpikesCompleteThroughFrame = 1500;
            await sender.SendAsync(batch);
            while (sender.Counters.Acknowledged < 2 && !waiting.Result.IsCompleted)
                await Task.Yield();
        }
        RunResult result = await waiting.Result;
        Assert.Equal(RunEnding.Faulted, result.Outcome.Ending);
        Assert.Contains("The sender of 'rig' broke off at frame 1500 and did not come back within 1 s", result.Problem, StringComparison.Ordinal);
        Assert.Equal(1500, result.Estimates!.Frame);
    }

    [Fact]
    public async Task Send_Reports_ComeBackWithTheLastEstimates()
    {
        using var folder = new TemporaryFolder();
        var waiting = new WaitingRun(Load(Listening), folder.File("live"));
        SendResult sent = await waiting.SendAsync(Sent());
        EstimateReport last = (await waiting.Result).Estimates!;
        Assert.Equal((last.Frame, last.IsFinal, 24), (sent.Report!.Frame, sent.Report.IsFinal, sent.Report.Connections.Count));
        OnlineEstimate own = last.Connections[7].Online[0];
        Assert.Equal((1, 1, own.Log10Evidence, own.Amplitude),
            (sent.Report.Connections[14].Source, sent.Report.Connections[14].Target, sent.Report.Connections[14].Log10Evidence, sent.Report.Connections[14].Amplitude));
    }

    [Fact]
    public async Task Open_CancelledWhileNobodyComes_ListensNoMore()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var waiting = new WaitingRun(Load(Listening), folder.File("live"), stop.Token);
        int port = await waiting.PortAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Result);
        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken));
    }

    private static async Task<RunResult> ReceiveAsync(string folder, params string[] settings)
    {
        var waiting = new WaitingRun(Load(Listening, settings), folder);
        Assert.Null((await waiting.SendAsync(Sent("source.simulate.imaging.nan=0"))).Problem);
        return await waiting.Result;
    }

    /// <summary>Many connections at once, a part of which say something, none of which is right.</summary>
    private static async Task FloodAsync(int port, int connections)
    {
        RandomStream dice = new RandomStreams(1).Stream("strangers");
        var open = new List<TcpClient>();
        for (int i = 0; i < connections; i++)
        {
            var stranger = new TcpClient();
            open.Add(stranger);
            try
            {
                await stranger.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                if (i % 3 == 0)
                    continue;
                byte[] noise = [.. Enumerable.Range(0, 200).Select(_ => (byte)(256 * dice.NextDouble()))];
                if (i % 3 == 1)
                    noise.AsSpan(0, 3).Clear();
                await stranger.GetStream().WriteAsync(noise, TestContext.Current.CancellationToken);
            }
            catch (Exception cause) when (cause is SocketException or IOException)
            {
                // Sent away already, or the run has ended.
            }
        }
        foreach (TcpClient stranger in open)
            stranger.Dispose();
    }
}
