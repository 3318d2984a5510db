using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>Hands reports on up to the first in which every pair is decided, and then asks the run to stop.</summary>
/// <remarks>
/// The recording waits at each report until it has been judged, so that the run ends at the same frame whatever batches, links and threads
/// there are. Where a link may drop batches a report may have to wait for later frames, and so nothing waits for it; what comes after the
/// deciding report is left out, because with e-BH a decision may be taken back.
/// </remarks>
internal sealed class UntilDecided : IObserver<EstimateReport>
{
    private readonly IObserver<EstimateReport> _reports;
    private readonly Action _stop;
    private readonly Func<long, long> _endStepOfNextReport;
    private volatile EstimateReport? _deciding;

    /// <summary>Nothing decided yet.</summary>
    /// <param name="reports">Who gets the reports.</param>
    /// <param name="stop">Asks the run to stop.</param>
    /// <param name="endStepOfNextReport">How many steps it takes to get the report after that of a frame.</param>
    public UntilDecided(IObserver<EstimateReport> reports, Action stop, Func<long, long> endStepOfNextReport)
    {
        _reports = reports;
        _stop = stop;
        _endStepOfNextReport = endStepOfNextReport;
        Gate = new StepGate(endStepOfNextReport(0));
    }

    /// <summary>How far the recording may go before the next report has been judged.</summary>
    public StepGate Gate { get; }

    /// <summary>When every pair was decided, s of recording; null where the recording ended before.</summary>
    public double? AtSeconds => _deciding?.TimeSeconds;

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_deciding is not null)
            return;
        _reports.OnNext(value);
        // At the final report there is nothing left to stop.
        if (value.IsFinal)
            return;
        if (!value.AllDecided)
        {
            Gate.MoveTo(_endStepOfNextReport(value.Frame));
            return;
        }
        _deciding = value;
        _stop();
    }

    /// <summary>A run that was stopped from here is complete.</summary>
    /// <param name="outcome">How the run ended as its pipeline sees it.</param>
    public RunOutcome Conclude(RunOutcome outcome)
        => _deciding is not null && outcome.Ending == RunEnding.Cancelled ? outcome with { Ending = RunEnding.Completed } : outcome;

    /// <inheritdoc/>
    public void OnError(Exception error) => _reports.OnError(error);

    /// <inheritdoc/>
    public void OnCompleted() => _reports.OnCompleted();
}
