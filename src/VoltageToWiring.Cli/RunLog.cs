using System.Globalization;
using Serilog;
using Serilog.Events;

namespace VoltageToWiring.Cli;

/// <summary>The log of a run or a sweep.</summary>
internal static class RunLog
{
    /// <summary>Everything goes to a file, at its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warnsOnTerminal">Whether warnings and errors go to standard error as well.</param>
    public static Serilog.Core.Logger Create(string file, bool warnsOnTerminal)
    {
        LoggerConfiguration log = new LoggerConfiguration().MinimumLevel.Information().WriteTo.File(file, formatProvider: CultureInfo.InvariantCulture);
        if (warnsOnTerminal)
        {
            log.WriteTo.Console(
                LogEventLevel.Warning, "{Level}: {Message:lj}{NewLine}", CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        }
        return log.CreateLogger();
    }
}
