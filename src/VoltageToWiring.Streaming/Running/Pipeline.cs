using System.Reactive.Linq;
using System.Reactive.Subjects;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Streaming.Running;

/// <summary>A pipeline that is ready to run, once.</summary>
public sealed class Pipeline
{
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromMilliseconds(100);

    private readonly FlowPlan _plan;
    private readonly Subject<RunProgress> _progress = new();
    private readonly Subject<RunTelemetry> _telemetry = new();
    private int _started;

    internal Pipeline(FlowPlan plan)
    {
        _plan = plan;
    }

    /// <summary>How far the run has come, ten times a second and once at its end. Subscribers are called one after the other; a slow one delays the next report, never the data.</summary>
    public IObservable<RunProgress> Progress => _progress.AsObservable();

    /// <summary>What stages and links are doing, ten times a second and once at its end.</summary>
    public IObservable<RunTelemetry> Telemetry => _telemetry.AsObservable();

    /// <summary>Its links, in the order of the flow.</summary>
    public IReadOnlyList<ILink> Links => _plan.Links;

    /// <summary>Items that wait in all links together, now.</summary>
    public int WaitingInLinks
    {
        get
        {
            int waiting = 0;
            foreach (ILink link in _plan.Links)
                waiting += link.Waiting;
            return waiting;
        }
    }

    /// <summary>Asks the run to stop; it then concludes with what it has. Callable from a subscription.</summary>
    public void Stop() => _plan.Run.RequestStop();

    /// <summary>Runs to the end, to a fault or to a cancellation; nothing is left running afterwards.</summary>
    /// <param name="info">The recording that flows.</param>
    /// <param name="ledger">Its books.</param>
    /// <param name="cancellation">Stops the run; what was inferred so far still comes out.</param>
    /// <returns>How it ended; faults are in it, not thrown.</returns>
    public async Task<RunOutcome> RunAsync(RecordingInfo info, Ledger ledger, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(ledger);
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A pipeline runs once; build another one to run again.");

        long start = _plan.Time.GetTimestamp();
        RunProgress ProgressOf(LedgerAccount account)
            => new(
                _plan.Time.GetElapsedTime(start), info.FrameClock.TimeSeconds(account.FramesReached),
                info.TotalFrames is { } frames ? info.FrameClock.TimeSeconds(frames) : null, account);

        var reports = new Lock();
        void Report(LedgerAccount account)
        {
            // A report that is still going on is not waited for: the next one will be newer.
            if (!reports.TryEnter())
                return;
            try
            {
                _progress.OnNext(ProgressOf(account));
                _telemetry.OnNext(ReadTelemetry());
            }
            catch (Exception cause)
            {
                _plan.Run.Fail("progress observer", account.FramesUsed, cause);
            }
            finally
            {
                reports.Exit();
            }
        }

        await using (CancellationTokenRegistration registration = cancellation.Register(Stop))
        await using (ITimer timer = _plan.Time.CreateTimer(_ => Report(ledger.Snapshot()), null, ReportPeriod, ReportPeriod))
        {
            await Task.WhenAll(_plan.Segments.Select(segment => Task.Run(segment.RunAsync, CancellationToken.None))).ConfigureAwait(false);
        }

        LedgerAccount closed = ledger.Close();
        Report(closed);
        _progress.OnCompleted();
        _telemetry.OnCompleted();
        RunEnding ending = _plan.Run.Fault is not null ? RunEnding.Faulted
            : _plan.Run.StopRequested ? RunEnding.Cancelled
            : RunEnding.Completed;
        return new RunOutcome(ending, _plan.Run.Fault, ProgressOf(closed), ReadTelemetry());
    }

    private RunTelemetry ReadTelemetry()
        => new([.. _plan.Meters.Select(meter => meter.Read())], [.. _plan.Links.Select(link => link.Counters)]);
}
