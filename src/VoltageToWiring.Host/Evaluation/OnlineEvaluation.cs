using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How one online score did against the truth. Found means excitatory or inhibitory; rates are null where a class is empty.</summary>
/// <param name="Score">The score.</param>
/// <param name="Deciding">Whether it decides.</param>
/// <param name="Excitatory">Fraction of the excitatory connections found, with the right sign.</param>
/// <param name="Inhibitory">Fraction of the inhibitory connections found, with the right sign.</param>
/// <param name="FalsePositive">Fraction of the unconnected pairs found.</param>
/// <param name="FalseDiscovery">Fraction of the found pairs that is not connected; 0 where none was found.</param>
/// <param name="AucThreeClass">Area by signed evidence, where a true positive needs the right sign; of the sta score by signed height.</param>
/// <param name="MedianSecondsExcitatory">Median time to detection over all excitatory connections, s; null where it is infinite.</param>
/// <param name="MedianSecondsInhibitory">The same over the inhibitory ones.</param>
/// <param name="SignErrors">Connections found with the wrong sign.</param>
public sealed record OnlineEvaluation(
    ConnectionScore Score, bool Deciding, double? Excitatory, double? Inhibitory, double? FalsePositive, double FalseDiscovery,
    double? AucThreeClass, double? MedianSecondsExcitatory, double? MedianSecondsInhibitory, int SignErrors)
{
    private const int Kinds = 3;

    /// <summary>Judges every score that the estimates hold.</summary>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring.</param>
    /// <returns>One for each score, in their order; empty where none runs.</returns>
    public static IReadOnlyList<OnlineEvaluation> Judge(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
        => Judge(JudgedPairs.From(estimates, truth));

    internal static IReadOnlyList<OnlineEvaluation> Judge(JudgedPairs pairs)
        => [.. pairs.Scores.Select(score => Judge(pairs.Classes, score))];

    private static OnlineEvaluation Judge(TrueConnection[] classes, JudgedScore score)
    {
        // Pairs by what they are and what they were found to be.
        var pairs = new int[Kinds, Kinds];
        for (int pair = 0; pair < classes.Length; pair++)
            pairs[(int)classes[pair], (int)score.Found[pair]]++;
        const int None = (int)TrueConnection.None, Exc = (int)TrueConnection.Excitatory, Inh = (int)TrueConnection.Inhibitory;
        int Are(int kind) => pairs[kind, None] + pairs[kind, Exc] + pairs[kind, Inh];
        int foundFalsely = pairs[None, Exc] + pairs[None, Inh];
        int wrongSigns = pairs[Exc, Inh] + pairs[Inh, Exc];
        return new OnlineEvaluation(
            score.Score, score.Deciding,
            Fraction(pairs[Exc, Exc], Are(Exc)), Fraction(pairs[Inh, Inh], Are(Inh)), Fraction(foundFalsely, Are(None)),
            Fraction(foundFalsely, foundFalsely + wrongSigns + pairs[Exc, Exc] + pairs[Inh, Inh]) ?? 0,
            AreaUnderCurve.ThreeClass(classes, score.Signed),
            MedianSeconds(classes, score, TrueConnection.Excitatory, Are(Exc)),
            MedianSeconds(classes, score, TrueConnection.Inhibitory, Are(Inh)),
            wrongSigns);
    }

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;

    // Whoever was not found, or with the wrong sign, is found at infinity.
    private static double? MedianSeconds(TrueConnection[] classes, JudgedScore score, TrueConnection kind, int count)
    {
        var times = new double[count];
        int taken = 0;
        for (int pair = 0; pair < classes.Length; pair++)
        {
            if (classes[pair] == kind)
                times[taken++] = score.Found[pair] == kind ? score.FoundAtSeconds[pair] : double.PositiveInfinity;
        }
        return Median.Of(times) is { } median && double.IsFinite(median) ? median : null;
    }
}
