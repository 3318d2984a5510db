using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class LatencyHistogramTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Add_WhileItDoesNotHear_CountsNothing()
    {
        var histogram = new LatencyHistogram(_time);
        histogram.Add(Ticks(5));
        histogram.Hears = true;
        histogram.Add(Ticks(2));
        histogram.Hears = false;
        histogram.Add(Ticks(9));
        LatencyFigures figures = LatencyFigures.Of(histogram.Counts);
        Assert.Equal(1, figures.Count);
        Assert.Equal(0.002, figures.MaxS, 1e-3 * 0.002);
    }

    [Fact]
    public void Of_AThousandDurations_HasTheirPercentilesToThreeDigits()
    {
        var histogram = new LatencyHistogram(_time) { Hears = true };
        for (int at = 1; at <= 1000; at++)
            histogram.Add(Ticks(at));
        LatencyFigures figures = LatencyFigures.Of(histogram.Counts);
        foreach ((double percent, double seconds) in new[] { (50, 0.5), (90, 0.9), (99, 0.99), (99.9, 0.999), (100, 1.0) })
            Assert.Equal(seconds, figures.At(percent), 2e-3 * seconds);
        Assert.Equal(LatencyFigures.None, LatencyFigures.Of(new LatencyHistogram(_time).Counts));
    }

    [Fact]
    public void Files_OfTwoRuns_CanBeReadAndMerged()
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, int milliseconds) in new[] { ("a", 1), ("b", 3) })
        {
            var histogram = new LatencyHistogram(_time) { Hears = true };
            histogram.Add(Ticks(milliseconds));
            HistogramFiles.Write(folder.Path, name, histogram.Counts);
            Assert.Contains("1/(1-Percentile)", File.ReadAllText(folder.File(name + ".hgrm")), StringComparison.Ordinal);
        }
        HdrHistogram.HistogramBase both = HistogramFiles.Read(folder.Path, "a")!;
        both.Add(HistogramFiles.Read(folder.Path, "b")!);
        LatencyFigures figures = LatencyFigures.Of(both);
        Assert.Equal(2, figures.Count);
        Assert.Equal(0.003, figures.MaxS, 3e-6);
        Assert.Null(HistogramFiles.Read(folder.Path, "c"));
    }

    private long Ticks(int milliseconds) => milliseconds * _time.TimestampFrequency / 1000;
}
