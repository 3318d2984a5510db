using System.Net;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Host.Sources;

/// <summary>Publishes the reports of a run to whoever subscribes. Nobody waits for it: subscribe it to the estimates of a run.</summary>
public sealed class PublishedResults : IObserver<EstimateReport>, IAsyncDisposable
{
    private readonly ReportPublisher _publisher;

    private PublishedResults(ReportPublisher publisher) => _publisher = publisher;

    /// <summary>Begins to publish, where a pipeline says so.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="time">Wall time.</param>
    /// <returns>Null where it does not.</returns>
    /// <exception cref="PipelineException">The port cannot be had.</exception>
    public static PublishedResults? Of(PipelineFile pipeline, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        if (pipeline.Publish is not { } publish)
            return null;
        try
        {
            return new PublishedResults(ReportPublisher.Start(publish.Zeromq.EndPoint, publish.Format, time));
        }
        catch (WireException cause)
        {
            throw new PipelineException(cause.Message, cause);
        }
    }

    /// <summary>Where; with the port that was taken.</summary>
    public IPEndPoint EndPoint => _publisher.EndPoint;

    /// <summary>The unit of amplitudes, known once the recording is.</summary>
    public string AmplitudeUnit { get; set; } = "V";

    /// <inheritdoc/>
    public void OnNext(EstimateReport value) => _publisher.Reports.OnNext(ReportView.Of(value, AmplitudeUnit));

    /// <inheritdoc/>
    public void OnCompleted() => _publisher.Reports.OnCompleted();

    /// <inheritdoc/>
    public void OnError(Exception error) => OnCompleted();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
