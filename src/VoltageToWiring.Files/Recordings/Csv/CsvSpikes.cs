using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>The table of spikes beside traces.</summary>
internal static class CsvSpikes
{
    /// <summary>Its name: that of the traces, with .spikes before the ending.</summary>
    /// <param name="traces">The file of the traces.</param>
    public static string FileBeside(string traces) => Path.ChangeExtension(traces, ".spikes.csv");

    /// <summary>Reads the spikes; there are none where there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">The clock that ticks.</param>
    public static SpikeEvent[] Read(string path, SampleClock clock) => File.Exists(path) ? Read(path, clock, CsvTable.Read(path, ["train"], ["tick", "time_s"])) : [];

    /// <summary>Reads the spikes by their times alone, where nobody knows what clock their ticks are of.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">The clock they are put on.</param>
    public static SpikeEvent[] ReadTimes(string path, SampleClock clock)
        => Read(path, clock, CsvTable.Read(path, ["train", "time_s"], []).Select(row => (row.Line, (string[])[row.Cells[0], "", row.Cells[1]])));

    private static SpikeEvent[] Read(string path, SampleClock clock, IEnumerable<(long Line, string[] Cells)> rows)
    {
        var spikes = new List<SpikeEvent>();
        foreach ((long line, string[] cells) in rows)
        {
            long train = Whole(cells[0]) is { } index and < int.MaxValue ? index : throw new FileFormatException(path, line, $"train '{cells[0]}'", FormattableString.Invariant($"trains from 0 to {int.MaxValue - 1}"));
            spikes.Add(new SpikeEvent((int)train, Tick(path, line, cells[1], cells[2], clock)));
        }
        return [.. spikes];
    }

    private static long Tick(string path, long line, string tick, string time, SampleClock clock)
    {
        if (tick.Length > 0)
            return Whole(tick) ?? throw new FileFormatException(path, line, $"tick '{tick}'", "ticks from 0 on");
        return double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && double.IsFinite(seconds)
            ? Rates.TickOf(clock, seconds)
            : throw new FileFormatException(path, line, $"time_s '{time}'", "a time in s, or a tick");
    }

    // numpy.savetxt writes whole numbers as 0.000000000000000000e+00.
    private static long? Whole(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole) ? whole
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1L << 53 && number == Math.Floor(number) ? (long)number
            : null;
}
