using System.CommandLine;
using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Reports.Studies;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>report</c>: writes the report of a run, a sweep or a study again, from its results folder.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The results folder of a run, a sweep or a study." };
        Option<string?> figures = ReportArguments.Figures();
        Option<string?> theme = ReportArguments.Theme();
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the report and the figures. Default: the results folder.",
            HelpName = "DIR",
        };
        var command = new Command("report", "Write the report of a run, a sweep or a study again, from its results folder; with --figures, its figures as files.")
        {
            folder, figures, theme, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string from = parsed.GetValue(folder)!;
            string to = parsed.GetValue(output) ?? from;
            try
            {
                FigureFiles? files = ReportArguments.Read(parsed.GetValue(figures), parsed.GetValue(theme));
                Report report = await ReadAsync(from, cancellation).ConfigureAwait(false);
                Console.WriteLine($"Report: {report.Write(to)}");
                if (files?.Write(report, to, cancellation) is { } written)
                    Console.WriteLine($"Figures: {written}");
                return ExitCode.Ok;
            }
            catch (Exception problem) when (problem is PipelineException or FileFormatException)
            {
                await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
                return ExitCode.BadInput;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Cancelled; the results are as they were.").ConfigureAwait(false);
                return ExitCode.Cancelled;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"The report cannot be written to {to}: {problem.Message}").ConfigureAwait(false);
                return ExitCode.RunFailed;
            }
        });
        return command;
    }

    private static async Task<Report> ReadAsync(string folder, CancellationToken cancellation)
        => SweepResults.AreIn(folder)
            ? await SweepReport.OfAsync(SweepResults.Read(folder), cancellation).ConfigureAwait(false)
            : StudyReport.IsFor(folder) ? await StudyReport.OfAsync(folder, cancellation).ConfigureAwait(false)
            : await RunReport.OfAsync(RunFolder.Open(folder)).ConfigureAwait(false);
}
