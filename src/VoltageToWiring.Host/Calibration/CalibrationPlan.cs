using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Calibration;

/// <summary>What a calibration runs: one pipeline with many seeds, and a very long recording that gives the true amplitudes.</summary>
public sealed class CalibrationPlan
{
    /// <summary>The most recordings there may be.</summary>
    public const int MostRecordings = 100_000;

    private readonly LoadedPipeline _pipeline;
    private readonly TruthLength _truth;

    private CalibrationPlan(LoadedPipeline pipeline, int recordings, TruthLength truth)
    {
        _pipeline = pipeline;
        _truth = truth;
        Recordings = recordings;
        First = Recording(0);
        NoTruthBecause = WhyNoTruth();
        Truth = NoTruthBecause is null ? TruthRecording() : null;
    }

    /// <summary>How many recordings.</summary>
    public int Recordings { get; }

    /// <summary>The first recording; the others differ from it by their seeds alone.</summary>
    public LoadedPipeline First { get; }

    /// <summary>The long recording; null where there is none.</summary>
    public LoadedPipeline? Truth { get; }

    /// <summary>Why there are no true amplitudes, in a sentence; null where there are.</summary>
    public string? NoTruthBecause { get; }

    /// <summary>Plans a calibration.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="recordings">How many recordings, at least 1.</param>
    /// <param name="truth">Length of the recording that true amplitudes are taken from.</param>
    /// <exception cref="PipelineException">The pipeline cannot be calibrated.</exception>
    public static CalibrationPlan Of(LoadedPipeline pipeline, int recordings, TruthLength truth)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentOutOfRangeException.ThrowIfLessThan(recordings, 1);
        // Only a simulation can be recorded again with another seed.
        _ = pipeline.Resolved.Simulated;
        if (pipeline.Resolved.Online is null)
        {
            throw new PipelineException(
                $"{pipeline.Name}: found no inference.online, without which there is nothing to calibrate; "
                + "allowed is a pipeline that has it, such as with --set \"inference.online={ score: joint }\".");
        }
        ulong last = ulong.MaxValue - (ulong)recordings;
        if (pipeline.Resolved.Seed > last)
        {
            throw new PipelineException(
                $"{pipeline.Name}: found seed {pipeline.Resolved.Seed}, after which there are too few for {recordings} recordings; allowed is at most {last}.");
        }
        return new CalibrationPlan(pipeline, recordings, truth);
    }

    /// <summary>The seed of a recording.</summary>
    /// <param name="recording">Its index, from 0; one after the last is the long recording's.</param>
    public ulong SeedOf(int recording) => _pipeline.Resolved.Seed + (ulong)recording;

    /// <summary>One recording.</summary>
    /// <param name="recording">Its index, from 0.</param>
    /// <exception cref="PipelineException">It cannot be run with this seed.</exception>
    public LoadedPipeline Recording(int recording) => _pipeline.With([.. Always(), .. LighterAverages(), Seed(recording)]);

    // Several recordings at a time keep the processors busier than several threads in each. Dropping frames has no place in a calibration.
    private static PipelineSetting[] Always() =>
    [
        "pace=max", "until=end", "workers=1", "links={ between: none }",
    ];

    // Estimates do not depend on the one-look test, and the surrogates of averages take most of the time where there are any.
    private PipelineSetting[] LighterAverages()
        => _pipeline.File.Inference.Online!.Score == OnlineScore.Sta ? [] : ["inference.sta.scheme=none"];

    // Amplitudes depend on neither surrogates nor alpha nor a horizon, so they are made as cheap as they can be: one surrogate, which needs an
    // alpha of one half. NumPy's generator would hold all spikes in memory.
    private LoadedPipeline TruthRecording()
    {
        string length = _truth.Text;
        return _pipeline.With(
        [
            .. Always(), .. LighterAverages(), Seed(Recordings), "random=streams",
            "inference.online.horizon=none", "inference.online.alpha=0.5", "inference.online.surrogates=1",
            new PipelineSetting($"source.simulate.duration={length}", "--truth"),
            new PipelineSetting($"inference.sta.report_every={length}", "--truth"),
            new PipelineSetting($"inference.online.report_every={length}", "--truth"),
        ]);
    }

    private PipelineSetting Seed(int recording)
    {
        string seed = SeedOf(recording).ToString(CultureInfo.InvariantCulture);
        return new PipelineSetting($"seed={seed}", $"recording {recording + 1} of {Recordings}, seed {seed}");
    }

    private string? WhyNoTruth()
    {
        SimulateSection simulate = _pipeline.File.Source.Simulate!;
        return _truth.Time is null ? "Coverage was not asked for (--truth none)."
            : simulate.Wiring.Text == "random" ? "Coverage is left out: with wiring: random the true amplitudes differ from seed to seed."
            : simulate.Trains.Unrecorded > 0 ? "Coverage is left out: which trains are unrecorded differs from seed to seed, and so do the true amplitudes."
            : simulate.Trains.Rates?.Lognormal is not null ? "Coverage is left out: log-normal rates differ from seed to seed, and so do the true amplitudes."
            : simulate.Trains.File is not null ? "Coverage is left out: there is no longer recording of trains that come from a file."
            : null;
    }
}
