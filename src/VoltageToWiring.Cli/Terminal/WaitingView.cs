using System.Globalization;
using Serilog;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Says who is waited for and who came. Once a recording has come, its own view has the terminal, and what is said goes to the log.</summary>
/// <param name="quiet">Whether nothing is printed.</param>
/// <param name="log">The log of the run.</param>
internal sealed class WaitingView(bool quiet, ILogger log)
{
    private readonly Sentences _terminal = new(quiet);
    private volatile bool _hasCome;

    public void Say(string sentence)
    {
        log.Information("{Sentence}", sentence);
        if (!_hasCome)
            _terminal.Say(sentence);
    }

    /// <summary>A recording has come.</summary>
    /// <param name="open">The recording, with the pipeline for it.</param>
    public void Finish(OpenPipeline open)
    {
        if (open.Resolved.Source is LiveSource)
            Say(Sentence(open.Resolved));
        _hasCome = true;
    }

    private static string Sentence(ResolvedPipeline pipeline)
    {
        RecordingInfo info = pipeline.Declared;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'{info.Name}' has come: {info.Sources} trains, {info.Targets} target(s), frames at {info.FrameClock}, spikes at {info.SpikeClock}, samples in {info.AmplitudeUnit}; averages of {pipeline.Sta.WindowFrames} frames, a report every {pipeline.Sta.ReportEveryFrames}.");
    }
}
