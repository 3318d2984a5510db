using System.CommandLine;
using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>report</c>: writes the report of a run again, from its results folder.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The results folder of a run." };
        Option<string?> figures = ReportArguments.Figures();
        Option<string?> theme = ReportArguments.Theme();
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the report and the figures. Default: the results folder.",
            HelpName = "DIR",
        };
        var command = new Command("report", "Write the report of a run again, from its results folder; with --figures, its figures as files.")
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
                RunReport report = await RunReport.OfAsync(RunFolder.Open(from)).ConfigureAwait(false);
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
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"The report cannot be written to {to}: {problem.Message}").ConfigureAwait(false);
                return ExitCode.RunFailed;
            }
        });
        return command;
    }
}
