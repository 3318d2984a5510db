using System.CommandLine;
using System.Runtime.InteropServices;
using VoltageToWiring.Cli.Commands;

namespace VoltageToWiring.Cli;

/// <summary>The command <c>v2w</c>.</summary>
public static class Program
{
    /// <summary>Runs the command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>0 ok, 1 the run failed, 2 bad usage, pipeline or input, 130 cancelled.</returns>
    public static async Task<int> Main(string[] args)
    {
        UnixSignals.HeedInterrupt();
        using var cancellation = new CancellationTokenSource();
        void Cancel(PosixSignalContext context)
        {
            // The second time the signal is left to end the process.
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return await RunAsync(args, TimeProvider.System, cancellation.Token).ConfigureAwait(false);
    }

    /// <summary>Runs the command line in a process that somebody else owns.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">What Ctrl-C does.</param>
    public static async Task<int> RunAsync(string[] args, TimeProvider time, CancellationToken cancellation)
    {
        RootCommand root = V2wCommand.Create(time);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} See v2w --help.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
        }
        catch (OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync("The run needs more memory than there is; v2w validate says for what.").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
        catch (Exception defect)
        {
            // Every expected problem was told in its own words before it came here.
            await Console.Error.WriteLineAsync($"This is a defect of v2w, please report it: {defect}").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }
}

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int RunFailed = 1;
    public const int BadInput = 2;
    public const int Cancelled = 130;
}
