using System.Diagnostics.Metrics;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Host.Running;

/// <summary>
/// What a run lets out for those who watch it from outside, with <c>dotnet-counters</c> or OpenTelemetry: instruments of the meter
/// <c>VoltageToWiring</c>. Books, queues and speed are read when somebody asks; work and latency are told as they happen, and cost a
/// comparison where nobody listens.
/// </summary>
public sealed class RunMeters : IFlowProbe, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "VoltageToWiring";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _work;
    private readonly Histogram<double> _latency;
    private Pipeline? _pipeline;
    private Ledger? _ledger;
    private RecordingInfo? _info;
    private long _start;

    /// <summary>The instruments of a run.</summary>
    /// <param name="run">Its name, the tag <c>run</c> of all of them.</param>
    /// <param name="time">Wall time.</param>
    public RunMeters(string run, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _meter = new Meter(MeterName, Environs.Version, [new("run", run)]);
        _meter.CreateObservableCounter("v2w.frames.used", () => Account()?.FramesUsed ?? 0, "{frame}", "Frames that went into inference.");
        _meter.CreateObservableCounter("v2w.frames.dropped", () => Account()?.FramesDropped ?? 0, "{frame}", "Frames that were dropped because a link was full.");
        _meter.CreateObservableCounter("v2w.spikes.used", () => Account()?.SpikesUsed ?? 0, "{spike}", "Presynaptic spikes that went into estimates.");
        _meter.CreateObservableCounter("v2w.spikes.late", () => Account()?.SpikesLate ?? 0, "{spike}", "Presynaptic spikes that came after inference had passed their frame.");
        _meter.CreateObservableGauge("v2w.link.waiting", Waiting, "{batch}", "Batches that wait in a link, by link.");
        _meter.CreateObservableGauge("v2w.run.real_time_factor", Speed, "1", "Seconds of recording in a second, since the beginning.");
        _work = _meter.CreateHistogram<double>("v2w.stage.work", "s", "Time that a stage worked on an item, by stage.");
        _latency = _meter.CreateHistogram<double>("v2w.report.latency", "s", "From the end of a report's newest frame, at the pace asked for, to its publication.");
    }

    /// <summary>Says what is read when somebody asks.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="info">The recording that flows in it.</param>
    /// <param name="ledger">Its books.</param>
    public void Watch(Pipeline pipeline, RecordingInfo info, Ledger ledger)
    {
        _ledger = ledger;
        _start = _time.GetTimestamp();
        // Who asks meanwhile, on a thread of its own, finds what goes with it.
        Volatile.Write(ref _info, info);
        Volatile.Write(ref _pipeline, pipeline);
    }

    /// <summary>A report of a paced run was published.</summary>
    /// <param name="dueTimestamp">When its newest frame was over.</param>
    public void Published(long dueTimestamp)
    {
        if (_latency.Enabled)
            _latency.Record(_time.GetElapsedTime(dueTimestamp).TotalSeconds);
    }

    /// <inheritdoc/>
    public IDurations? WaitsIn(string link) => null;

    /// <inheritdoc/>
    public IDurations WorkOf(string stage) => new StageWork(_work, stage, _time.TimestampFrequency);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private LedgerAccount? Account() => _ledger?.Snapshot();

    private IEnumerable<Measurement<int>> Waiting()
        => (Volatile.Read(ref _pipeline)?.Links ?? []).Select(link => new Measurement<int>(link.Waiting, new KeyValuePair<string, object?>("link", link.Name)));

    private double Speed()
    {
        if (Volatile.Read(ref _info) is not { } info)
            return 0;
        double elapsed = _time.GetElapsedTime(_start).TotalSeconds;
        return elapsed > 0 ? info.FrameClock.TimeSeconds(Account()!.FramesReached) / elapsed : 0;
    }

    // One tag is handed over without making an array.
    private sealed class StageWork(Histogram<double> work, string stage, long ticksPerSecond) : IDurations
    {
        private readonly KeyValuePair<string, object?> _tag = new("stage", stage);

        public void Add(long ticks)
        {
            if (work.Enabled)
                work.Record((double)ticks / ticksPerSecond, _tag);
        }
    }
}
