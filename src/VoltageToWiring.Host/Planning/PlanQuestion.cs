using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Planning;

/// <summary>A recording that somebody plans.</summary>
public sealed record PlanQuestion
{
    private const double StepsPerSecond = 10_000;

    /// <summary>Firing rates of the presynaptic neurons, each of which is planned for.</summary>
    public required IReadOnlyList<Quantity> Rates { get; init; }

    /// <summary>Strengths of excitatory connections, each of which is planned for.</summary>
    public required IReadOnlyList<Quantity> Excitatory { get; init; }

    /// <summary>Strengths of inhibitory connections, each of which is planned for.</summary>
    public required IReadOnlyList<Quantity> Inhibitory { get; init; }

    /// <summary>Frames per second.</summary>
    public required Quantity FrameRate { get; init; }

    /// <summary>Height of a spike over the noise of one frame.</summary>
    public required double SpikeSnr { get; init; }

    /// <summary>Recorded presynaptic trains.</summary>
    public required int Trains { get; init; }

    /// <summary>Imaged postsynaptic neurons.</summary>
    public required int Targets { get; init; }

    /// <summary>Level of error.</summary>
    public required double Alpha { get; init; }

    /// <summary>What that bounds.</summary>
    public required MultiplicityCorrection Correction { get; init; }

    /// <summary>Fraction of all pairs that is connected; with e-BH the more there is to find, the less evidence each needs.</summary>
    public required double Connected { get; init; }

    /// <summary>The level at which one connection is found.</summary>
    public double Level
    {
        get
        {
            long pairs = (long)Trains * Targets;
            return LevelOf(Correction, Alpha, pairs, Connected * pairs);
        }
    }

    /// <summary>The level at which one connection is found, when all that are there have been.</summary>
    /// <param name="correction">What the level of error bounds.</param>
    /// <param name="alpha">The level of error.</param>
    /// <param name="pairs">Pairs that are tested.</param>
    /// <param name="connected">Pairs that are connected.</param>
    /// <remarks>e-BH finds k pairs whose evidence reaches pairs/(α·k).</remarks>
    public static double LevelOf(MultiplicityCorrection correction, double alpha, double pairs, double connected) => correction switch
    {
        MultiplicityCorrection.FamilyWise => alpha / pairs,
        MultiplicityCorrection.EBenjaminiHochberg => alpha * Math.Max(1, connected) / pairs,
        _ => alpha,
    };

    /// <summary>Every connection that is planned for: rate after rate, and of each the excitatory ones first.</summary>
    public IEnumerable<(Quantity Rate, Quantity Strength, DetectionSetting Setting)> Settings()
    {
        foreach (Quantity rate in Rates)
        {
            foreach (Quantity strength in Excitatory)
                yield return (rate, strength, Setting(rate, strength, isInhibitory: false));
            foreach (Quantity strength in Inhibitory)
                yield return (rate, strength, Setting(rate, strength, isInhibitory: true));
        }
    }

    /// <summary>The same recording as a pipeline, of which one may ask what it takes.</summary>
    /// <param name="rate">Firing rate of the trains.</param>
    /// <exception cref="PipelineException">There is no such recording.</exception>
    public LoadedPipeline ToPipeline(Quantity rate)
    {
        // A simulated frame is a whole number of steps; what it costs hardly knows the difference.
        double framesPerSecond = StepsPerSecond / Math.Max(1, Math.Round(StepsPerSecond / FrameRate.Si));
        return LoadedPipeline.FromText(
            string.Create(CultureInfo.InvariantCulture, $$"""
                name: plan
                source:
                  simulate:
                    duration: 10 min
                    timestep: 0.1 ms
                    targets: {{Targets}}
                    trains: { count: {{Trains}}, rate: {{rate.Text}}, connected: {{Connected}} }
                    wiring: random
                    imaging: { spike_snr: {{SpikeSnr}}, frame_rate: {{framesPerSecond}} Hz }
                inference:
                  sta: { window: 100 ms, scheme: none }
                  online: { score: joint, alpha: {{Alpha}}, correction: {{CorrectionName}} }
                """),
            "plan", [], Environment.CurrentDirectory);
    }

    /// <summary>Words for what a level of error bounds, as in a pipeline.</summary>
    public static IReadOnlyDictionary<string, MultiplicityCorrection> Corrections { get; } = new Dictionary<string, MultiplicityCorrection>
    {
        ["e-bh"] = MultiplicityCorrection.EBenjaminiHochberg,
        ["family-wise"] = MultiplicityCorrection.FamilyWise,
        ["none"] = MultiplicityCorrection.None,
    };

    /// <summary>The word for what the level of error bounds.</summary>
    public string CorrectionName => Corrections.First(name => name.Value == Correction).Key;

    private DetectionSetting Setting(Quantity rate, Quantity strength, bool isInhibitory) => new()
    {
        IsInhibitory = isInhibitory,
        StrengthSiemens = strength.Si,
        RateHz = rate.Si,
        FrameRateHz = FrameRate.Si,
        SpikeSnr = SpikeSnr,
        Trains = Trains,
        Level = Level,
    };
}
