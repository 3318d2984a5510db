using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>Hands reports on up to the first in which every pair is decided, and then asks the run to stop.</summary>
/// <remarks>
/// How far the run still comes before it stands depends on batches, links and threads, and with e-BH a decision may be taken back. So what
/// comes afterwards is left out: the deciding report is the last.
/// </remarks>
/// <param name="reports">Who gets them.</param>
/// <param name="stop">Asks the run to stop.</param>
internal sealed class UntilDecided(IObserver<EstimateReport> reports, Action stop) : IObserver<EstimateReport>
{
    private volatile EstimateReport? _deciding;

    /// <summary>When every pair was decided, s of recording; null where the recording ended before.</summary>
    public double? AtSeconds => _deciding?.TimeSeconds;

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_deciding is not null)
            return;
        reports.OnNext(value);
        // At the final report there is nothing left to stop.
        if (value.IsFinal || !value.AllDecided)
            return;
        _deciding = value;
        stop();
    }

    /// <summary>A run that was stopped from here is complete.</summary>
    /// <param name="outcome">How the run ended as its pipeline sees it.</param>
    public RunOutcome Conclude(RunOutcome outcome)
        => _deciding is not null && outcome.Ending == RunEnding.Cancelled ? outcome with { Ending = RunEnding.Completed } : outcome;

    /// <inheritdoc/>
    public void OnError(Exception error) => reports.OnError(error);

    /// <inheritdoc/>
    public void OnCompleted() => reports.OnCompleted();
}
