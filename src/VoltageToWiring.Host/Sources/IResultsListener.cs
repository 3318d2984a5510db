using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Sources;

/// <summary>Whoever made a recording and wants to know what is found in it. No call waits for it.</summary>
public interface IResultsListener
{
    /// <summary>Hears a report.</summary>
    /// <param name="report">The report; it does not change any more.</param>
    void Report(EstimateReport report);

    /// <summary>Hears that there are no more reports, and takes leave.</summary>
    Task ConcludeAsync();
}
