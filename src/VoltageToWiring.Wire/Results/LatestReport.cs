namespace VoltageToWiring.Wire.Results;

/// <summary>Keeps the newest report that nobody has sent yet: a slow peer misses reports in between, and never slows the run.</summary>
/// <param name="changed">Called after each change.</param>
internal sealed class LatestReport(Action changed) : IObserver<WireReport>
{
    private readonly Lock _gate = new();
    private WireReport? _report;
    private long _version;
    private bool _completed;

    /// <summary>Whether no more reports will come, and which the last one is.</summary>
    public (bool Completed, long Version) State
    {
        get
        {
            lock (_gate)
                return (_completed, _version);
        }
    }

    /// <summary>The newest report, where it is newer than one that is known.</summary>
    /// <param name="version">The known one; becomes that of the report.</param>
    public WireReport? NewerThan(ref long version)
    {
        lock (_gate)
        {
            if (version == _version)
                return null;
            version = _version;
            return _report;
        }
    }

    /// <inheritdoc/>
    public void OnNext(WireReport value)
    {
        lock (_gate)
        {
            _report = value;
            _version++;
        }
        changed();
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        lock (_gate)
            _completed = true;
        changed();
    }

    /// <inheritdoc/>
    public void OnError(Exception error) => OnCompleted();
}
