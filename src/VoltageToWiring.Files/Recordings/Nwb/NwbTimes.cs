using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>When the rows of a series were taken.</summary>
/// <param name="Clock">The clock of the frames.</param>
/// <param name="StartSeconds">When its frame 0 begins, in the session's time.</param>
/// <param name="Runs">The frames that the rows are.</param>
internal sealed record NwbTimes(SampleClock Clock, double StartSeconds, IReadOnlyList<FrameRun> Runs)
{
    private const int Together = 1 << 14;

    /// <summary>Reads them: a rate, or a time for each row.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="series">The series.</param>
    /// <param name="rows">Its rows, at least 1.</param>
    /// <param name="options">What the file does not say of itself.</param>
    /// <param name="exact">The rate as a ratio, where it stands elsewhere in the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static NwbTimes Read(string path, NwbSeries series, long rows, ReadOptions options, SampleClock? exact, CancellationToken cancellation)
    {
        string called = $"{path}, {series.Path}";
        bool hasTimes = series.Group.LinkExists("timestamps"), hasRate = series.Group.LinkExists("starting_time");
        if (hasTimes == hasRate)
            throw new FileFormatException(called, hasTimes ? "both timestamps and starting_time" : "neither timestamps nor starting_time", "one of the two");
        return hasRate
            ? OfRate($"{called}/starting_time", (NativeDataset)series.Group.Dataset("starting_time"), rows, options, exact)
            : OfTimes($"{called}/timestamps", (NativeDataset)series.Group.Dataset("timestamps"), rows, options, exact, cancellation);
    }

    private static NwbTimes OfTimes(string called, NativeDataset dataset, long rows, ReadOptions options, SampleClock? exact, CancellationToken cancellation)
    {
        if (dataset.Space.Rank != 1 || (long)dataset.Space.Dimensions[0] != rows)
            throw new FileFormatException(called, $"times of shape ({string.Join(", ", dataset.Space.Dimensions)})", $"{rows}, one for each row of data");
        FrameGrid grid = FrameGrid.Read(called, () => Times(called, dataset, rows, cancellation), rows, options, exact);
        return new NwbTimes(grid.Clock, grid.FirstSeconds, grid.Runs);
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

    private static NwbTimes OfRate(string called, NativeDataset startingTime, long rows, ReadOptions options, SampleClock? exact)
    {
        double start = NwbObjects.All<double>(called, startingTime) is [var only] && double.IsFinite(only)
            ? only
            : throw new FileFormatException(called, "what is no time", "one time in s");
        (double rateHz, bool isSingle) = NwbObjects.NumberOf(called, startingTime, "rate")
            ?? throw new FileFormatException(called, "no attribute rate", "the frame rate in Hz");
        SampleClock stated = (isSingle ? Rates.Of((float)rateHz) : Rates.Of(rateHz))
            ?? throw new FileFormatException(called, string.Create(CultureInfo.InvariantCulture, $"a rate of {rateHz} Hz"), "a frame rate above 0");
        return new NwbTimes(options.RateOf(called, Agreed(called, stated, exact)), start, [new FrameRun(0, rows)]);
    }

    /// <summary>The exact rate, where the rounded one does not contradict it.</summary>
    private static SampleClock Agreed(string called, SampleClock stated, SampleClock? exact)
        => exact is not { } ratio ? stated
        : Math.Abs(ratio.RateHz / stated.RateHz - 1) < 1e-6 ? ratio
        : throw new FileFormatException(called, $"a rate of {stated}", $"the {ratio} that the table of clocks in the same file states");
}
