using System.Globalization;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>How connections are tested while the recording runs, in a sentence.</summary>
internal static class OnlineText
{
    public static string Of(OnlineOptions online)
    {
        string beside = string.Concat(online.Scores.Skip(1).Select(score => $", {OnlineNames.Of(score)} beside it"));
        string scheme = online.Scheme is { } one ? OnlineNames.Of(one) : "blocks or jitter as each train needs";
        string horizon = online.HorizonSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", horizon {seconds:0.###} s") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{OnlineWords.Rule(online)}{beside}; {online.Surrogates} surrogates ({scheme}) of blocks of {online.BlockIntervals} intervals{horizon}; shapes: {online.DelaysSeconds.Count} × delay, {online.DecaysSeconds.Count} × decay, {online.RisesSeconds.Count} × rise");
    }
}
