using System.Net;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Connections;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>Where a listener listens, and what it takes.</summary>
public sealed record ListenerOptions
{
    /// <summary>Shortest token allowed off loopback, characters.</summary>
    public const int ShortestToken = 16;

    /// <summary>What carries the messages. Default TCP.</summary>
    public Transport Transport { get; init; }

    /// <summary>
    /// Address and port. Default 127.0.0.1:5800: this machine only. Port 0 takes any free one. Over ZeroMQ answers go out at the next port.
    /// </summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 5800);

    /// <summary>The secret a sender has to say. Default null: none; off loopback it is required, of at least 16 characters.</summary>
    public string? Token { get; init; }

    /// <summary>Name of the stream that is taken. Default null: the first that comes.</summary>
    public string? Stream { get; init; }

    /// <summary>How much a peer may ask for.</summary>
    public WireLimits Limits { get; init; } = new();

    /// <summary>What is set right before inference.</summary>
    public StreamCorrection Correction { get; init; } = new();

    /// <summary>How far samples may be ahead of word that their spikes are complete, as time of the recording. Default 1 s; beyond it the recording fails.</summary>
    public TimeSpan SpikeDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Asked about each recording that could be taken, as inference would meet it: null where it is wanted, or a sentence that says why not. Its
    /// sender is told, and the wait goes on. Default null: all are wanted. Called by one thread at a time.
    /// </summary>
    public Func<RecordingInfo, string?>? WhyNot { get; init; }

    /// <summary>Called with each sentence by which somebody was sent away. Default null. It must return at once.</summary>
    public Action<string>? OnRefused { get; init; }

    /// <summary>How often either side says something at least.</summary>
    internal TimeSpan HeartbeatPeriod => Limits.IdleTimeout / 3;

    /// <summary>How often a connection looks after itself.</summary>
    internal TimeSpan TickPeriod
        => TimeSpan.FromMilliseconds(Math.Clamp(Math.Min(Limits.HelloTimeout.TotalMilliseconds, Limits.IdleTimeout.TotalMilliseconds) / 10, 5, 250));

    /// <summary>Checks that a listener may be opened like this.</summary>
    /// <exception cref="ArgumentException">It may not.</exception>
    internal void Check()
    {
        if (Token is { Length: > 1000 })
            throw new ArgumentException("The token is longer than 1000 characters, which is the most that is allowed.");
        if (!IPAddress.IsLoopback(EndPoint.Address) && (Token?.Length ?? 0) < ShortestToken)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Listening on {EndPoint} lets other machines in, with a token of {Token?.Length ?? 0} characters; off loopback a token of at least {ShortestToken} characters is required."));
        }
    }
}
