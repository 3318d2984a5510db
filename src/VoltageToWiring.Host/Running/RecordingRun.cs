using System.Reactive.Linq;
using System.Reactive.Subjects;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Running;

/// <summary>
/// One run of a pipeline: puts inference behind a recording, whoever makes it, runs both, and lets estimates, progress and telemetry out as
/// observables.
/// </summary>
public sealed class RecordingRun : IDisposable
{
    private readonly ResolvedPipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly IRecording _recording;
    private readonly Subject<EstimateReport> _estimates = new();
    private readonly Subject<RunProgress> _progress = new();
    private readonly Subject<RunTelemetry> _telemetry = new();
    private readonly ExcerptKeeper _excerpt;
    private readonly SpikeDetectionStage[] _completions;
    private readonly SpikeKeeper? _spikes;
    private SpikeTriggeredAverageStage? _averages;
    private OnlineInference? _online;
    private EstimateReport? _last;
    private CollectorUse? _before;
    private volatile bool _stopped;
    private Pipeline? _running;
    private RunMeters? _meters;

    /// <summary>A run, not started, of a recording that is known beforehand.</summary>
    /// <param name="pipeline">What to run.</param>
    /// <param name="time">Wall time.</param>
    /// <exception cref="PipelineException">The recording is live.</exception>
    public RecordingRun(ResolvedPipeline pipeline, TimeProvider time)
        : this(pipeline, OpenOf(pipeline), time)
    {
    }

    /// <summary>A run, not started, of a recording that is open.</summary>
    /// <param name="pipeline">What to run, made for this recording.</param>
    /// <param name="recording">The recording, which the run closes at its end.</param>
    /// <param name="time">Wall time.</param>
    public RecordingRun(ResolvedPipeline pipeline, IRecording recording, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(time);
        if (recording.Info != pipeline.Declared)
            throw new ArgumentException($"The pipeline was made for {pipeline.Declared}, and the recording is {recording.Info}.", nameof(recording));
        Require(pipeline);
        _pipeline = pipeline;
        _time = time;
        _recording = recording;
        _excerpt = new ExcerptKeeper(pipeline.Declared);
        _completions = Begin(pipeline);
        if (Detection is not null)
            _spikes = KeepSpikes(Detection);
    }

    /// <summary>Refuses a recording that nothing can be inferred from.</summary>
    /// <param name="pipeline">The pipeline, made for the recording.</param>
    /// <exception cref="PipelineException">It is a movie whose traces nobody has made, or has no pair of neurons.</exception>
    public static void Require(ResolvedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        RequireTraces(pipeline.Name, pipeline.Declared);
        RecordingInfo info = pipeline.Recording;
        if (info.Pairs.Count == 0)
        {
            throw new PipelineException(FormattableString.Invariant(
                $"{pipeline.Name}: found {info.Sources} spike trains and {info.Targets} imaged neurons, of which no pair can be connected; allowed is a recording with spike trains, or one of two neurons or more with spikes: detect."));
        }
    }

    /// <summary>Refuses a movie whose traces nobody has made.</summary>
    /// <param name="name">What to call the pipeline.</param>
    /// <param name="info">The recording.</param>
    /// <exception cref="PipelineException">It is such a movie.</exception>
    public static void RequireTraces(string name, RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info.Pixels is not null)
            throw new PipelineException($"{name}: found a movie whose traces the receiver makes; allowed here is movie.traces: here.");
    }

    /// <summary>What is run.</summary>
    public ResolvedPipeline Pipeline => _pipeline;

    /// <summary>The recording, as inference meets it.</summary>
    public RecordingInfo Info => _pipeline.Recording;

    /// <summary>The ground truth; null where the recording is not simulated.</summary>
    public Wiring? Truth => Detection is null ? _recording.Simulation?.Truth : _recording.Simulation?.TruthOfTargets;

    private SpikeDetectionStage? Detection => Array.Find(_completions, stage => stage.Detected is not null);

    /// <summary>Estimates of all connections, at fixed frames of the recording. A slow subscriber holds the run back.</summary>
    public IObservable<EstimateReport> Estimates => _estimates.AsObservable();

    /// <summary>The estimates of one connection, at the same frames.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the postsynaptic neuron.</param>
    public IObservable<ConnectionEstimate> Connection(int source, int target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)source, (uint)Info.Sources, nameof(source));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)target, (uint)Info.Targets, nameof(target));
        if (!Info.Pairs.Has(source, target))
            throw new ArgumentException($"Source and target {source} are the same neuron.", nameof(target));
        return _estimates.Select(report => report.Connections[Info.Pairs.IndexOf(source, target)]);
    }

    /// <summary>How far the run has come, ten times a second.</summary>
    public IObservable<RunProgress> Progress => _progress.AsObservable();

    /// <summary>What stages and links are doing, ten times a second.</summary>
    public IObservable<RunTelemetry> Telemetry => _telemetry.AsObservable();

    /// <summary>Asks the run to stop and conclude with what it has. Callable from a subscription.</summary>
    public void Stop()
    {
        _stopped = true;
        _running?.Stop();
    }

    /// <summary>Runs to the end, to a fault or to a cancellation. Once.</summary>
    /// <param name="cancellation">Stops the run; what was inferred so far is in the result.</param>
    public async Task<RunResult> RunAsync(CancellationToken cancellation = default)
    {
        await using IRecording recording = _recording;
        RunResult result = await RecordAsync(cancellation).ConfigureAwait(false);
        if (recording.Results is { } listener)
            await listener.ConcludeAsync().ConfigureAwait(false);
        return result with { Stream = recording.Books };
    }

    private async Task<RunResult> RecordAsync(CancellationToken cancellation)
    {
        _before = CollectorUse.UntilNow();
        var ledger = new Ledger();
        long start = _time.GetTimestamp();
        WholeTrainSurrogates surrogates;
        try
        {
            _recording.Prepare(cancellation);
            surrogates = DrawSurrogates(cancellation);
        }
        catch (StageFaultException fault)
        {
            return BeforeTheFirstFrame(RunEnding.Faulted, fault, ledger, start);
        }
        catch (OperationCanceledException)
        {
            return BeforeTheFirstFrame(RunEnding.Cancelled, null, ledger, start);
        }
        TimeSpan prepared = _time.GetElapsedTime(start);
        _online = _pipeline.Online is { } options ? new OnlineInference(Info, options, _pipeline.Seed) : null;
        _averages = new SpikeTriggeredAverageStage(Info, _pipeline.Sta, surrogates, ledger, _online?.Frames, BlockAverages());
        UntilDecided? decided = _pipeline.StopWhenDecided ? new UntilDecided(_estimates, Stop, GateForNextReport) : null;
        using var meters = new RunMeters(_pipeline.Name, _time);
        _meters = meters;
        Pipeline pipeline = Record(decided?.Gate, meters, ledger)
            .Tap(_excerpt.Look)
            .Average(_averages, _pipeline.Links, ledger)
            .Test(new SignificanceStage(Info, _online), _pipeline.Links)
            .Into((IObserver<EstimateReport>?)decided ?? _estimates);
        _running = pipeline;
        if (_stopped)
            pipeline.Stop();
        meters.Watch(pipeline, Info, ledger);
        using IDisposable last = _estimates.Subscribe(Keep, _ => { });
        using IDisposable progress = pipeline.Progress.Subscribe(_progress);
        using IDisposable telemetry = pipeline.Telemetry.Subscribe(_telemetry);
        RunOutcome outcome = await pipeline.RunAsync(Info, ledger, cancellation).ConfigureAwait(false);
        return Result(decided?.Conclude(outcome) ?? outcome, prepared) with { DecidedAtSeconds = decided?.AtSeconds };
    }

    // With a drop policy a report may need frames after those that were dropped, and nothing may wait for it.
    private Flow<RecordingBatch> Record(StepGate? gate, RunMeters meters, Ledger ledger)
    {
        bool everyFrameArrives = _pipeline.Links.Options.WhenFull == WhenFull.Wait;
        var start = new RecordingStart(_pipeline.StopAfterFrames, everyFrameArrives ? gate : null, _pipeline.Pace, _pipeline.Links, _time, meters, ledger);
        Flow<RecordingBatch> recording = _recording.Start(start);
        return _completions.Aggregate(recording, (flow, stage) => flow.Detect(stage, _pipeline.Links));
    }

    private static SpikeDetectionStage[] Begin(ResolvedPipeline pipeline)
    {
        RecordingInfo info = pipeline.Declared;
        var stages = new List<SpikeDetectionStage>();
        foreach (IRecordingCompletion completion in pipeline.Completions)
        {
            stages.Add(completion.Begin(info));
            info = completion.InfoOf(info);
        }
        return [.. stages];
    }

    private SpikeKeeper KeepSpikes(SpikeDetectionStage detection)
    {
        var spikes = new SpikeKeeper(Info, _pipeline.Declared.SpikeClock);
        detection.Found = spikes.AddDetected;
        if (_recording.Simulation is { } simulation)
            simulation.TargetSpiked = spikes.AddTrue;
        return spikes;
    }

    private void Keep(EstimateReport report)
    {
        _last = report;
        _recording.Results?.Report(report);
        if (!report.IsFinal && _recording.DueTimestamp(report.Frame) is { } due)
            _meters?.Published(due);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _averages?.Dispose();
        _online?.Dispose();
        _estimates.Dispose();
        _progress.Dispose();
        _telemetry.Dispose();
    }

    private static IRecording OpenOf(ResolvedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline.Source is KnownSource known
            ? known.Open()
            : throw new PipelineException($"{pipeline.Name}: found a live recording that nobody has opened; allowed here is one that is known beforehand.");
    }

    // A report has to wait for its last spikes.
    private long GateForNextReport(long frame)
        => _recording.GateFor(
            (frame / _pipeline.Sta.ReportEveryFrames + 1) * _pipeline.Sta.ReportEveryFrames + _completions.Sum(stage => stage.LatencyFrames));

    private WholeTrainSurrogates DrawSurrogates(CancellationToken cancellation)
    {
        if (!_pipeline.HasWholeTrainSurrogates)
            return WholeTrainSurrogates.None(Info.Sources);
        KnownTrains trains = _recording.Trains();
        return WholeTrainSurrogates.Draw(
            trains.TimesSeconds, _pipeline.Surrogates, trains.Randomness, Info, _pipeline.Sta.Workers, cancellation);
    }

    private BlockAverages? BlockAverages()
        => _pipeline.StaBlockSurrogates
            ? new BlockAverages(
                Info, _pipeline.Sta.WindowFrames, _pipeline.Surrogates, (_pipeline.Online ?? new OnlineOptions()).BlockIntervals,
                _pipeline.Online?.Scheme, _pipeline.Seed, _pipeline.Sta.Workers)
            : null;

    // Nothing was inferred, and that is the result.
    private RunResult BeforeTheFirstFrame(RunEnding ending, StageFaultException? fault, Ledger ledger, long start)
    {
        var nothing = new RunProgress(TimeSpan.Zero, 0, null, ledger.Close());
        return Result(new RunOutcome(ending, fault, nothing, new RunTelemetry([], [])), _time.GetElapsedTime(start));
    }

    private RunResult Result(RunOutcome outcome, TimeSpan prepared)
    {
        // Where a run was stopped, neurons were ahead of detection.
        _spikes?.EndSeconds = outcome.Progress.RecordedSeconds;
        return ResultOf(outcome, prepared);
    }

    private RunResult ResultOf(RunOutcome outcome, TimeSpan prepared) => new()
    {
        Pipeline = _pipeline,
        Info = Info,
        Truth = Truth,
        Outcome = outcome,
        PreparationTime = prepared,
        Estimates = _last,
        OutputSpikes = _recording.Simulation?.OutputSpikes ?? [],
        StrengthScales = _recording.Simulation?.StrengthScales,
        Excerpt = _excerpt.Choose(_recording.Simulation?.OutputSpikes[ExcerptKeeper.Target]),
        Detected = Detection?.Detected,
        DetectionLatencyFrames = Detection?.LatencyFrames ?? 0,
        Spikes = _spikes,
        Averages = _averages,
        OnlineTimes = _online?.Times,
        Collector = CollectorUse.Since(_before!),
    };
}
