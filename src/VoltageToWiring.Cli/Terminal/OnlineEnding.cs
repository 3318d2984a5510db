using System.Globalization;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>How an online score did against the truth, in a sentence.</summary>
internal static class OnlineEnding
{
    public static string Sentence(OnlineEvaluation judged)
    {
        string signs = judged.SignErrors == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {judged.SignErrors} with the wrong sign");
        string beside = judged.Deciding ? "" : ", not deciding";
        return $"Against the truth, {OnlineNames.Of(judged.Score)} score{beside}, watched all along: {RunViews.Share(judged.Excitatory)} of the excitatory and "
            + $"{RunViews.Share(judged.Inhibitory)} of the inhibitory connections found{signs}, {RunViews.Share(judged.FalsePositive)} of the unconnected pairs flagged; "
            + $"median time to detection {Median(judged.MedianSecondsExcitatory, judged.Excitatory)} (exc) and "
            + $"{Median(judged.MedianSecondsInhibitory, judged.Inhibitory)} (inh).";
    }

    private static string Median(double? seconds, double? found) => seconds is { } s
        ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s")
        : found is null ? "none there" : "not reached";
}
