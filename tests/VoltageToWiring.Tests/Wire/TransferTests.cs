using System.Reactive;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Tests.Wire;

/// <summary>A sender and a receiver that speak to each other, over whatever carries their messages.</summary>
public abstract class TransferTests(Transport transport)
{
    private const int Batches = 400;

    private ListenerOptions Listening => WireFixture.Listening with { Transport = transport };

    private SenderOptions SendingTo(RecordingListener listener) => WireFixture.SendingTo(listener) with { Transport = transport };

    [Fact]
    public async Task Transfer_Undisturbed_ArrivesWholeAndTheBooksBalance()
    {
        (Received received, ReceiverCounters at, SenderOutcome sent) = await TransferAsync(null);
        CheckWhole(received);
        Assert.Equal(new Totals(5 * Batches, 0, 3 * Batches), at.Received);
        Assert.Equal(at.Received, sent.Counters.Sent);
        Assert.Equal(sent.Counters.Sent, sent.Counters.Received);
        Assert.False(sent.ReceiverEndedEarly);
        Assert.Equal((0, 0L, 0L), (sent.Counters.Reconnects, at.Duplicates, at.Reordered));
    }

    [Fact]
    public async Task Transfer_WithFaultsAndFiftyDisconnections_ArrivesAsIfUndisturbed()
    {
        var options = new FaultOptions { Drop = 0.01, Duplicate = 0.02, Reorder = 0.02, DisconnectEveryMessages = (2 * Batches) / 50 };
        var faults = new Faults(options, Uniform(), TimeProvider.System);
        (Received received, ReceiverCounters at, SenderOutcome sent) = await TransferAsync(faults);
        CheckWhole(received);
        Assert.Equal(sent.Counters.Sent, at.Received);
        Assert.True(faults.Disconnections >= 50);
        Assert.True(sent.Counters.Reconnects >= 50);
        Assert.True(sent.Counters.Resent > 0 && faults.Dropped + faults.Duplicated + faults.Reordered > 0);
    }

    [Fact]
    public async Task Transfer_ReceiverThatTakesNothing_MakesTheSenderWait()
    {
        ListenerOptions options = Listening with { Limits = new WireLimits { WaitingMessages = 4 } };
        await using RecordingListener listener = RecordingListener.Start(options, TimeProvider.System);
        await using RecordingSender sender = RecordingSender.Start(SendingTo(listener), WireFixture.Info, TimeProvider.System);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Task sending = SendAllAsync(sender, 20);
        while (recording.Counters.WaitingMessages < 4)
            await Task.Yield();
        Assert.False(sending.IsCompleted);
        Assert.Equal(4, recording.Counters.Messages);
        Received received = await ReadSomeAsync(recording, 20 * 5);
        await sending;
        Assert.Equal(100, received.Frames.Count);
    }

    [Theory]
    [InlineData(SampleEncoding.Float64)]
    [InlineData(SampleEncoding.Float32)]
    [InlineData(SampleEncoding.Int16)]
    public async Task Transfer_EveryEncoding_KeepsSamplesAndMakesInvalidOnesNaN(SampleEncoding encoding)
    {
        RecordingInfo info = WireFixture.Info with { SampleType = encoding == SampleEncoding.Float64 ? SampleType.Float64 : SampleType.Float32 };
        ListenerOptions options = Listening with { Correction = new StreamCorrection { VoltsPerUnit = 1e-3, Polarity = -1 } };
        await using RecordingListener listener = RecordingListener.Start(options, TimeProvider.System);
        SenderOptions sending = SendingTo(listener) with
        {
            Format = new SampleFormat(encoding, encoding == SampleEncoding.Int16 ? 0.5 : 1, encoding == SampleEncoding.Int16 ? -60 : 0, encoding == SampleEncoding.Int16 ? short.MinValue : null),
        };
        await using RecordingSender sender = RecordingSender.Start(sending, info, TimeProvider.System);
        var batch = new RecordingBatch();
        batch.Reset(0, 2, 2, info.SampleType);
        double[] samples = [-65.5, 12, double.NaN, double.PositiveInfinity];
        for (int i = 0; i < 4; i++)
        {
            if (info.SampleType == SampleType.Float64)
                batch.Float64[i] = samples[i];
            else
                batch.Float32[i] = (float)samples[i];
        }
        await sender.SendAsync(batch);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Assert.Equal("V", recording.Info.AmplitudeUnit);
        Task<SenderOutcome> ending = sender.CompleteAsync(WireFixture.Cancellation);
        Received received = await WireFixture.ReadAllAsync(recording);
        await listener.CompleteAsync();
        await ending;
        Assert.Equal(0.0655, received.Frames[0].First, 1e-8);
        Assert.Equal(-0.012, received.Frames[0].Second, 1e-8);
        Assert.True(double.IsNaN(received.Frames[1].First) && double.IsNaN(received.Frames[1].Second));
        Assert.Equal(2, recording.Counters.MissingSamples);
    }

    [Fact]
    public async Task Transfer_GapBetweenBatches_IsCountedOnBothSides()
    {
        await using RecordingListener listener = RecordingListener.Start(Listening, TimeProvider.System);
        await using RecordingSender sender = RecordingSender.Start(SendingTo(listener), WireFixture.Info, TimeProvider.System);
        var batch = new RecordingBatch();
        WireFixture.Fill(batch, 0);
        await sender.SendAsync(batch);
        WireFixture.Fill(batch, 1, gapBefore: true);
        await sender.SendAsync(batch);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Task<SenderOutcome> ending = sender.CompleteAsync(WireFixture.Cancellation);
        Received received = await WireFixture.ReadAllAsync(recording);
        await listener.CompleteAsync();
        Assert.Equal(new Totals(10, 5, 6), recording.Counters.Received);
        Assert.Equal(recording.Counters.Received, (await ending).Counters.Sent);
        Assert.Equal([0L, 1, 2, 3, 4, 10, 11, 12, 13, 14], received.Frames.Select(frame => frame.Frame));
    }

    [Fact]
    public async Task Transfer_Reports_OnlyTheNewestComeBackAndTheLastAlwaysDoes()
    {
        var reports = new List<WireReport>();
        await using RecordingListener listener = RecordingListener.Start(Listening, TimeProvider.System);
        SenderOptions options = SendingTo(listener) with { OnReport = message => reports.Add(message.Report) };
        await using RecordingSender sender = RecordingSender.Start(options, WireFixture.Info, TimeProvider.System);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Task<SenderOutcome> ending = sender.CompleteAsync(WireFixture.Cancellation);
        await WireFixture.ReadAllAsync(recording);
        for (int frame = 1; frame <= 1000; frame++)
            recording.Reports.OnNext(new WireReport(frame, frame / 1000.0, frame == 1000, [new WireEstimate(1, 0, "joint", "excitatory", 3.5, 0.9, null, double.PositiveInfinity)]));
        recording.Reports.OnCompleted();
        await listener.CompleteAsync();
        await ending;
        Assert.Equal(reports.Select(report => report.Frame).Order(), reports.Select(report => report.Frame));
        WireReport last = reports[^1];
        Assert.True(last.IsFinal);
        Assert.Equal(new WireEstimate(1, 0, "joint", "excitatory", 3.5, 0.9, null, null), Assert.Single(last.Connections));
    }

    [Fact]
    public async Task Recording_AsTheHeadOfAPipeline_RunsToItsEnd()
    {
        await using RecordingListener listener = RecordingListener.Start(Listening, TimeProvider.System);
        await using RecordingSender sender = RecordingSender.Start(SendingTo(listener), WireFixture.Info, TimeProvider.System);
        Task<SenderOutcome> sending = SendAndCompleteAsync(sender);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        var received = new Received();
        RunOutcome outcome = await Flow.From(recording, TimeProvider.System).Into(Observer.Create<RecordingBatch>(received.Take))
            .RunAsync(recording.Info, new Ledger(), WireFixture.Cancellation);
        await listener.CompleteAsync();
        await sending;
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        CheckWhole(received);
    }

    [Fact]
    public async Task Transfer_ReceiverThatStops_TellsTheSender()
    {
        await using RecordingListener listener = RecordingListener.Start(Listening, TimeProvider.System);
        await using RecordingSender sender = RecordingSender.Start(SendingTo(listener), WireFixture.Info, TimeProvider.System);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        recording.Stop();
        await listener.CompleteAsync();
        var batch = new RecordingBatch();
        WireFixture.Fill(batch, 0);
        int index = 0;
        while (await sender.SendAsync(batch))
            WireFixture.Fill(batch, ++index);
        Assert.True((await sender.CompleteAsync(WireFixture.Cancellation)).ReceiverEndedEarly);
    }

    private static Func<double> Uniform()
    {
        RandomStream stream = new RandomStreams(7).Stream("faults");
        return stream.NextDouble;
    }

    private async Task<(Received, ReceiverCounters, SenderOutcome)> TransferAsync(Faults? faults)
    {
        await using RecordingListener listener = RecordingListener.Start(Listening, TimeProvider.System);
        SenderOptions options = SendingTo(listener) with { Wrap = faults is null ? null : faults.Wrap };
        await using RecordingSender sender = RecordingSender.Start(options, WireFixture.Info, TimeProvider.System);
        Task<SenderOutcome> sending = SendAndCompleteAsync(sender);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Received received = await WireFixture.ReadAllAsync(recording);
        recording.Reports.OnCompleted();
        await listener.CompleteAsync();
        SenderOutcome sent = await sending;
        Assert.Equal(0, listener.Connections);
        return (received, recording.Counters, sent);
    }

    private static async Task<SenderOutcome> SendAndCompleteAsync(RecordingSender sender)
    {
        await SendAllAsync(sender, Batches);
        return await sender.CompleteAsync(WireFixture.Cancellation);
    }

    private static async Task SendAllAsync(RecordingSender sender, int batches)
    {
        var batch = new RecordingBatch();
        for (int index = 0; index < batches; index++)
        {
            WireFixture.Fill(batch, index);
            Assert.True(await sender.SendAsync(batch));
        }
    }

    private static async Task<Received> ReadSomeAsync(WireRecording recording, int frames)
    {
        var received = new Received();
        while (received.Frames.Count < frames && await recording.WaitForNextAsync())
        {
            RecordingBatch batch = recording.Next();
            received.Take(batch);
            batch.Return();
        }
        return received;
    }

    private static void CheckWhole(Received received)
    {
        Assert.Equal(5 * Batches, received.Frames.Count);
        for (int frame = 0; frame < received.Frames.Count; frame++)
            Assert.Equal((frame, 2.0 * frame, 2.0 * frame + 1), received.Frames[frame]);
        var batch = new RecordingBatch();
        var spikes = new List<SpikeEvent>();
        for (int index = 0; index < Batches; index++)
        {
            WireFixture.Fill(batch, index);
            spikes.AddRange(batch.Spikes.Spikes);
        }
        Assert.Equal(spikes, received.Spikes);
        Assert.Equal(5 * Batches, received.Watermark);
    }
}

/// <summary>Over TCP.</summary>
public class TcpTransferTests() : TransferTests(Transport.Tcp)
{
    [Fact]
    public async Task Transfer_SenderThatNeverComesBack_FailsTheRecordingInOneSentence()
    {
        ListenerOptions options = WireFixture.Listening with { Limits = new WireLimits { ResumeTimeout = TimeSpan.FromMilliseconds(20) } };
        await using RecordingListener listener = RecordingListener.Start(options, TimeProvider.System);
        using (var peer = new RawPeer(listener))
        {
            peer.Send(WireFixture.Hello.Write);
            await peer.ReadAsync();
        }
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        WireException fault = await Assert.ThrowsAsync<WireException>(async () => await WireFixture.ReadAllAsync(recording));
        Assert.Contains("broke off at frame 0", fault.Message, StringComparison.Ordinal);
    }
}
