using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Estimates for other programs, as they come.</summary>
public sealed record PublishSection
{
    /// <summary>ZeroMQ.</summary>
    [Key("address of this machine and port where estimates are published over ZeroMQ (PUB), such as 127.0.0.1:5803")]
    public required EndPointSetting Zeromq { get; init; }

    /// <summary>Format.</summary>
    [Key("json, or message-pack: the estimates message of the wire protocol")]
    public ReportFormat Format { get; init; }
}
