using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Host.Calibration;

/// <summary>Writes what a calibration gave.</summary>
public static class CalibrationFiles
{
    /// <summary>Writes <c>calibration.json</c> and <c>calibration.csv</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="result">The calibration.</param>
    /// <param name="figures">Its figures.</param>
    public static void Write(ResultsFolder folder, CalibrationResult result, IReadOnlyList<ScoreFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(result);
        CalibrationCsv.Write(folder.File("calibration.csv"), result.Outcomes, result.Truth);
        JsonFile.Write(folder.File("calibration.json"), CalibrationJson.From(result, figures, Environs.Version, Environs.Machine));
    }
}
