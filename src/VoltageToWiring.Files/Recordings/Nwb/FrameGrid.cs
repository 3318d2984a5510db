using System.Globalization;
using PureHDF.VOL.Native;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// Finds the clock behind a time for each row: frames at a fixed period, of which some may be missing. The period is the middle one of the first
/// thousand, then that of the whole recording.
/// </summary>
internal static class FrameGrid
{
    private const int Together = 1 << 14;
    private const int Looked = 1000;

    // How far an interval may be from a whole number of periods, and a time from its frame, in periods.
    private const double Tolerance = 0.25;

    /// <summary>Reads the times, twice, piece by piece.</summary>
    public static NwbTimes Read(string called, NativeDataset dataset, long rows, ReadOptions options, SampleClock? exact, CancellationToken cancellation)
    {
        if (dataset.Space.Rank != 1 || (long)dataset.Space.Dimensions[0] != rows)
            throw new FileFormatException(called, $"times of shape ({string.Join(", ", dataset.Space.Dimensions)})", $"{rows}, one for each row of data");
        if (rows == 1 && exact is null && options.FrameRate is null)
            throw new FileFormatException(called, "one time", "two at least, or a frame rate that is given beside the file");
        (double first, double periodSeconds) = rows == 1 ? (Times(called, dataset, 1, cancellation).First(), 0) : Period(called, dataset, rows, cancellation);
        SampleClock clock = rows == 1
            ? exact ?? options.FrameRate!.Value
            : options.RateOf(called, NwbTimes.Agreed(called, Nice(1 / periodSeconds, rows) ?? throw Irregular(called, 1, first, periodSeconds), exact));
        return new NwbTimes(clock, first, Runs(called, dataset, rows, clock, first, cancellation));
    }

    private static IReadOnlyList<FrameRun> Runs(string called, NativeDataset dataset, long rows, SampleClock clock, double first, CancellationToken cancellation)
    {
        var runs = new FrameRuns();
        long row = 0;
        foreach (double time in Times(called, dataset, rows, cancellation))
        {
            double frames = (time - first) * clock.RateHz;
            long frame = (long)Math.Round(frames);
            if (!(Math.Abs(frames - frame) <= Tolerance) || frame < runs.End)
                throw Irregular(called, row, time, clock.PeriodSeconds);
            runs.Add(frame, 1);
            row++;
        }
        return runs.Runs;
    }

    private static (double First, double PeriodSeconds) Period(string called, NativeDataset dataset, long rows, CancellationToken cancellation)
    {
        double[] begin = [.. Times(called, dataset, Math.Min(rows, Looked + 1), cancellation)];
        double[] intervals = [.. begin.Skip(1).Select((time, i) => time - begin[i]).Order()];
        double about = intervals[intervals.Length / 2];
        double last = double.NaN;
        long row = 0, frames = 0;
        foreach (double time in Times(called, dataset, rows, cancellation))
        {
            double periods = row == 0 ? 0 : (time - last) / about;
            if (!(Math.Abs(periods - Math.Round(periods)) <= Tolerance * Math.Max(1, periods / Looked)) || (row > 0 && !(periods > 0.5)))
                throw Irregular(called, row, time, about);
            frames += (long)Math.Round(periods);
            last = time;
            row++;
        }
        return (begin[0], (last - begin[0]) / frames);
    }

    // Times carry rounding of their own: a rate that a whole number of thousandths explains to a tenth of a frame is that number.
    private static SampleClock? Nice(double rateHz, long rows)
    {
        double nice = Math.Round(rateHz * 1000) / 1000;
        return Rates.Of(nice > 0 && Math.Abs(nice / rateHz - 1) * rows < 0.1 ? nice : rateHz);
    }

    private static IEnumerable<double> Times(string called, NativeDataset dataset, long rows, CancellationToken cancellation)
    {
        using var reader = new Hdf5Rows(called, dataset, Scale.None);
        var times = new double[Together];
        for (long row = 0; row < rows; row += Together)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(Together, rows - row);
            reader.Read(times.AsSpan(0, count));
            for (int i = 0; i < count; i++)
                yield return times[i];
        }
    }

    private static FileFormatException Irregular(string called, long row, double time, double periodSeconds) => new(
        string.Create(CultureInfo.InvariantCulture, $"{called}, row {row}"), string.Create(CultureInfo.InvariantCulture, $"the time {time:0.######} s"),
        string.Create(CultureInfo.InvariantCulture, $"times that ascend by whole numbers of the period, which is {periodSeconds * 1000:0.######} ms, give or take a quarter of it"));
}
