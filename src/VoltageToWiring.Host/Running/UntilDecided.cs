using VoltageToWiring.Inference.Significance;

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
    private volatile bool _isReached;

    /// <summary>Whether every pair was decided before the recording ended.</summary>
    public bool IsReached => _isReached;

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_isReached)
            return;
        reports.OnNext(value);
        // At the final report there is nothing left to stop.
        if (value.IsFinal || !value.AllDecided)
            return;
        _isReached = true;
        stop();
    }

    /// <inheritdoc/>
    public void OnError(Exception error) => reports.OnError(error);

    /// <inheritdoc/>
    public void OnCompleted() => reports.OnCompleted();
}
