using System.Globalization;

namespace VoltageToWiring.Files;

/// <summary>
/// Reads explicit spike times: CSV with the columns <c>train,time_s</c>, or npy with two columns, the train and the time in s.
/// </summary>
public static class SpikeTimesFile
{
    /// <summary>Reads all trains.</summary>
    /// <param name="file">The file, .csv or .npy.</param>
    /// <param name="trains">Number of trains; a train without spikes is silent.</param>
    /// <param name="durationSeconds">Length of the recording; every time must lie in it.</param>
    /// <returns>Spike times of each train, s, ascending.</returns>
    /// <exception cref="FileFormatException">A row is not a spike of this recording.</exception>
    public static double[][] Read(string file, int trains, double durationSeconds)
    {
        ArgumentNullException.ThrowIfNull(file);
        var times = new List<double>[trains];
        for (int train = 0; train < trains; train++)
            times[train] = [];
        bool isNpy = file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
        string unit = isNpy ? "row" : "line";
        foreach ((long line, double train, double time) in isNpy ? FromNpy(file) : FromCsv(file))
        {
            if (train != Math.Floor(train) || train < 0 || train >= trains)
                throw new FileFormatException(file, line, string.Create(CultureInfo.InvariantCulture, $"train {train}"), $"0 to {trains - 1}", unit);
            if (!(time >= 0 && time < durationSeconds))
            {
                throw new FileFormatException(
                    file, line, string.Create(CultureInfo.InvariantCulture, $"time {time} s"),
                    string.Create(CultureInfo.InvariantCulture, $"0 to below {durationSeconds} s, the length of the recording"), unit);
            }
            times[(int)train].Add(time);
        }
        foreach (List<double> train in times)
            train.Sort();
        return [.. times.Select(train => train.ToArray())];
    }

    private static IEnumerable<(long Line, double Train, double Time)> FromCsv(string file)
    {
        foreach ((long line, string[] cells) in CsvTable.Read(file, ["train", "time_s"], []))
            yield return (line, Number(file, line, "train", cells[0]), Number(file, line, "time_s", cells[1]));
    }

    private static IEnumerable<(long Line, double Train, double Time)> FromNpy(string file)
    {
        NpyArray array = NpyFile.Read(file);
        if (array.Shape is not [var spikes, 2])
            throw new FileFormatException(file, $"an array of shape ({string.Join(", ", array.Shape)})", "two columns, the train and the time in s");
        for (int i = 0; i < spikes; i++)
            yield return (i + 1, array.Values[2 * i], array.Values[2 * i + 1]);
    }

    private static double Number(string file, long line, string column, string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FileFormatException(file, line, $"{column} '{text}'", "a number");
}
