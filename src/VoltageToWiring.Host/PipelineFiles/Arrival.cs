using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Takes the first recording that a pipeline fits, and that this machine has memory for.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="say">Hears what happens.</param>
/// <param name="infers">Whether something has to be inferred from it.</param>
internal sealed class Arrival(LoadedPipeline pipeline, Action<string> say, bool infers) : IArrival
{
    /// <summary>The pipeline for the recording that was accepted.</summary>
    public ResolvedPipeline? Accepted { get; private set; }

    public string? WhyNot(RecordingInfo info)
    {
        try
        {
            ResolvedPipeline resolved = pipeline.For(info);
            if (infers)
                RecordingRun.Require(resolved);
            ResourceEstimate.Of(resolved, pipeline.File.Report == ReportSetting.Html).RequireMemory();
            Accepted = resolved;
            return null;
        }
        catch (PipelineException problem)
        {
            return problem.Message;
        }
    }

    public void Say(string sentence) => say(sentence);
}
