using System.Runtime.InteropServices;

namespace VoltageToWiring.Cli;

/// <summary>Signals as a script sends them.</summary>
internal static class UnixSignals
{
    private const int Interrupt = 2;
    private const nint Default = 0;

    /// <summary>
    /// A script hands its background jobs an ignored SIGINT, and .NET leaves an ignored signal alone: <c>kill -INT</c> would do nothing. Who
    /// sends it means it, and nothing that was inferred is lost by heeding it.
    /// </summary>
    public static void HeedInterrupt()
    {
        if (!OperatingSystem.IsWindows())
            Signal(Interrupt, Default);
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int signal, nint handler);
}
