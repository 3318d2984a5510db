using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Calibration;

/// <summary>Runs the recordings of a calibration, several at a time. What they give depends on neither how many nor on who ends first.</summary>
/// <param name="plan">What to run.</param>
/// <param name="workers">Recordings that run at once, at least 1.</param>
/// <param name="time">Wall time.</param>
public sealed class CalibrationRun(CalibrationPlan plan, int workers, TimeProvider time)
{
    private readonly Lock _entries = new();
    private readonly SortedDictionary<ulong, RecordingOutcome> _outcomes = [];
    private readonly SortedDictionary<ulong, RecordingFault> _faults = [];

    // The long recording's place is the last.
    private readonly double[] _recordedSeconds = new double[plan.Recordings + 1];
    private TrueAmplitudes? _truth;

    /// <summary>What is run.</summary>
    public CalibrationPlan Plan => plan;

    /// <summary>How far it is. Callable at any time, from anywhere.</summary>
    public CalibrationProgress Progress()
    {
        double all = plan.Recordings * plan.First.Resolved.Simulation.DurationSeconds + (plan.Truth?.Resolved.Simulation.DurationSeconds ?? 0);
        double done = 0;
        for (int job = 0; job < _recordedSeconds.Length; job++)
            done += Volatile.Read(ref _recordedSeconds[job]);
        lock (_entries)
            return new CalibrationProgress(done / all, [.. _outcomes.Values], _faults.Count, _truth is not null);
    }

    /// <summary>Refuses recordings that do not fit into memory, each by itself: fewer at once run where not as many fit as there are workers.</summary>
    /// <exception cref="PipelineException">One needs more memory than there is.</exception>
    public void RequireMemory()
    {
        ResourceEstimate.Of(plan.First.Resolved).RequireMemory();
        if (plan.Truth is { } truth)
            ResourceEstimate.Of(truth.Resolved).RequireMemory();
    }

    /// <summary>Runs them all, to their ends or to a cancellation. Once.</summary>
    /// <param name="cancellation">Stops; recordings that have not come to their end do not count.</param>
    public async Task<CalibrationResult> RunAsync(CancellationToken cancellation = default)
    {
        long start = time.GetTimestamp();
        // The longest first: begun last, all others would wait for it.
        IEnumerable<int> recordings = Enumerable.Range(0, plan.Recordings);
        IEnumerable<int> jobs = plan.Truth is null ? recordings : recordings.Prepend(plan.Recordings);
        double recordingBytes = ResourceEstimate.Of(plan.First.Resolved).TotalBytes;
        double truthBytes = plan.Truth is { } truth ? ResourceEstimate.Of(truth.Resolved).TotalBytes : 0;
        await SideBySide.RunAsync(
            jobs, workers, ResourceEstimate.AvailableBytes, job => job == plan.Recordings ? truthBytes : recordingBytes,
            job => RunAsync(job, cancellation)).ConfigureAwait(false);
        bool hasFailed = _faults.ContainsKey(plan.SeedOf(plan.Recordings));
        return new CalibrationResult
        {
            Plan = plan,
            Outcomes = [.. _outcomes.Values],
            Truth = _truth,
            NoTruthBecause = plan.NoTruthBecause
                ?? (_truth is not null ? null
                    : hasFailed ? "Coverage is left out: the recording that gives the true amplitudes failed."
                    : "Coverage is left out: the recording that gives the true amplitudes did not come to its end."),
            Faults = [.. _faults.Values],
            IsCancelled = _outcomes.Count + _faults.Count + (_truth is null ? 0 : 1) < plan.Recordings + (plan.Truth is null ? 0 : 1),
            Elapsed = time.GetElapsedTime(start),
            Workers = workers,
        };
    }

    private async Task RunAsync(int job, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return;
        ulong seed = plan.SeedOf(job);
        try
        {
            LoadedPipeline pipeline = job == plan.Recordings ? plan.Truth! : plan.Recording(job);
            using var run = new RecordingRun(pipeline.Resolved, time);
            var collector = new OutcomeCollector(run.Truth!);
            using IDisposable collecting = run.Estimates.Subscribe(collector);
            using IDisposable progress = run.Progress.Subscribe(at => Volatile.Write(ref _recordedSeconds[job], at.RecordedSeconds), _ => { });
            RunResult result = await run.RunAsync(cancellation).ConfigureAwait(false);
            lock (_entries)
                Enter(job, seed, result, collector);
        }
        catch (PipelineException problem)
        {
            lock (_entries)
                _faults[seed] = new RecordingFault(seed, problem.Message);
        }
    }

    private void Enter(int job, ulong seed, RunResult result, OutcomeCollector collector)
    {
        if (result.Problem is { } problem)
            _faults[seed] = new RecordingFault(seed, problem);
        else if (result is { Outcome.Ending: RunEnding.Completed, Estimates: EstimateReport last } && job == plan.Recordings)
            _truth = new TrueAmplitudes(last, seed);
        else if (result.Outcome.Ending == RunEnding.Completed)
            _outcomes[seed] = collector.Conclude(seed);
    }
}
