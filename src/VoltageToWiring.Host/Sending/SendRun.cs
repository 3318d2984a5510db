using System.Net;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Security.Cryptography;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.OpenEphys;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Sending;

/// <summary>Sends a recording over the wire, as a rig would, to somebody who infers; whatever is known of the truth stays here.</summary>
/// <param name="open">The recording.</param>
/// <param name="options">Where to, and how badly.</param>
/// <param name="time">Wall time.</param>
public sealed class SendRun(OpenPipeline open, SendOptions options, TimeProvider time) : IDisposable
{
    // After a stop the receiver is to hear the end, if it listens.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What a message has beside the pixels of a frame.
    private const int RoomAround = 256;

    private readonly Subject<RunProgress> _progress = new();
    private readonly ReturnedReports _reports = new();

    /// <summary>The recording.</summary>
    public RecordingInfo Info => open.Recording.Info;

    /// <summary>How far sending has come, ten times a second.</summary>
    public IObservable<RunProgress> Progress => _progress.AsObservable();

    /// <summary>The newest report that has come back; null before the first.</summary>
    public WireReport? Report => _reports.Newest;

    /// <summary>Sends to the end, to a fault or to a cancellation. Once.</summary>
    /// <param name="cancellation">Ends the recording early; the receiver is told that it is over.</param>
    public async Task<SendResult> RunAsync(CancellationToken cancellation = default)
    {
        await using IRecording recording = open.Recording;
        var ledger = new Ledger();
        RandomStream dice = new RandomStreams(open.Resolved.Seed).Stream("faults");
        var faults = new Faults(options.Faults, dice.NextDouble, time);
        try
        {
            recording.Prepare(cancellation);
        }
        catch (OperationCanceledException)
        {
            return new SendResult(Nothing(RunEnding.Cancelled, null, ledger), NothingSent, faults, false, null, null);
        }
        catch (Streaming.Stages.StageFaultException fault)
        {
            return new SendResult(Nothing(RunEnding.Faulted, fault, ledger), NothingSent, faults, false, null, fault.Message);
        }
        await using IBatchSender sender = Start(faults);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using CancellationTokenRegistration leaving = cancellation.Register(() => patience.CancelAfter(Patience));
        await using CancellationTokenRegistration left = patience.Token.Register(() => _ = sender.DisposeAsync().AsTask());
        Pipeline pipeline = recording
            .Start(new RecordingStart(open.Resolved.StopAfterFrames, null, open.Resolved.Pace, LinkPlan.None, time, Ledger: ledger))
            .Into(new SendingSink(sender, ledger));
        using IDisposable progress = pipeline.Progress.Subscribe(_progress);
        RunOutcome outcome = await pipeline.RunAsync(Info, ledger, cancellation).ConfigureAwait(false);
        (bool early, string? problem) = outcome.Fault is { } broken
            ? (false, (broken.InnerException ?? broken).Message)
            : await EndAsync(sender, patience.Token).ConfigureAwait(false);
        return new SendResult(outcome, sender.Counters, faults, early, _reports.Newest, problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _progress.Dispose();

    private static SenderCounters NothingSent => new(default, default, 0, 0, 0, 0);

    private static RunOutcome Nothing(RunEnding ending, Streaming.Stages.StageFaultException? fault, Ledger ledger)
        => new(ending, fault, new RunProgress(TimeSpan.Zero, 0, null, ledger.Close()), new RunTelemetry([], []));

    private static async Task<(bool Early, string? Problem)> EndAsync(IBatchSender sender, CancellationToken patience)
    {
        try
        {
            SenderOutcome sent = await sender.CompleteAsync(patience).ConfigureAwait(false);
            return (sent.ReceiverEndedEarly, null);
        }
        catch (WireException problem)
        {
            return (false, problem.Message);
        }
        catch (Exception cause) when (cause is OperationCanceledException or ObjectDisposedException)
        {
            return (false, "The receiver did not acknowledge the end in time.");
        }
    }

    /// <exception cref="PipelineException">There is nowhere to publish.</exception>
    private IBatchSender Start(Faults faults)
    {
        if (options.Way != SendWay.OpenEphys)
            return RecordingSender.Start(OptionsFor(faults), Info, time);
        try
        {
            return OpenEphysPublisher.Start(
                new OpenEphysPublisherOptions
                {
                    EndPoint = new IPEndPoint(AddressOf(options.Host), options.Port),
                    Wrap = options.Faults == new FaultOptions() ? null : faults.Wrap,
                    OnConnection = options.OnConnection,
                },
                Info, time);
        }
        catch (WireException cause)
        {
            throw new PipelineException(cause.Message, cause);
        }
    }

    private static IPAddress AddressOf(string host)
        => host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host, out IPAddress? address) ? address
            : throw new PipelineException($"--to: found the host '{host}'; allowed is an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of its addresses.");

    // A session is hard to guess, so that nobody else takes it up.
    private SenderOptions OptionsFor(Faults faults) => new()
    {
        Transport = options.Way == SendWay.ZeroMq ? Transport.ZeroMq : Transport.Tcp,
        Host = options.Host,
        Port = options.Port,
        Token = options.Token,
        Polarity = open.Resolved.Source is SimulatedSource { Options.Camera.Sensor.Negative: true } ? -1 : 1,
        Session = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        MessageBytes = Info.Pixels is { } pixels ? Math.Max(WireProtocol.DefaultMessageBytes, pixels.Count * sizeof(ushort) + RoomAround) : WireProtocol.DefaultMessageBytes,
        GiveUpAfter = options.GiveUpAfter,
        Wrap = options.Faults == new FaultOptions() ? null : faults.Wrap,
        OnReport = _reports.Take,
        OnConnection = options.OnConnection,
    };
}
