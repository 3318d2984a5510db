using System.Globalization;
using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A line now and then about a calibration, for output that is no terminal.</summary>
internal sealed class PlainCalibrationView : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ITimer _timer;

    public PlainCalibrationView(CalibrationRun run, int workers, string folder, TimeProvider time)
    {
        Console.WriteLine($"{CalibrationWords.Beginning(run.Plan, workers)}. Results: {folder}");
        _timer = time.CreateTimer(_ => Show(run), null, Period, Period);
    }

    // Waits for a line that is being written.
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static void Show(CalibrationRun run)
    {
        CalibrationProgress progress = run.Progress();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{100 * progress.Fraction:0} % done, {CalibrationWords.SoFar(progress, run.Plan.Recordings)}"));
    }
}
