using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Results;

/// <summary>The content of <c>results.json</c>. Missing values are null; times in s, amplitudes in <c>amplitude_unit</c>.</summary>
public sealed record ResultsJson
{
    /// <summary>How files are written: snake_case names, indented.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonContents.Default,
    };

    /// <summary>
    /// Writes results without content, of each kind of part, to nowhere: the first time takes longer than all others, and is best spent while there is
    /// nothing else to do.
    /// </summary>
    public static void Prepare()
    {
        var prepared = new HashSet<Type>();
        var left = new Queue<Type>([typeof(ResultsJson)]);
        while (left.TryDequeue(out Type? type))
        {
            if (!prepared.Add(type))
                continue;
            JsonTypeInfo parts = Format.GetTypeInfo(type);
            if (parts.Kind == JsonTypeInfoKind.Object)
            {
                JsonSerializer.Serialize(Stream.Null, RuntimeHelpers.GetUninitializedObject(type), parts);
                foreach (JsonPropertyInfo property in parts.Properties)
                    left.Enqueue(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            }
            else if (parts is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
            {
                if (Array.CreateInstance(element, 1) is { } one && type.IsInstanceOfType(one))
                    JsonSerializer.Serialize(Stream.Null, one, parts);
                left.Enqueue(element);
            }
        }
    }

    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of this layout.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>completed, cancelled or failed.</summary>
    public required string Ending { get; init; }

    /// <summary>What failed.</summary>
    public required string? Fault { get; init; }

    /// <summary>Where in the recording inference came to, gaps included, s; where a run ended because all was decided, when that was.</summary>
    public required double DurationS { get; init; }

    /// <summary>Unit of amplitudes and heights.</summary>
    public required string AmplitudeUnit { get; init; }

    /// <summary>What the recording said of itself; left out where it was simulated, and the pipeline says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordingJson? Recording { get; init; }

    /// <summary>The books.</summary>
    public required LedgerJson Ledger { get; init; }

    /// <summary>All that depends on the machine or the wall clock; left out where it has a file of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimingJson? Timing { get; init; }

    /// <summary>The postsynaptic neurons.</summary>
    public required IReadOnlyList<OutputJson> Output { get; init; }

    /// <summary>What was detected in the traces; left out where spikes came from the source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DetectionJson? Detection { get; init; }

    /// <summary>A piece of what was recorded, in a file of its own; null where nothing was.</summary>
    public ExcerptJson? Excerpt { get; init; }

    /// <summary>Every pair: all sources of target 0, then of target 1, …. Null where there are too many; then the following are there.</summary>
    public required IReadOnlyList<ConnectionJson>? Connections { get; init; }

    /// <summary>The file that has every pair.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConnectionsFile { get; init; }

    /// <summary>All pairs in a few figures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SummaryJson? Summary { get; init; }

    /// <summary>The strongest pairs, the strongest one first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConnectionJson>? Strongest { get; init; }

    /// <summary>How it did against the truth.</summary>
    public required EvaluationJson? Evaluation { get; init; }

    /// <summary>The same, with the memory that the process has taken up to now.</summary>
    public ResultsJson WithPeakMemory() => this with { Timing = Timing is null ? null : Timing with { PeakResidentBytes = Environs.PeakResidentBytes } };

    /// <summary>Gathers the results of a run.</summary>
    /// <param name="result">The run.</param>
    /// <param name="evaluation">How it did against the truth.</param>
    /// <param name="version">Version of the program.</param>
    /// <param name="machine">The machine, in a line.</param>
    public static ResultsJson From(RunResult result, RunEvaluation evaluation, string version, string machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(evaluation);
        IReadOnlyList<ConnectionEstimate> estimates = result.Estimates?.Connections ?? [];
        bool many = ManyPairs.Are(estimates.Count);
        return new ResultsJson
        {
            Pipeline = result.Pipeline.Name,
            Version = version,
            Seed = result.Pipeline.Seed,
            Ending = result.Outcome.Ending switch
            {
                RunEnding.Completed => "completed",
                RunEnding.Cancelled => "cancelled",
                _ => "failed",
            },
            Fault = result.Outcome.Fault?.Message,
            DurationS = result.DecidedAtSeconds ?? result.Outcome.Progress.RecordedSeconds,
            AmplitudeUnit = result.Info.AmplitudeUnit,
            Recording = result.Truth is null ? RecordingJson.From(result.Pipeline.Declared) : null,
            Ledger = LedgerJson.From(result.Outcome.Progress.Ledger, result.Stream),
            Timing = TimingJson.From(result, machine),
            Output = [.. result.OutputSpikes.Select((spikes, target) => OutputJson.From(spikes, target, result.StrengthScales?[target]))],
            Detection = DetectionJson.From(result),
            Excerpt = result.Excerpt is { } excerpt ? ExcerptJson.From(excerpt, result.Pipeline.Declared) : null,
            Connections = many ? null : [.. estimates.Select(estimate => ConnectionJson.From(estimate, result.Truth))],
            ConnectionsFile = many ? ConnectionsParquet.FileName : null,
            Summary = many ? SummaryJson.From(estimates) : null,
            Strongest = many
                ? [.. StrongestPairs.Of(result.Estimates!).Select(pair => ConnectionJson.From(estimates[pair], result.Truth))]
                : null,
            Evaluation = EvaluationJson.From(evaluation),
        };
    }
}

/// <summary>The books.</summary>
/// <param name="FramesIn">Frames that left the source.</param>
/// <param name="FramesUsed">Frames that went into inference.</param>
/// <param name="FramesDropped">Frames that were dropped, by reason.</param>
/// <param name="FramesInFlight">Frames under way when the run stopped.</param>
/// <param name="SpikesIn">Spikes that left the source.</param>
/// <param name="SpikesUsed">Spikes that went into estimates.</param>
/// <param name="SpikesUnused">Spikes that did not, by reason.</param>
public sealed record LedgerJson(
    long FramesIn, long FramesUsed, IReadOnlyDictionary<string, long> FramesDropped, long FramesInFlight,
    long SpikesIn, long SpikesUsed, IReadOnlyDictionary<string, long> SpikesUnused)
{
    /// <summary>Frames that never came, where the recording was received; they are in none of the figures above.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesInGaps { get; init; }

    /// <summary>Samples that failed, each of one frame and target, where the recording was received.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SamplesMissing { get; init; }

    /// <summary>Frames of which some samples never came, where what is lost is not sent again; they are among the frames that came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesIncomplete { get; init; }

    /// <summary>Messages of the stream that were lost, where what is lost is not sent again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MessagesLost { get; init; }

    internal static LedgerJson From(LedgerAccount account, StreamBooks? stream) => From(account) with
    {
        FramesInGaps = stream?.GapFrames,
        SamplesMissing = stream?.MissingSamples,
        FramesIncomplete = stream?.IncompleteFrames,
        MessagesLost = stream?.LostMessages,
    };

    private static LedgerJson From(LedgerAccount account) => new(
        account.FramesIn, account.FramesUsed, new Dictionary<string, long> { ["link_full"] = account.FramesDropped },
        account.FramesInFlight, account.SpikesIn, account.SpikesUsed,
        new Dictionary<string, long>
        {
            ["edge"] = account.SpikesAtEdge,
            ["gap"] = account.SpikesInGap,
            ["late"] = account.SpikesLate,
            ["dropped"] = account.SpikesDropped,
            ["in_flight"] = account.SpikesInFlight,
        });
}

/// <summary>All that depends on the machine or the wall clock.</summary>
/// <param name="WallS">Wall time from the first frame to the last estimate, s.</param>
/// <param name="PrepareS">Wall time before the first frame, for drawing surrogates, s.</param>
/// <param name="RealtimeFactor">Seconds of recording per second of wall time.</param>
/// <param name="Machine">The machine, in a line.</param>
/// <param name="Links">Counters of each link.</param>
/// <param name="Stages">Counters of each stage.</param>
/// <param name="Gc">What was asked of the garbage collector; null where an earlier version ran.</param>
public sealed record TimingJson(
    double WallS, double PrepareS, double RealtimeFactor, string Machine, IReadOnlyList<LinkCounters> Links, IReadOnlyList<StageCounters> Stages,
    GcJson? Gc = null)
{
    /// <summary>The most memory that the process had, its report included; left out where it ran other recordings as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PeakResidentBytes { get; init; }

    /// <summary>How the recording came over the network; left out where it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StreamJson? Stream { get; init; }

    internal static TimingJson From(RunResult result, string machine) => new(
        result.Outcome.Progress.Elapsed.TotalSeconds, result.PreparationTime.TotalSeconds, result.Outcome.Progress.RealTimeFactor,
        machine, result.Outcome.Telemetry.Links, result.Outcome.Telemetry.Stages, GcJson.From(result.Collector))
    {
        Stream = result.Stream is { } stream ? StreamJson.From(stream) : null,
    };
}

/// <summary>How a recording came over the network.</summary>
/// <param name="Connections">Connections that its sender made.</param>
/// <param name="Messages">Messages accepted.</param>
/// <param name="Duplicates">Messages that were there already, and were discarded.</param>
/// <param name="Reordered">Messages that came before one with a smaller number.</param>
/// <param name="ResendRequests">How often missing messages were asked for again.</param>
/// <param name="Refused">Connections, of whomever, that were sent away.</param>
public sealed record StreamJson(int Connections, long Messages, long Duplicates, long Reordered, long ResendRequests, long Refused)
{
    internal static StreamJson From(StreamBooks books)
        => new(books.Connections, books.Messages, books.Duplicates, books.Reordered, books.ResendRequests, books.Refused);
}

/// <summary>What a run asked of the garbage collector, from before its first frame to its last estimate. It is that of the whole process.</summary>
/// <param name="Gen0">Collections of generation 0; those of older generations collect the younger ones, too, and count in both.</param>
/// <param name="Gen1">Collections of generation 1 and older.</param>
/// <param name="Gen2">Collections of everything.</param>
/// <param name="PauseS">How long they held all threads, s.</param>
/// <param name="AllocatedBytes">What was allocated, collected since or not.</param>
public sealed record GcJson(int Gen0, int Gen1, int Gen2, double PauseS, long AllocatedBytes)
{
    internal static GcJson From(CollectorUse use) => new(use.Gen0, use.Gen1, use.Gen2, use.Pause.TotalSeconds, use.AllocatedBytes);
}

/// <summary>One postsynaptic neuron.</summary>
/// <param name="Target">Its index.</param>
/// <param name="Spikes">Its spikes.</param>
/// <param name="RateHz">Its mean rate.</param>
/// <param name="FirstSpikes">Its first ten spikes, in steps.</param>
/// <param name="StrengthScale">What the strengths onto it were multiplied by, where it fires at a wanted rate.</param>
public sealed record OutputJson(
    int Target, long Spikes, double? RateHz, IReadOnlyList<long> FirstSpikes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? StrengthScale)
{
    private const int Written = 10;

    internal static OutputJson From(OutputSpikes spikes, int target, double? strengthScale)
        => new(target, spikes.Count, spikes.RateHz, [.. spikes.FirstSteps.Take(Written)], strengthScale);
}

/// <summary>A piece of the trace of one target, as it entered inference.</summary>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="File">The file with its samples, one for each frame, in <c>amplitude_unit</c>; NaN where a frame is missing.</param>
/// <param name="FirstFrame">Its first frame.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="FrameRateHz">Frames per second.</param>
/// <param name="SpikesS">Times of the neuron's own spikes in it, s of recording; null where they are not known.</param>
public sealed record ExcerptJson(int Target, string File, long FirstFrame, int Frames, double FrameRateHz, IReadOnlyList<double>? SpikesS)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "excerpt.npy";

    internal static ExcerptJson From(TraceExcerpt excerpt, RecordingInfo info) => new(
        excerpt.Target, FileName, excerpt.FirstFrame, excerpt.Samples.Length, info.FrameClock.RateHz,
        excerpt.SpikeTicks is { } ticks ? [.. ticks.Select(info.SpikeClock.TimeSeconds)] : null);
}

/// <summary>One pair.</summary>
/// <param name="Source">Index of the presynaptic train.</param>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="Truth">exc, inh or none; left out where nobody knows.</param>
/// <param name="TrainKind">exc or inh; left out where nobody knows.</param>
/// <param name="Spikes">Spikes of the train.</param>
/// <param name="Sta">The spike-triggered average.</param>
/// <param name="Online">What each online score says; left out where none runs.</param>
public sealed record ConnectionJson(
    int Source, int Target,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Truth,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TrainKind,
    long Spikes, StaJson Sta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OnlineJson>? Online)
{
    internal static ConnectionJson From(ConnectionEstimate estimate, Wiring? truth) => new(
        estimate.Source, estimate.Target,
        truth is null ? null : NameOf(truth[estimate.Source, estimate.Target]), truth is null ? null : NameOf(truth.TrainKinds[estimate.Source]),
        estimate.SpikesUsed + estimate.SpikesInGap + estimate.SpikesPending, StaJson.From(estimate),
        estimate.Online.Count == 0 ? null : [.. estimate.Online.Select(OnlineJson.From)]);

    internal static string NameOf(NeuronKind? kind) => kind switch
    {
        NeuronKind.Excitatory => "exc",
        NeuronKind.Inhibitory => "inh",
        _ => "none",
    };
}

/// <summary>The spike-triggered average of one pair and its one-look test.</summary>
/// <param name="PReference">max(b, 1)/S.</param>
/// <param name="Exceedances">b, surrogates strictly higher.</param>
/// <param name="PExact">(1 + ties and exceedances)/(S + 1).</param>
/// <param name="ExceedancesOrTies">Surrogates at least as high.</param>
/// <param name="Surrogates">S.</param>
/// <param name="RelativeHeight">Height over the surrogates' mean height.</param>
/// <param name="Height">Peak-to-peak height.</param>
/// <param name="SignedRelativeHeight">Relative height, negative where the average lies below the surrogates'.</param>
/// <param name="SpikesUsed">Spikes averaged.</param>
public sealed record StaJson(
    double? PReference, int? Exceedances, double? PExact, int? ExceedancesOrTies, int? Surrogates,
    double? RelativeHeight, double? Height, double? SignedRelativeHeight, long SpikesUsed)
{
    internal static StaJson From(ConnectionEstimate e) => new(
        e.OneLook?.ReferenceP, e.OneLook?.Exceedances, e.OneLook?.ExactP, e.OneLook?.ExceedancesOrTies, e.OneLook?.Surrogates,
        e.RelativeHeight, e.Height, e.SignedRelativeHeight, e.SpikesUsed);
}

/// <summary>How a run did against the truth.</summary>
/// <param name="Sta">The one-look test; null where there is none.</param>
/// <param name="Online">Every online score by its name; null where none runs.</param>
/// <param name="Detection">The detection of spikes; left out where they came from the source.</param>
public sealed record EvaluationJson(
    StaEvaluationJson? Sta, IReadOnlyDictionary<string, OnlineEvaluationJson>? Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DetectionEvaluationJson? Detection = null)
{
    internal static EvaluationJson? From(RunEvaluation run) => run.Sta is null && run.Online.Count == 0 && run.Detection is null
        ? null
        : new EvaluationJson(
            run.Sta is null ? null : StaEvaluationJson.From(run.Sta),
            run.Online.Count == 0 ? null : run.Online.ToDictionary(one => OnlineNames.Of(one.Score), OnlineEvaluationJson.From),
            run.Detection is null ? null : DetectionEvaluationJson.From(run.Detection));
}

/// <summary>The one-look test against the truth: detection at p_reference ≤ 0.05, areas.</summary>
/// <param name="TprExc">Detected fraction of the excitatory connections.</param>
/// <param name="TprInh">Detected fraction of the inhibitory connections.</param>
/// <param name="Fpr">Detected fraction of the unconnected pairs.</param>
/// <param name="Auc">Left-Riemann area, as the reference's.</param>
/// <param name="AucExc">The same for excitatory connections.</param>
/// <param name="AucInh">The same for inhibitory connections.</param>
/// <param name="AucTieCorrected">Area by the rank of p_reference, ties counting half.</param>
/// <param name="AucHeight">Area by the rank of the relative height.</param>
/// <param name="AucThreeClass">Area where a true positive needs the right sign; chance is 0.25.</param>
/// <param name="Roc">The points of the ROC.</param>
public sealed record StaEvaluationJson(
    double? TprExc, double? TprInh, double? Fpr, double? Auc, double? AucExc, double? AucInh,
    double? AucTieCorrected, double? AucHeight, double? AucThreeClass, IReadOnlyList<RocPointJson> Roc)
{
    internal static StaEvaluationJson From(StaEvaluation e) => new(
        e.AtFivePercent.Excitatory, e.AtFivePercent.Inhibitory, e.AtFivePercent.FalsePositive,
        e.Auc, e.AucExcitatory, e.AucInhibitory, e.AucTieCorrected, e.AucHeight, e.AucThreeClass,
        [.. e.Sweep.Select(r => new RocPointJson(r.Threshold, r.FalsePositive, r.Connected, r.Excitatory, r.Inhibitory))]);
}

/// <summary>One point of a ROC.</summary>
/// <param name="PThreshold">Pairs with p_reference at most this are detected.</param>
/// <param name="Fpr">Detected fraction of the unconnected pairs.</param>
/// <param name="Tpr">Detected fraction of all connections.</param>
/// <param name="TprExc">Detected fraction of the excitatory connections.</param>
/// <param name="TprInh">Detected fraction of the inhibitory connections.</param>
public sealed record RocPointJson(double PThreshold, double? Fpr, double? Tpr, double? TprExc, double? TprInh);
