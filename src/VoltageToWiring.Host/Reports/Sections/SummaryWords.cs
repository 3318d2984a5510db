using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>What a run came to, sentence by sentence.</summary>
internal sealed class SummaryWords(RunFolder folder, RunPairs pairs)
{
    private readonly ResultsJson _results = folder.Results;

    public IEnumerable<string> Sentences()
    {
        yield return Recorded();
        if (pairs.All.Count == 0)
        {
            yield return "Nothing was inferred.";
            yield break;
        }
        if (folder.Resolved.Online is { } online && pairs.Score is not null)
        {
            yield return Found(online);
            if (Times() is { } times)
                yield return times;
        }
        foreach ((string score, OnlineEvaluationJson judged) in _results.Evaluation?.Online ?? new Dictionary<string, OnlineEvaluationJson>())
            yield return Judged(score, judged);
        if (_results.Evaluation?.Sta is { } sta)
            yield return OneLook(sta);
        if (_results.Output.Count > 0)
            yield return Output();
        foreach (string warning in WarningWords.Of(_results))
            yield return warning;
    }

    private string Recorded()
    {
        string ending = _results.Ending switch
        {
            "cancelled" => " The run was cancelled; this is what was inferred until then.",
            "failed" => $" The run failed: {_results.Fault?.TrimEnd('.')}. This is what was inferred until then.",
            _ => "",
        };
        double rate = folder.Resolved.Recording.FrameClock.RateHz;
        int trains = folder.Resolved.Recording.Sources, targets = folder.Resolved.Recording.Targets;
        return Invariant($"{trains:N0} spike {(trains == 1 ? "train" : "trains")} and {targets:N0} imaged {(targets == 1 ? "neuron" : "neurons")}, {(long)trains * targets:N0} possible connections, {_results.DurationS:0.###} s recorded at {rate:0.###} frames a second.{ending}");
    }

    private string Found(OnlineOptions online)
    {
        int exc = Count(ConnectionKind.Excitatory), inh = Count(ConnectionKind.Inhibitory), absent = Count(ConnectionKind.None);
        string rule = online.Correction switch
        {
            MultiplicityCorrection.EBenjaminiHochberg => Invariant($"at a false discovery rate of {online.Alpha}"),
            MultiplicityCorrection.FamilyWise => Invariant($"at α = {online.Alpha} for all pairs together"),
            _ => Invariant($"at α = {online.Alpha} for each pair"),
        };
        return Invariant($"Watched all along, the {pairs.Score} score found {exc:N0} excitatory and {inh:N0} inhibitory connections {rule}; {absent:N0} pairs are absent, {pairs.All.Count - exc - inh - absent:N0} not decided.");
    }

    private string? Times()
    {
        double[] found = [.. pairs.All.Select(pair => pair.FoundAtSeconds).Where(double.IsFinite).Order()];
        return found.Length == 0 ? null
            : found.Length == 1 ? Invariant($"It was found after {found[0]:0.0} s of recording.")
            : Invariant($"The first was found after {found[0]:0.0} s of recording, half of them by {found[(found.Length - 1) / 2]:0.0} s, the last at {found[^1]:0.0} s.");
    }

    private static string Judged(string score, OnlineEvaluationJson judged)
    {
        string signs = judged.SignErrors switch
        {
            0 => "no wrong sign",
            1 => "one with the wrong sign",
            var many => Invariant($"{many} with the wrong sign"),
        };
        return $"Against the truth, {score} score: {Share(judged.TprExc)} of the excitatory and {Share(judged.TprInh)} of the inhibitory connections found, {signs}; "
            + $"{Share(judged.Fpr)} of the unconnected pairs falsely found.";
    }

    private static string OneLook(StaEvaluationJson sta)
        => $"Against the truth, one look at the end at p ≤ {Invariant($"{StaEvaluation.ReferenceThreshold}")}: {Share(sta.TprExc)} of the excitatory and {Share(sta.TprInh)} of the inhibitory "
            + $"connections found, {Share(sta.Fpr)} of the unconnected pairs flagged.";

    private string Output()
    {
        double[] rates = [.. _results.Output.Select(output => output.RateHz).OfType<double>().Order()];
        return rates.Length switch
        {
            0 => "No neuron was simulated long enough to fire.",
            1 => Invariant($"The imaged neuron fired {_results.Output[0].Spikes:N0} spikes, {rates[0]:0.##} a second."),
            _ => Invariant($"The imaged neurons fired {rates[0]:0.##} to {rates[^1]:0.##} spikes a second, half of them at most {rates[(rates.Length - 1) / 2]:0.##}."),
        };
    }

    private int Count(ConnectionKind kind) => pairs.All.Count(pair => pair.Found == kind);

    private static string Share(double? fraction) => fraction is { } f ? Invariant($"{100 * f:0.#} %") : "none there,";
}
