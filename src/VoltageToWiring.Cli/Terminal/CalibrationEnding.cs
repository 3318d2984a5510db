using System.Globalization;
using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What is printed when a calibration is over.</summary>
internal static class CalibrationEnding
{
    public static void Write(bool quiet, CalibrationResult result, IReadOnlyList<ScoreFigures> figures, string folder)
    {
        if (quiet)
        {
            Console.WriteLine(folder);
            return;
        }
        string how = result.IsCancelled ? "Cancelled; the recordings that came to their end are kept"
            : result.Faults.Count > 0 ? "Done, but for what failed"
            : "Done";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{how}: {result.Outcomes.Count} of {result.Plan.Recordings} recordings in {result.Elapsed.TotalSeconds:0.0} s."));
        CalibrationText.Write(result, figures, Console.Out);
        Console.WriteLine($"Results: {folder}");
    }
}
