using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>What verbs that read and write recordings say when they cannot.</summary>
internal static class FileProblems
{
    /// <summary>Does the work of a verb.</summary>
    /// <param name="cancelled">What is said when it is cancelled.</param>
    /// <param name="work">The work.</param>
    public static async Task<int> CatchAsync(string cancelled, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(cancelled).ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (problem is PipelineException or FileFormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }
}
