using System.CommandLine;
using System.Text.Json;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.Recorded;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>info</c>: says what a recording in a file is like.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A recording: .v2wlog, .nwb, .npz, .npy, .csv, or a movie: .tif." };
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var options = new RecordingArguments();
        var command = new Command("info", "Say what a recording in a file is like: frames, rate, neurons, spikes, gaps.") { file, json };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => FileProblems.CatchAsync("Cancelled.", () =>
        {
            using IRecordingFile recording = RecordingFiles.Open(parsed.GetValue(file)!, options.Read(parsed) with { RateMayBeUnknown = true }, cancellation);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(RecordingFileJson.From(recording), ResultsJson.Format));
            else
                RecordingText.Write(recording, Console.Out);
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }
}
