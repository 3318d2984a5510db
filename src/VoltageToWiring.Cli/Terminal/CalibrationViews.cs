using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Which view of a calibration fits.</summary>
internal static class CalibrationViews
{
    public static IAsyncDisposable? Create(bool quiet, CalibrationRun run, int workers, string folder, TimeProvider time)
        => quiet ? null
            : RunViews.CanRedraw ? new LiveCalibrationView(run, workers, folder, time)
            : new PlainCalibrationView(run, workers, folder, time);
}
