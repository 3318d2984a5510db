using System.Globalization;
using CsvHelper;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Planning;

/// <summary>When the connections of one setting were found, in several recordings.</summary>
/// <param name="Recording">Which recordings: settings of the same recordings have the same number.</param>
/// <param name="Setting">The setting.</param>
/// <param name="RecordedSeconds">Length of each recording, s.</param>
/// <param name="FoundSeconds">When each connection was found, s; null where it was not, or with the wrong sign.</param>
public sealed record DetectionRow(int Recording, DetectionSetting Setting, double RecordedSeconds, IReadOnlyList<double?> FoundSeconds);

/// <summary>Times to detection by setting, as a CSV file: what the model is fitted to.</summary>
public static class DetectionTable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "detection-times.csv";

    private static readonly string[] Columns =
        ["recording", "rate_hz", "frame_rate_hz", "spike_snr", "trains", "level", "recorded_s", "kind", "strength_ns", "found_s"];

    /// <summary>Writes rows.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string file, IReadOnlyList<DetectionRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, [.. Columns]);
        foreach (DetectionRow row in rows)
        {
            DetectionSetting of = row.Setting;
            CsvLines.Write(
                csv, row.Recording, of.RateHz, of.FrameRateHz, of.SpikeSnr, of.Trains, of.Level, row.RecordedSeconds, of.IsInhibitory ? "inh" : "exc",
                Math.Round(of.StrengthSiemens * 1e9, 6), string.Join(' ', row.FoundSeconds.Select(Text)));
        }
    }

    /// <summary>Reads rows.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FileFormatException">It is no such table.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<DetectionRow> Read(string file) => [.. CsvTable.Read(file, Columns, []).Select(line => Row(file, line.Line, line.Cells))];

    private static DetectionRow Row(string file, long line, string[] cells)
    {
        double Figure(int column)
            => double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double figure) && figure > 0
                ? figure
                : throw new FileFormatException(file, line, $"{Columns[column]} '{cells[column]}'", "a number above 0");
        return new DetectionRow(
            int.TryParse(cells[0], CultureInfo.InvariantCulture, out int recording) ? recording : throw new FileFormatException(file, line, $"recording '{cells[0]}'", "a whole number"),
            new DetectionSetting
            {
                RateHz = Figure(1),
                FrameRateHz = Figure(2),
                SpikeSnr = Figure(3),
                Trains = (int)Figure(4),
                Level = Figure(5),
                IsInhibitory = cells[7] == "inh",
                StrengthSiemens = Figure(8) * 1e-9,
            },
            Figure(6),
            [.. cells[9].Split(' ').Select(text => text == "-" ? (double?)null : Time(file, line, text))]);
    }

    private static double Time(string file, long line, string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            ? seconds
            : throw new FileFormatException(file, line, $"found_s '{text}'", "times in s above 0, or -, with blanks between them");

    private static string Text(double? seconds) => seconds is { } found ? found.ToString("0.#", CultureInfo.InvariantCulture) : "-";
}
