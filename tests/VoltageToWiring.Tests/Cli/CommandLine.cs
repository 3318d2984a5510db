using VoltageToWiring.Cli;

namespace VoltageToWiring.Tests.Cli;

/// <summary>Calls the command in this process. A process has one console, so only one test at a time may call.</summary>
internal static class CommandLine
{
    public static async Task<Called> CallAsync(string[] arguments, CancellationToken? cancellation = null)
    {
        TextWriter output = Console.Out, error = Console.Error;
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            int exitCode = await Program.RunAsync(arguments, TimeProvider.System, cancellation ?? TestContext.Current.CancellationToken);
            return new Called(exitCode, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    public sealed record Called(int ExitCode, string Output, string Error);
}
