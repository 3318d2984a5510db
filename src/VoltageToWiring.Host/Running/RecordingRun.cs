using System.Reactive.Linq;
using System.Reactive.Subjects;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Running;

/// <summary>
/// One run of a pipeline: builds the six stages with their links, runs them, and lets estimates, progress and telemetry out as observables.
/// </summary>
public sealed class RecordingRun : IDisposable
{
    private readonly ResolvedPipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly SimulatedRecording _recording;
    private readonly Subject<EstimateReport> _estimates = new();
    private readonly Subject<RunProgress> _progress = new();
    private readonly Subject<RunTelemetry> _telemetry = new();
    private readonly ExcerptKeeper _excerpt;
    private SpikeTriggeredAverageStage? _averages;
    private OnlineInference? _online;
    private EstimateReport? _last;
    private CollectorUse? _before;
    private volatile bool _stopped;
    private Pipeline? _running;

    /// <summary>A run that has not started.</summary>
    /// <param name="pipeline">What to run.</param>
    /// <param name="time">Wall time.</param>
    public RecordingRun(ResolvedPipeline pipeline, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(time);
        _pipeline = pipeline;
        _time = time;
        _recording = new SimulatedRecording(pipeline.Simulation, pipeline.Randomness);
        _excerpt = new ExcerptKeeper(Info);
    }

    /// <summary>What is run.</summary>
    public ResolvedPipeline Pipeline => _pipeline;

    /// <summary>The recording.</summary>
    public RecordingInfo Info => _recording.Info;

    /// <summary>The ground truth, where the source knows it.</summary>
    public Wiring Truth => _recording.Truth;

    /// <summary>Estimates of all connections, at fixed frames of the recording. A slow subscriber holds the run back.</summary>
    public IObservable<EstimateReport> Estimates => _estimates.AsObservable();

    /// <summary>The estimates of one connection, at the same frames.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the postsynaptic neuron.</param>
    public IObservable<ConnectionEstimate> Connection(int source, int target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)source, (uint)Info.Sources, nameof(source));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)target, (uint)Info.Targets, nameof(target));
        return _estimates.Select(report => report.Connections[target * Info.Sources + source]);
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
        UntilDecided? decided = _pipeline.StopWhenDecided ? new UntilDecided(_estimates, Stop, EndStepOfNextReport) : null;
        bool everyFrameArrives = _pipeline.Links.Options.WhenFull == WhenFull.Wait;
        using var clock = new StepClock(
            _pipeline.Simulation.StepClock, _pipeline.StopAfterSteps, _pipeline.BatchSteps, _pipeline.Pace, _time,
            everyFrameArrives ? decided?.Gate : null);
        using var meters = new RunMeters(_pipeline.Name, _time);
        Pipeline pipeline = _recording.Start(clock, _pipeline.Links, _time, meters)
            .Tap(_excerpt.Look)
            .Average(_averages, _pipeline.Links, ledger)
            .Test(new SignificanceStage(Info, _online), _pipeline.Links)
            .Into((IObserver<EstimateReport>?)decided ?? _estimates);
        _running = pipeline;
        if (_stopped)
            pipeline.Stop();
        meters.Watch(pipeline, Info, ledger);
        bool isPaced = _pipeline.Pace.Speed is not null;
        using IDisposable last = _estimates.Subscribe(
            report =>
            {
                _last = report;
                if (isPaced && !report.IsFinal)
                    meters.Published(clock.DueTimestamp(report.Frame * _pipeline.Simulation.Camera.StepsPerFrame));
            },
            _ => { });
        using IDisposable progress = pipeline.Progress.Subscribe(_progress);
        using IDisposable telemetry = pipeline.Telemetry.Subscribe(_telemetry);
        RunOutcome outcome = await pipeline.RunAsync(Info, ledger, cancellation).ConfigureAwait(false);
        return Result(decided?.Conclude(outcome) ?? outcome, prepared) with { DecidedAtSeconds = decided?.AtSeconds };
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

    // The voltage of a step is known once the next has been made: a spike resets it.
    private long EndStepOfNextReport(long frame)
        => (frame / _pipeline.Sta.ReportEveryFrames + 1) * _pipeline.Sta.ReportEveryFrames * _pipeline.Simulation.Camera.StepsPerFrame + 1;

    private WholeTrainSurrogates DrawSurrogates(CancellationToken cancellation)
        => _pipeline.HasWholeTrainSurrogates
            ? WholeTrainSurrogates.Draw(
                _recording.KnownSpikeTimesSeconds(), _pipeline.Surrogates,
                new SurrogateRandomness(_recording.SurrogateRandom(), _recording.SurrogatesInTurn), Info, _pipeline.Sta.Workers, cancellation)
            : WholeTrainSurrogates.None(Info.Sources);

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

    private RunResult Result(RunOutcome outcome, TimeSpan prepared) => new()
    {
        Pipeline = _pipeline,
        Info = Info,
        Truth = Truth,
        Outcome = outcome,
        PreparationTime = prepared,
        Estimates = _last,
        OutputSpikes = _recording.OutputSpikes,
        StrengthScales = _recording.StrengthScales,
        Excerpt = _excerpt.Choose(_recording.OutputSpikes[ExcerptKeeper.Target]),
        Averages = _averages,
        OnlineTimes = _online?.Times,
        Collector = CollectorUse.Since(_before!),
    };
}

/// <summary>What a run gave.</summary>
public sealed record RunResult
{
    /// <summary>What was run.</summary>
    public required ResolvedPipeline Pipeline { get; init; }

    /// <summary>The recording.</summary>
    public required RecordingInfo Info { get; init; }

    /// <summary>The ground truth.</summary>
    public required Wiring Truth { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>What went wrong, as a sentence; null where nothing did.</summary>
    public string? Problem
        => Outcome.Fault?.Message ?? (Outcome.Progress.Ledger.Balances ? null : $"The books do not balance: {Outcome.Progress.Ledger}.");

    /// <summary>Wall time before the first frame, for drawing surrogates and scaling strengths; not in the outcome's elapsed time.</summary>
    public required TimeSpan PreparationTime { get; init; }

    /// <summary>The last estimates; null where the run ended before there were any.</summary>
    public required EstimateReport? Estimates { get; init; }

    /// <summary>Where the run ended because every pair was decided, when that was, s of recording.</summary>
    public double? DecidedAtSeconds { get; init; }

    /// <summary>The spikes of each postsynaptic neuron.</summary>
    public required IReadOnlyList<OutputSpikes> OutputSpikes { get; init; }

    /// <summary>What the strengths onto each postsynaptic neuron were multiplied by; null where they are as the pipeline has them.</summary>
    public IReadOnlyList<double>? StrengthScales { get; init; }

    /// <summary>A piece of what was recorded; null where nothing was.</summary>
    public required TraceExcerpt? Excerpt { get; init; }

    /// <summary>The spike-triggered averages, to be copied one by one; null where the run was cancelled before the first frame.</summary>
    public required SpikeTriggeredAverageStage? Averages { get; init; }

    /// <summary>Where the time of online inference went; null where there is none.</summary>
    public OnlineTimes? OnlineTimes { get; init; }

    /// <summary>What was asked of the garbage collector, from before the first frame to the last estimate.</summary>
    public required CollectorUse Collector { get; init; }
}
