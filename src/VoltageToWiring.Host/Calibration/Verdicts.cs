using System.Globalization;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Calibration;

/// <summary>Whether the error rates are what alpha promises, within two standard errors.</summary>
/// <param name="FalsePositive">The false positive rate is at most alpha, which correction: none promises.</param>
/// <param name="FamilyWise">So is the fraction of recordings with a false positive, which correction: family-wise promises.</param>
/// <param name="FalseDiscoveryAtEnd">So is the false discovery rate at the end, which correction: e-bh promises.</param>
/// <param name="FalseDiscoveryAtWorst">So is the largest mean of the false discovery proportion over reports, which it promises too.</param>
/// <param name="AnytimeCoverage">The anytime interval covers at every report at once at least as often as 1 − alpha.</param>
public sealed record Verdicts(bool? FalsePositive, bool? FamilyWise, bool? FalseDiscoveryAtEnd, bool? FalseDiscoveryAtWorst, bool? AnytimeCoverage)
{
    /// <summary>Judges a score.</summary>
    /// <param name="figures">Its figures.</param>
    /// <param name="alpha">The error level.</param>
    public static Verdicts Of(ScoreFigures figures, double alpha)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return new Verdicts(
            figures.FalsePositive.IsAtMost(alpha), figures.FamilyWise.IsAtMost(alpha),
            figures.FalseDiscovery.AtEnd.IsAtMost(alpha), figures.FalseDiscovery.AtWorst.IsAtMost(alpha),
            figures.Coverage?.AnytimeAlways.IsAtLeast(1 - alpha));
    }

    /// <summary>The false positive rate, and what else the correction promises, as sentences with their answers.</summary>
    /// <param name="figures">The figures of a score.</param>
    /// <param name="options">Level and correction.</param>
    public static IReadOnlyList<string> Sentences(ScoreFigures figures, OnlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Verdicts verdicts = Of(figures, options.Alpha);
        string Sentence(string what, bool? holds)
            => string.Create(CultureInfo.InvariantCulture, $"{what} is at most {options.Alpha} within two standard errors: {Word(holds)}.");
        string each = Sentence("The false positive rate", verdicts.FalsePositive);
        return options.Correction switch
        {
            MultiplicityCorrection.None => [each],
            MultiplicityCorrection.FamilyWise => [each, Sentence("The fraction of recordings with any false positive", verdicts.FamilyWise)],
            _ => [each, Sentence("The false discovery rate, at the end and at its worst,", Both(verdicts.FalseDiscoveryAtEnd, verdicts.FalseDiscoveryAtWorst))],
        };
    }

    private static bool? Both(bool? first, bool? second) => first is { } a && second is { } b ? a && b : null;

    private static string Word(bool? holds) => holds switch
    {
        true => "yes",
        false => "no",
        null => "not to be said of so few",
    };
}
