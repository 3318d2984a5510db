using System.Net;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.Sources;

/// <summary>A live recording in messages of the wire protocol: whoever sends first, and fits the pipeline, is taken.</summary>
public sealed record ListenSource : LiveSource
{
    /// <summary>What carries the messages.</summary>
    public Transport Transport { get; init; }

    /// <summary>Address and port; over ZeroMQ answers go out at the next port.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Where the secret is.</summary>
    public TokenSetting Token { get; init; } = TokenSetting.None;

    /// <summary>Where relative file names begin.</summary>
    public string Directory { get; init; } = ".";

    /// <summary>Name of the stream that is taken; null for any.</summary>
    public string? Stream { get; init; }

    /// <summary>What is set right before inference.</summary>
    public StreamCorrection Correction { get; init; } = new();

    /// <summary>How long a sender that broke off is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override string Place => PlaceOf(EndPoint);

    /// <inheritdoc/>
    public override string? Unit => Correction.VoltsPerUnit is null ? Correction.Unit : "V";

    /// <inheritdoc/>
    public override async Task<IRecording> OpenAsync(IArrival arrival, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        RecordingListener listener = Listen(arrival, time);
        try
        {
            arrival.Say($"Waiting for a recording on {PlaceOf(listener.EndPoint)}.");
            WireRecording recording = await listener.WaitForSenderAsync(cancellation).ConfigureAwait(false);
            return new ReceivedRecording(listener, recording);
        }
        catch
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private string PlaceOf(IPEndPoint at) => $"{(Transport == Transport.ZeroMq ? "zmq" : "tcp")}://{at}";

    private RecordingListener Listen(IArrival arrival, TimeProvider time)
    {
        try
        {
            return RecordingListener.Start(
                new ListenerOptions
                {
                    Transport = Transport,
                    EndPoint = EndPoint,
                    Token = Token.Read(Directory),
                    Stream = Stream,
                    Correction = Correction,
                    SpikeDelay = TimeSpan.FromSeconds((double)MaxSpikeDelaySeconds),
                    Limits = new WireLimits { ResumeTimeout = Timeout },
                    WhyNot = arrival.WhyNot,
                    OnRefused = why => arrival.Say($"Refused: {why}"),
                },
                time);
        }
        catch (Exception cause) when (cause is ArgumentException or WireException)
        {
            throw new PipelineException(cause.Message, cause);
        }
    }
}
