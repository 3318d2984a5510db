using System.Net;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Movies;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
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

    /// <summary>Regions of interest of the movie that is expected; null where traces are.</summary>
    public RoiSetting? Rois { get; init; }

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
            return Received(listener, recording);
        }
        catch
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ReceivedRecording Received(RecordingListener listener, WireRecording recording)
    {
        if (Rois is null)
            return new ReceivedRecording(listener, recording, recording.Info, recording);
        var stage = new RoiTraceStage(recording.Info, Rois.For(recording.Info) with { Factor = recording.PixelGain });
        return new ReceivedRecording(listener, recording, stage.Info, new StagedSource<RecordingBatch, RecordingBatch>(recording, stage));
    }

    private string? WhyNot(IArrival arrival, RecordingInfo info)
    {
        if (info.Pixels is null)
            return Rois is null ? arrival.WhyNot(info) : "The recording is of traces; this pipeline has source.listen.movie, and a movie is allowed.";
        if (Rois is null)
            return $"The recording is a movie of {info.Pixels}; traces are allowed, or a pipeline with source.listen.movie, which makes them.";
        try
        {
            return arrival.WhyNot(RoiTraceStage.InfoOf(info, Rois.For(info)));
        }
        catch (FileFormatException misfit)
        {
            return misfit.Message;
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
                    WhyNot = info => WhyNot(arrival, info),
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
