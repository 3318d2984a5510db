using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>
/// Finds the clock behind a time for each row: frames at a fixed period, of which some may be missing. The period is the middle one of the first
/// thousand, then that of the whole recording.
/// </summary>
/// <param name="Clock">The clock.</param>
/// <param name="FirstSeconds">The time of the first row, which is frame 0.</param>
/// <param name="Runs">The frames that rows are.</param>
internal sealed record FrameGrid(SampleClock Clock, double FirstSeconds, IReadOnlyList<FrameRun> Runs)
{
    private const int Looked = 1000;

    // How far an interval may be from a whole number of periods, and a time from its frame, in periods.
    private const double Tolerance = 0.25;

    // Gaps longer than this, in periods, are measured by the rate so far: the middle interval is not exact enough.
    private const double LongGap = 2;

    // Of few times, what a rate may be rounded by.
    private const double HighestDrift = 1e-4;

    /// <summary>Goes through the times, twice or three times.</summary>
    /// <param name="called">What to call the file and the times.</param>
    /// <param name="times">The times from the first on, s.</param>
    /// <param name="rows">How many there are, at least 1.</param>
    /// <param name="options">What the file does not say of itself.</param>
    /// <param name="exact">The rate, where it stands elsewhere in the file.</param>
    public static FrameGrid Read(string called, Func<IEnumerable<double>> times, long rows, ReadOptions options, SampleClock? exact)
    {
        double first = times().First();
        if ((exact ?? (rows == 1 ? options.FrameRate : null)) is { } only && rows == 1)
            return new FrameGrid(only, first, [new FrameRun(0, 1)]);
        if (rows == 1)
            throw new FileFormatException(called, "one time", "two at least, or a frame rate that is given beside the file");
        double periodSeconds = PeriodSeconds(called, times, rows);
        SampleClock found = Nice(1 / periodSeconds, rows) ?? throw Irregular(called, 1, first, periodSeconds);
        SampleClock clock = exact ?? options.FrameRate ?? found;
        if (Drift(clock.RateHz, 1 / periodSeconds) * rows > Math.Max(Tolerance, HighestDrift * rows))
            throw new FileFormatException(called, $"times at a rate of {found}", $"the {clock} stated elsewhere");
        return new FrameGrid(options.RateOf(called, clock), first, RunsOf(called, times, clock, first));
    }

    private static IReadOnlyList<FrameRun> RunsOf(string called, Func<IEnumerable<double>> times, SampleClock clock, double first)
    {
        var runs = new FrameRuns();
        long row = 0;
        foreach (double time in times())
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

    private static double PeriodSeconds(string called, Func<IEnumerable<double>> times, long rows)
    {
        double[] begin = [.. times().Take((int)Math.Min(rows, Looked + 1))];
        double[] intervals = [.. begin.Skip(1).Select((time, i) => time - begin[i]).Order()];
        double about = intervals[intervals.Length / 2];
        double last = double.NaN;
        long row = 0, frames = 0;
        foreach (double time in times())
        {
            double periods = row == 0 ? 0 : (time - last) / about;
            if (periods > LongGap && frames > 0)
                periods = (time - last) * (Nice(frames / (last - begin[0]), frames)?.RateHz ?? 1 / about);
            else if (!(Math.Abs(periods - Math.Round(periods)) <= Tolerance) || (row > 0 && !(periods > 0.5)))
                throw Irregular(called, row, time, about);
            frames += (long)Math.Round(periods);
            last = time;
            row++;
        }
        return (last - begin[0]) / frames;
    }

    // Times carry rounding and jitter: the roundest rate that explains them to a tenth of a frame is the camera's. 1000/1001 is television's.
    private static SampleClock? Nice(double rateHz, long rows)
    {
        (long Numerator, long Denominator)[] round =
        [
            ((long)Math.Round(rateHz), 1),
            (1000 * (long)Math.Round(rateHz * 1.001), 1001),
            ((long)Math.Round(rateHz * 10), 10),
            ((long)Math.Round(rateHz * 100), 100),
            ((long)Math.Round(rateHz * 1000), 1000),
        ];
        foreach ((long numerator, long denominator) in round)
        {
            if (Drift((double)numerator / denominator, rateHz) < Math.Min(0.1 / rows, HighestDrift))
                return Rates.Of(numerator, denominator);
        }
        return Rates.Of(rateHz);
    }

    private static double Drift(double oneHz, double otherHz) => Math.Abs(oneHz / otherHz - 1);

    private static FileFormatException Irregular(string called, long row, double time, double periodSeconds) => new(
        string.Create(CultureInfo.InvariantCulture, $"{called}, row {row}"), string.Create(CultureInfo.InvariantCulture, $"the time {time:0.######} s"),
        string.Create(CultureInfo.InvariantCulture, $"times that ascend by whole numbers of the period, which is {periodSeconds * 1000:0.######} ms, give or take a quarter of it"));
}
