using HdrHistogram;
using VoltageToWiring.Files;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>Histograms as files: percentiles as text for readers and plotting programs, and the counts themselves, which can be merged.</summary>
internal static class HistogramFiles
{
    private const int TicksPerHalfDistance = 5;
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Writes a histogram twice: <c>name.hgrm</c>, percentiles in ms, and <c>name.hlog</c>, counts of ns.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">What was measured.</param>
    /// <param name="counts">The histogram, ns.</param>
    public static void Write(string folder, string name, HistogramBase counts)
    {
        using (var unfinished = new UnfinishedFile(Path.Combine(folder, name + ".hgrm")))
        {
            using (var text = new StreamWriter(unfinished.Stream, leaveOpen: true))
                counts.OutputPercentileDistribution(text, TicksPerHalfDistance, NanosecondsPerMillisecond);
            unfinished.Finish();
        }
        using (var unfinished = new UnfinishedFile(LogOf(folder, name)))
        {
            using (var log = new HistogramLogWriter(unfinished.Stream))
                log.Write(DateTime.UnixEpoch, counts);
            unfinished.Finish();
        }
    }

    /// <summary>Reads the counts of a histogram; null where it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">What was measured.</param>
    public static HistogramBase? Read(string folder, string name)
    {
        if (!File.Exists(LogOf(folder, name)))
            return null;
        using FileStream stream = File.OpenRead(LogOf(folder, name));
        return new HistogramLogReader(stream).ReadHistograms().FirstOrDefault();
    }

    /// <summary>Name of the files of a stage.</summary>
    /// <param name="stage">The stage.</param>
    public static string NameOfStage(string stage) => "stage-" + stage;

    /// <summary>Name of the files of a link.</summary>
    /// <param name="link">The two stages that it joins.</param>
    public static string NameOfLink(string link) => "link-" + link.Replace(" → ", "-", StringComparison.Ordinal);

    private static string LogOf(string folder, string name) => Path.Combine(folder, name + ".hlog");
}
