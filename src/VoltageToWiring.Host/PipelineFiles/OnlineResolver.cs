using System.Globalization;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Turns the section on online inference into SI units, and checks what no key of it can check alone.</summary>
/// <param name="inference">The section around it, with its defaults.</param>
/// <param name="binder">Knows where every key was written.</param>
internal sealed class OnlineResolver(InferenceSection inference, PipelineBinder binder)
{
    private const string Path = "inference.online";
    private const int MostSurrogates = 9999;

    /// <summary>The options of online inference; null where there is none.</summary>
    /// <param name="recording">What the recording is like.</param>
    /// <param name="workers">Threads that share the work.</param>
    public OnlineOptions? Resolve(RecordingFacts recording, int workers)
    {
        if (inference.Online is not { } online)
            return null;
        CheckScore(online);
        CheckHorizon(online, recording);
        CheckSurrogates(online, recording.Pairs);
        CheckShapes(online);
        return new OnlineOptions
        {
            Scores = ScoresOf(online.Score),
            Surrogates = online.Surrogates!.Value,
            Scheme = online.Scheme switch
            {
                OnlineScheme.Blocks => SurrogateScheme.Blocks,
                OnlineScheme.Jitter => SurrogateScheme.Jitter,
                _ => null,
            },
            BlockIntervals = online.Block,
            Alpha = online.Alpha,
            Correction = online.Correction switch
            {
                OnlineCorrection.FamilyWise => MultiplicityCorrection.FamilyWise,
                OnlineCorrection.None => MultiplicityCorrection.None,
                _ => MultiplicityCorrection.EBenjaminiHochberg,
            },
            HorizonSeconds = online.Horizon.Time?.Si,
            MinimumAmplitude = MinimumAmplitude(online.MinimumAmplitude, recording),
            DelaysSeconds = Seconds(online.Delays),
            DecaysSeconds = Seconds(online.Decay),
            RisesSeconds = Seconds(online.Rise),
            Workers = workers,
        };
    }

    private double MinimumAmplitude(AmplitudeSetting? written, RecordingFacts recording)
    {
        const string path = $"{Path}.minimum_amplitude";
        if (written is null && !AmplitudeSetting.IsVoltage(recording.AmplitudeUnit))
            throw binder.Error(path, $"is missing, and samples are in {recording.AmplitudeUnit}", $"an amplitude in {recording.AmplitudeUnit}, or a percentage such as 2 % of spike height");
        AmplitudeSetting setting = written ?? InferenceDefaults.MinimumAmplitude;
        return setting.In(recording.AmplitudeUnit, recording.SpikeHeight, out string problem)
            ?? throw binder.Error(path, $"is '{setting.Text}'{problem}", AmplitudeSetting.Allowed);
    }

    private static ConnectionScore[] ScoresOf(OnlineScore score) => score switch
    {
        OnlineScore.Pairwise => [ConnectionScore.Pairwise],
        OnlineScore.Sta => [ConnectionScore.Sta],
        OnlineScore.Both => [ConnectionScore.Joint, ConnectionScore.Pairwise],
        _ => [ConnectionScore.Joint],
    };

    private void CheckScore(OnlineSection online)
    {
        if (online.Score == OnlineScore.Sta && inference.Sta.Scheme != StaScheme.Blocks)
        {
            throw binder.Error(
                $"{Path}.score", $"is sta, but inference.sta.scheme is {KeyInfo.ValueName(inference.Sta.Scheme!)}",
                "joint, pairwise, both, or sta with inference.sta.scheme: blocks");
        }
    }

    private void CheckHorizon(OnlineSection online, RecordingFacts recording)
    {
        if (online.Horizon.Time is not { } horizon)
            return;
        const string key = $"{Path}.horizon";
        if (recording.Duration is { } duration && horizon.ExactSi > duration.ExactSi)
            throw binder.Error(key, $"is {horizon}", $"none, or at most the recording's {duration}");
        decimal blockFrames = online.Block * recording.FramePeriodSeconds;
        if (horizon.ExactSi < blockFrames)
            throw binder.Error(key, $"is {horizon}, shorter than a block of {online.Block} intervals can be", $"none, or at least {Text(blockFrames)}, a frame for each");
        // Where trains come from a file their rates are not asked for.
        double fastest = recording.RatesHz.DefaultIfEmpty().Max();
        if (fastest > 0 && horizon.Si < online.Block / fastest)
        {
            throw binder.Error(
                key, $"is {horizon}, shorter than a block of {online.Block} intervals of the fastest train",
                $"none, or at least {Text((decimal)(online.Block / fastest))}");
        }
    }

    // A p-value is at least 1/(surrogates + 1): with fewer, nothing could ever be found. A horizon leaves half of alpha to the ranks.
    private void CheckSurrogates(OnlineSection online, long pairs)
    {
        bool preset = online.Horizon.Time is not null;
        long shares = (preset ? 2 : 1) * (preset && online.Correction == OnlineCorrection.FamilyWise ? pairs : 1);
        double needed = Math.Ceiling(shares / online.Alpha * (1 - 1e-12)) - 1;
        if (online.Surrogates >= needed)
            return;
        string horizon = preset ? " and a horizon" : "";
        string family = shares > 2 ? string.Create(CultureInfo.InvariantCulture, $", family-wise over {pairs} pairs") : "";
        string found = string.Create(CultureInfo.InvariantCulture, $"is {online.Surrogates}, too few for alpha {online.Alpha}{horizon}{family}");
        string allowed = needed <= MostSurrogates
            ? string.Create(CultureInfo.InvariantCulture, $"{needed} to {MostSurrogates}, so that the smallest p-value there can be is reached")
            : string.Create(CultureInfo.InvariantCulture, $"{needed:0} of at most {MostSurrogates}: a larger alpha, another correction, or no horizon");
        throw binder.Error($"{Path}.surrogates", found, allowed);
    }

    private void CheckShapes(OnlineSection online)
    {
        Quantity shortest = online.Decay.MinBy(decay => decay.ExactSi);
        Quantity longest = online.Rise.MaxBy(rise => rise.ExactSi);
        if (longest.ExactSi >= shortest.ExactSi)
            throw binder.Error($"{Path}.rise", $"has {longest}", $"only times shorter than every decay, the shortest of which is {shortest}");
    }

    private static double[] Seconds(IEnumerable<Quantity> times) => [.. times.Select(time => time.Si)];

    private static string Text(decimal seconds) => (seconds * 1000).ToString("0.######", CultureInfo.InvariantCulture) + " ms";
}

/// <summary>What online inference must fit.</summary>
/// <param name="Duration">Length of the recording; null where it is not known.</param>
/// <param name="FramePeriodSeconds">Time from one frame to the next, s.</param>
/// <param name="RatesHz">Rate of each train, Hz; 0, or none at all, where it is not known.</param>
/// <param name="Pairs">Possible connections.</param>
/// <param name="AmplitudeUnit">Unit of the samples.</param>
/// <param name="SpikeHeight">Height of a spike; null where it is not known.</param>
internal sealed record RecordingFacts(
    Quantity? Duration, decimal FramePeriodSeconds, IReadOnlyList<double> RatesHz, long Pairs, string AmplitudeUnit,
    AmplitudeSetting? SpikeHeight);
