using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Nwb;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Recorded;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>convert</c>: writes a recording as a file of another format.</summary>
internal sealed class ConvertCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string> _from = new("FROM")
    {
        Description = "A recording: .v2wlog, .nwb, .npz, .npy, .csv, or a movie with --rois: .tif; or the results folder of a run, whose connections become an NWB file.",
    };

    private readonly Argument<string> _to = new("TO") { Description = "The file to be written; its name says the format: .v2wlog, .nwb, .npz, .csv, or .tif with --rois." };

    private readonly Option<string?> _wiring = new("--wiring")
    {
        Description = "Results folder of a run on this recording, whose connections go into an NWB file as a table.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file." };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print nothing but the file and errors." };

    private readonly RecordingArguments _options = new();

    public ConvertCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("convert", "Write a recording as a file of another format, or the connections of a run as NWB.") { _from, _to, _wiring, _force, _quiet };
        _options.AddTo(Command);
        Command.SetAction((parsed, cancellation) => FileProblems.CatchAsync(
            $"Cancelled; {parsed.GetValue(_to)} is as it was.", () => RunAsync(parsed, cancellation)));
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string to = parsed.GetValue(_to)!;
        bool quiet = parsed.GetValue(_quiet);
        RecordingFormat format = RecordingFormats.ToWrite(to);
        if (File.Exists(to) && !parsed.GetValue(_force))
            throw new PipelineException($"{to}: found a file; allowed is a new name, or --force to replace it.");
        if (Directory.Exists(parsed.GetValue(_from)))
            return await WriteWiringAsync(parsed.GetValue(_from)!, to, format, quiet).ConfigureAwait(false);
        using IRecordingFile from = RecordingFiles.Open(parsed.GetValue(_from)!, _options.Read(parsed), cancellation);
        RequireTraces(from);
        if (Path.GetFullPath(to) == Path.GetFullPath(from.Path))
            throw new PipelineException($"{to}: found the file that is read; allowed is another one.");
        InferredWiring? wiring = parsed.GetValue(_wiring) is { } folder ? await WiringOfRun.ReadAsync(folder, from.Info).ConfigureAwait(false) : null;
        if (wiring is not null && format != RecordingFormat.Nwb)
            throw new PipelineException($"--wiring: found a file {to}; allowed is .nwb, which has room for a table.");
        var conversion = new RecordingConversion(from, to, _time) { Wiring = wiring, Rois = format == RecordingFormat.Tiff ? _options.Movie.Rois(parsed) : null };
        if (format == RecordingFormat.Tiff && conversion.Rois is null)
            throw new PipelineException($"{to}: found a movie to be written; allowed is --rois beside it, where its pixels show the traces.");
        await using (WorkViews.Create(quiet, ConversionWords.Of(conversion, to, _time), _time))
            await Task.Run(() => conversion.Run(cancellation), CancellationToken.None).ConfigureAwait(false);
        if (from.Contents.Note is { } note)
            await Console.Error.WriteLineAsync(note).ConfigureAwait(false);
        Console.WriteLine(quiet ? to : $"Written: {to}");
        return ExitCode.Ok;
    }

    private static void RequireTraces(IRecordingFile from)
    {
        if (from.Info.Pixels is { } pixels)
            throw new PipelineException($"{from.Path}: found a movie of {pixels}; allowed is --rois beside it, of which traces are made.");
    }

    private async Task<int> WriteWiringAsync(string folder, string to, RecordingFormat format, bool quiet)
    {
        if (format != RecordingFormat.Nwb)
            throw new PipelineException($"{to}: found a file for the connections of {folder}; allowed is .nwb. As CSV they are in its connections.csv.");
        (InferredWiring wiring, string recording) = await WiringOfRun.ReadAsync(folder).ConfigureAwait(false);
        NwbWiringFile.Write(wiring, recording, to, _time);
        Console.WriteLine(quiet ? to : string.Create(CultureInfo.InvariantCulture, $"Written: {to}, {wiring.Rows} pairs"));
        return ExitCode.Ok;
    }
}
