using HdrHistogram;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>
/// One run of a cell in this process: a stretch of the recording is simulated beforehand, played on a fixed schedule, and inferred from by the
/// same stages and links as in any run.
/// </summary>
public sealed class CellMeasurement : IAsyncDisposable
{
    private const string LastStage = "sta";
    private const int Tenths = 10;

    /// <summary>The stages that are measured, in the order of the flow.</summary>
    public static IReadOnlyList<string> StageNames { get; } = [LastStage, "significance"];

    private readonly ResolvedPipeline _pipeline;
    private readonly LoadSection _load;
    private readonly TimeProvider _time;
    private readonly CellFeed _feed;
    private readonly OnlineInference? _online;
    private readonly SpikeTriggeredAverageStage _averages;
    private readonly Ledger _ledger = new();
    private readonly CellProbe _probe;
    private readonly LatencyHistogram _published;
    private readonly LatencyHistogram[] _tenths;
    private readonly LatencyHistogram _absorbed;
    private readonly CellSchedule _schedule;
    private CollectorUse? _before;
    private TimeSpan _processorBefore;
    private long _countingSince;
    private long _lastAbsorbed;
    private long _lastPublished;
    private RunWatch? _watch;

    private CellMeasurement(ResolvedPipeline pipeline, LoadSection load, CellFeed feed, TimeProvider time)
    {
        _pipeline = pipeline;
        _load = load;
        _time = time;
        _feed = feed;
        _schedule = new CellSchedule(pipeline, load, feed.Info);
        _online = pipeline.Online is { } options ? new OnlineInference(feed.Info, options, pipeline.Seed) : null;
        _averages = new SpikeTriggeredAverageStage(
            feed.Info, pipeline.Sta, WholeTrainSurrogates.None(feed.Info.Sources), _ledger, _online?.Frames, BlockAverages());
        _probe = new CellProbe(time, load.Slowed) { Done = stage => Absorbed(stage) };
        _published = new LatencyHistogram(time) { Hears = true };
        _tenths = [.. Enumerable.Range(0, Tenths).Select(_ => new LatencyHistogram(time) { Hears = true })];
        _absorbed = new LatencyHistogram(time) { Hears = true };
    }

    /// <summary>Latencies of published estimates, ns.</summary>
    public HistogramBase Published => _published.Counts;

    /// <summary>Latencies of batches, ns.</summary>
    public HistogramBase AbsorbedBatches => _absorbed.Counts;

    /// <summary>Every histogram, ns, by the name of its files.</summary>
    public IEnumerable<(string Name, HistogramBase Counts)> Histograms =>
    [
        ("published", Published), ("absorbed", AbsorbedBatches),
        .. _probe.Stages.Select(stage => (HistogramFiles.NameOfStage(stage.Name), stage.Times.Counts)),
        .. _probe.Links.Select(link => (HistogramFiles.NameOfLink(link.Name), link.Times.Counts)),
    ];

    /// <summary>Called when it has begun to count, on a thread beside the pipeline.</summary>
    public event Action? Counting;

    /// <summary>Simulates what will be played, in this process.</summary>
    /// <param name="pipeline">A pipeline whose recording is as long as the stretch.</param>
    /// <param name="load">How it is loaded.</param>
    /// <param name="time">Wall time, a real clock.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<CellMeasurement> PrepareAsync(ResolvedPipeline pipeline, LoadSection load, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(time);
        StoredRecording stretch = await SimulatedStretch.OfAsync(pipeline, time, cancellation).ConfigureAwait(false);
        var schedule = new CellSchedule(pipeline, load, stretch.Info);
        return new CellMeasurement(pipeline, load, new PlayedFeed(new ReplaySource(stretch, schedule.Frames, schedule.BatchFrames, time)), time);
    }

    /// <summary>Measures frames that come from elsewhere.</summary>
    internal static CellMeasurement Of(ResolvedPipeline pipeline, LoadSection load, CellFeed feed, TimeProvider time) => new(pipeline, load, feed, time);

    /// <summary>Runs it, once.</summary>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="PipelineException">A stage failed.</exception>
    public async Task<CellTimes> RunAsync(CancellationToken cancellation)
    {
        Pipeline pipeline = Flow.From(_feed.Source, _time, _probe)
            .Tap(BeginCounting)
            .Average(_averages, _pipeline.Links, _ledger)
            .Test(new SignificanceStage(_feed.Info, _online), _pipeline.Links)
            .Into(new ReportClock(this));
        RunTelemetry? telemetry = null;
        using IDisposable watching = pipeline.Telemetry.Subscribe(now => telemetry = now);
        using var watch = new RunWatch(_load.WarmUp.Si + _load.Duration.Si, () => pipeline.WaitingInLinks, () => Counting?.Invoke(), _time);
        _watch = watch;
        Rehearse();
        GC.Collect();
        watch.Start();
        RunOutcome outcome = await pipeline.RunAsync(_feed.Info, _ledger, cancellation).ConfigureAwait(false);
        _probe.Hears = false;
        watch.Dispose();
        cancellation.ThrowIfCancellationRequested();
        if (outcome.Fault is { } fault)
            throw new PipelineException(fault.Message, fault);
        // Until the last frame was dealt with: what concludes a run is no part of it.
        TimeSpan counted = _time.GetElapsedTime(_countingSince, Math.Max(_lastAbsorbed, _lastPublished));
        return Times(outcome, counted, CollectorUse.Since(_before!));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _averages.Dispose();
        _online?.Dispose();
        return _feed.DisposeAsync();
    }

    private BlockAverages? BlockAverages()
        => _pipeline.StaBlockSurrogates
            ? new BlockAverages(
                _feed.Info, _pipeline.Sta.WindowFrames, _pipeline.Surrogates, (_pipeline.Online ?? new OnlineOptions()).BlockIntervals,
                _pipeline.Online?.Scheme, _pipeline.Seed, _pipeline.Sta.Workers)
            : null;

    // On the task of the source, with the first batch that counts.
    private void BeginCounting(RecordingBatch batch)
    {
        if (_before is not null || batch.FirstFrame < _schedule.WarmUpFrames)
            return;
        _before = CollectorUse.UntilNow();
        _processorBefore = Environment.CpuUsage.TotalTime;
        _countingSince = _feed.DueTimestamp(batch.FirstFrame);
        _probe.Hears = true;
        _watch!.CountFrom(_countingSince);
    }

    // What the first batch that counts will call, called once before: the first calls of all that took a third of a second.
    private static void Rehearse()
    {
        _ = CollectorUse.UntilNow();
        _ = Environment.CpuUsage;
    }

    private void Absorbed(string stage)
    {
        if (stage != LastStage || _averages.Position <= _schedule.WarmUpFrames)
            return;
        _lastAbsorbed = _time.GetTimestamp();
        _absorbed.Add(_lastAbsorbed - _feed.DueTimestamp(_averages.Position));
    }

    private void Report(EstimateReport report)
    {
        // The last report comes with the end of the recording, and says again what the one before it said.
        if (report.IsFinal)
            return;
        long now = _time.GetTimestamp(), latency = now - _feed.DueTimestamp(report.Frame);
        _watch?.Saw(latency);
        if (report.Frame <= _schedule.WarmUpFrames)
            return;
        _lastPublished = now;
        _published.Add(latency);
        _tenths[(report.Frame - _schedule.WarmUpFrames - 1) * Tenths / (_schedule.Frames - _schedule.WarmUpFrames)].Add(latency);
    }

    private CellTimes Times(RunOutcome outcome, TimeSpan wall, CollectorUse collector)
    {
        LedgerAccount ledger = outcome.Progress.Ledger;
        long frames = _schedule.Frames - _schedule.WarmUpFrames;
        double recorded = _feed.Info.FrameClock.TimeSeconds(frames);
        return new CellTimes
        {
            Published = LatencyFigures.Of(Published),
            Tenths = [.. _tenths.Select(tenth => LatencyFigures.Of(tenth.Counts))],
            Absorbed = LatencyFigures.Of(AbsorbedBatches),
            Stages = [.. _probe.Stages.Select(stage => StageTimesOf(stage.Name, stage.Times, wall))],
            Links = [.. _probe.Links.Select((link, at) => LinkTimesOf(link.Times, outcome.Telemetry.Links[at]))],
            RecordedS = recorded,
            WallS = wall.TotalSeconds,
            FramesUsed = ledger.FramesUsed,
            FramesDropped = ledger.FramesDropped,
            SamplesPerS = frames * (double)_feed.Info.Targets / wall.TotalSeconds,
            ProcessorS = (Environment.CpuUsage.TotalTime - _processorBefore).TotalSeconds,
            AllocatedBytes = collector.AllocatedBytes,
            AllocatedBytesPerBatch = collector.AllocatedBytes / Math.Max(1.0, frames / (double)_schedule.BatchFrames),
            Gen0 = collector.Gen0,
            Gen2 = collector.Gen2,
            GcPauseS = collector.Pause.TotalSeconds,
            PeakResidentBytes = Environs.PeakResidentBytes,
            Delay = DelayOfMethod(),
            Moments = _watch!.Moments,
        };
    }

    private static StageTimes StageTimesOf(string name, LatencyHistogram times, TimeSpan wall)
    {
        LatencyFigures figures = LatencyFigures.Of(times.Counts);
        return new StageTimes(name, figures, figures.MeanS * figures.Count / wall.TotalSeconds);
    }

    private static LinkTimes LinkTimesOf(LatencyHistogram times, LinkCounters counters)
        => new(counters.Name, LatencyFigures.Of(times.Counts), counters.Capacity, counters.HighWater, counters.WriterWaits, counters.Dropped);

    private AlgorithmicDelay DelayOfMethod()
    {
        double frame = _feed.Info.FrameClock.PeriodSeconds;
        double rate = _pipeline.Simulation.RatesHz is { Count: > 0 } rates ? rates.Average() : double.NaN;
        return new AlgorithmicDelay(
            _pipeline.Sta.WindowFrames * frame, _online?.LookAheadSeconds,
            _pipeline.Online is { } online && rate > 0 ? online.BlockIntervals / rate : null, _schedule.BatchFrames * frame, _pipeline.Sta.ReportEveryFrames * frame);
    }

    private sealed class ReportClock(CellMeasurement cell) : IObserver<EstimateReport>
    {
        public void OnNext(EstimateReport value) => cell.Report(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
