using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Sources;

/// <summary>
/// A recording that a program plugs in: <c>new RecordingRun(pipeline.For(info), BatchRecording.From(info, batches), time)</c>. Nobody else can open it.
/// </summary>
public sealed record PlugInSource : LiveSource
{
    /// <inheritdoc/>
    public override string Place => "the program that plugs it in";

    /// <inheritdoc/>
    public override string? Unit => null;

    /// <inheritdoc/>
    public override Task<IRecording> OpenAsync(IArrival arrival, TimeProvider time, CancellationToken cancellation)
        => throw new PipelineException("source.plug_in: found a recording that a C# program plugs in, which v2w cannot open by itself; allowed here is another source.");
}
