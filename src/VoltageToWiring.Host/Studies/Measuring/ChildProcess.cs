using System.Diagnostics;
using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>The program started once more: speaks in lines, and ends with whoever started it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly CancellationTokenRegistration _kill;
    private readonly CancellationToken _cancellation;

    /// <summary>Starts it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="collector">Its garbage collector.</param>
    /// <param name="cancellation">Kills it.</param>
    public ChildProcess(SelfProgram program, IEnumerable<string> arguments, CollectorMode collector, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = collector == CollectorMode.Server ? "1" : "0";
        start.Environment["DOTNET_gcConcurrent"] = collector == CollectorMode.Concurrent ? "1" : "0";
        _cancellation = cancellation;
        _process = Process.Start(start) ?? throw new PipelineException($"{program.File} cannot be started.");
        _errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _kill = cancellation.Register(Kill);
    }

    /// <summary>Reads a line of what it says; null when it says no more.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();

    /// <summary>Says a line to it.</summary>
    /// <param name="line">The line.</param>
    public void WriteLine(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="OperationCanceledException">It was killed.</exception>
    /// <exception cref="PipelineException">It failed; its own words are in the message.</exception>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _cancellation.ThrowIfCancellationRequested();
        if (_process.ExitCode == 0)
            return;
        string said = (await _errors.ConfigureAwait(false)).Trim();
        throw new PipelineException(
            said.Length > 0 ? said : string.Create(CultureInfo.InvariantCulture, $"A process of the study ended with code {_process.ExitCode}."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kill.Dispose();
        Kill();
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }
}
