using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>Runs the cells of an experiment that its folder lacks, side by side. What they give depends on neither how many nor on who ends first.</summary>
public sealed class SweepRun
{
    private readonly Experiment _experiment;
    private readonly SweepFolder _folder;
    private readonly TimeProvider _time;
    private readonly ExperimentCell[] _pending;
    private readonly double[] _doneWork;
    private readonly double _allWork;
    private readonly int _found;
    private readonly Lock _entries = new();
    private readonly Dictionary<string, string> _faults = [];
    private readonly long _start;
    private int _computed;

    /// <summary>A sweep that has not started.</summary>
    /// <param name="experiment">What to run.</param>
    /// <param name="folder">Where to; what is there need not be run.</param>
    /// <param name="workers">Threads that share the work, at least 1.</param>
    /// <param name="time">Wall time.</param>
    public SweepRun(Experiment experiment, SweepFolder folder, int workers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(time);
        _experiment = experiment;
        _folder = folder;
        _time = time;
        _start = time.GetTimestamp();
        // Cells that are the same in all their results are run once.
        _pending = [.. experiment.Cells.Where(cell => !folder.IsFinished(cell)).DistinctBy(cell => cell.Key)];
        _found = experiment.Cells.Count(folder.IsFinished);
        _doneWork = new double[_pending.Length];
        _allWork = _pending.Sum(cell => cell.Needs.Work);
        AtOnce = Math.Max(1, Math.Min(workers, _pending.Length));
        WorkersEach = Math.Max(1, workers / AtOnce);
    }

    /// <summary>What is run.</summary>
    public Experiment Experiment => _experiment;

    /// <summary>Cells that run at once, at most: fewer where not as many fit into memory.</summary>
    public int AtOnce { get; }

    /// <summary>Threads that each of them has.</summary>
    public int WorkersEach { get; }

    /// <summary>Is told of every cell that was run to its end, or failed, with what failed.</summary>
    public event Action<ExperimentCell, string?>? CellEnded;

    /// <summary>How far it is. Callable at any time, from anywhere.</summary>
    public SweepProgress Progress()
    {
        double done = 0;
        for (int i = 0; i < _doneWork.Length; i++)
            done += Volatile.Read(ref _doneWork[i]);
        double fraction = _allWork > 0 ? done / _allWork : 1;
        TimeSpan elapsed = _time.GetElapsedTime(_start);
        TimeSpan? left = fraction > 0 ? elapsed * ((1 - fraction) / fraction) : null;
        lock (_entries)
            return new SweepProgress(fraction, _experiment.Cells.Count, _found, _computed, _faults.Count, left);
    }

    /// <summary>Runs what is to be run, to its end or to a cancellation. Once.</summary>
    /// <param name="cancellation">Drops the cells under way; those that are finished stay.</param>
    /// <exception cref="IOException">The folder cannot be written. What is finished stays.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await SideBySide.RunAsync(
            Enumerable.Range(0, _pending.Length), AtOnce, ResourceEstimate.AvailableBytes, i => _pending[i].Needs.TotalBytes,
            i => RunAsync(i, stop)).ConfigureAwait(false);
        return new SweepResult(
            _experiment, _faults, _found, _computed, _experiment.Cells.Any(cell => !_folder.IsFinished(cell) && !_faults.ContainsKey(cell.Key)),
            _time.GetElapsedTime(_start));
    }

    private async Task RunAsync(int index, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            return;
        ExperimentCell cell = _pending[index];
        string? fault;
        try
        {
            fault = await new CellRun(_experiment, _folder, _time)
                .RunAsync(cell, WorkersEach, seconds => Volatile.Write(ref _doneWork[index], cell.Needs.Work * Math.Min(1, seconds / cell.Seconds)), stop.Token)
                .ConfigureAwait(false);
        }
        catch
        {
            // What cannot be written once cannot be written a hundred times.
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        if (fault is not null || _folder.IsFinished(cell))
            Enter(index, fault);
    }

    private void Enter(int index, string? fault)
    {
        Volatile.Write(ref _doneWork[index], _pending[index].Needs.Work);
        lock (_entries)
        {
            if (fault is null)
                _computed++;
            else
                _faults[_pending[index].Key] = fault;
            CellEnded?.Invoke(_pending[index], fault);
        }
    }
}

/// <summary>How far a sweep is: a stable copy.</summary>
/// <param name="Fraction">How much of the work is done that was to be done, 0 to 1, by what cells are expected to take.</param>
/// <param name="Cells">All cells.</param>
/// <param name="Found">Cells that were finished before.</param>
/// <param name="Computed">Cells finished now.</param>
/// <param name="Failed">Cells that failed.</param>
/// <param name="Left">Time left, if things go on like this; null before anything is known.</param>
public sealed record SweepProgress(double Fraction, int Cells, int Found, int Computed, int Failed, TimeSpan? Left);

/// <summary>What a sweep gave.</summary>
/// <param name="Experiment">What was run.</param>
/// <param name="Faults">What failed, by key of the cell.</param>
/// <param name="Found">Cells that were finished before.</param>
/// <param name="Computed">Cells finished now.</param>
/// <param name="IsCancelled">Whether cells are left that have not been tried.</param>
/// <param name="Elapsed">Wall time it took.</param>
public sealed record SweepResult(
    Experiment Experiment, IReadOnlyDictionary<string, string> Faults, int Found, int Computed, bool IsCancelled, TimeSpan Elapsed)
{
    /// <summary>completed, cancelled or failed.</summary>
    public string Ending => IsCancelled ? "cancelled" : Faults.Count > 0 ? "failed" : "completed";
}
