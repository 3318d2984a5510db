using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Spike-triggered averages with the band of their surrogates.</summary>
internal static class AveragesPart
{
    private const string Title = "Spike-triggered averages";
    private const int Most = 30;
    private const int OfEachKind = 10;

    // Averages of hundreds of spikes are nearly normal.
    private const double BandDeviations = 1.96;

    public static ReportFigure Of(RunFolder folder, RunPairs pairs)
    {
        using NpyRows? averages = folder.Rows(ResultsFolder.StaFileName);
        if (averages is null)
            return ReportFigure.LeftOut(Title, "There are none: the run ended before its first frame.");
        using NpyRows? surrogates = folder.Rows(ResultsFolder.StaSurrogatesFileName);
        Require(folder.File(ResultsFolder.StaFileName), averages, pairs.Targets, pairs.Sources);
        IReadOnlyList<ReportedPair> shown = pairs.Telling(Most, OfEachKind);
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        AverageTrace[] traces = [.. shown.Select(pair => Trace(pair, pairs.IndexOf(pair), averages, surrogates, unit)).OfType<AverageTrace>()];
        if (traces.Length == 0)
            return ReportFigure.LeftOut(Title, "No train had a spike whose whole window was recorded.");
        string which = shown.Count == pairs.All.Count ? "Every pair" : Invariant($"The {shown.Count} pairs that stand out most of their kind");
        string band = traces.Any(trace => trace.BandLow.Count > 0)
            ? "The band holds 95 % of the averages of surrogate trains (their mean ± 1.96 standard deviations): these keep a train's intervals "
                + "and lose its timing."
            : "No surrogates of averages were drawn (inference.sta.scheme), so there is no band.";
        return new ReportFigure(
            Title, $"{which}, less the level of the surrogates or, without any, its own mean. {band}",
            AveragesFigure.Of(traces, 1e3 * FrameSeconds(folder), unit.Name, "95 % of surrogate averages"));
    }

    /// <summary>The average of one pair; null where there is none.</summary>
    public static AverageTrace? TraceOf(RunFolder folder, RunPairs pairs, ReportedPair pair)
    {
        using NpyRows? averages = folder.Rows(ResultsFolder.StaFileName);
        if (averages is null)
            return null;
        using NpyRows? surrogates = folder.Rows(ResultsFolder.StaSurrogatesFileName);
        Require(folder.File(ResultsFolder.StaFileName), averages, pairs.Targets, pairs.Sources);
        return Trace(pair, pairs.IndexOf(pair), averages, surrogates, ShownUnit.Of(folder.Results.AmplitudeUnit));
    }

    private static double FrameSeconds(RunFolder folder) => folder.Resolved.Recording.FrameClock.PeriodSeconds;

    private static AverageTrace? Trace(ReportedPair pair, int index, NpyRows averages, NpyRows? surrogates, ShownUnit unit)
    {
        double[] average = averages.Read(index);
        if (double.IsNaN(average[0]))
            return null;
        double[] mean = surrogates?.Read(2L * index) ?? [], deviation = surrogates?.Read(2L * index + 1) ?? [];
        bool hasBand = mean is [var first, ..] && double.IsFinite(first + deviation[0]);
        double level = hasBand ? mean.Average() : average.Average();
        return new AverageTrace(
            Name(pair), pair.Kind, Shown(average, [], 0, level, unit),
            hasBand ? Shown(mean, deviation, -BandDeviations, level, unit) : [], hasBand ? Shown(mean, deviation, BandDeviations, level, unit) : []);
    }

    /// <summary>Values, and so many deviations more, above a level.</summary>
    private static double[] Shown(double[] values, double[] deviation, double deviations, double level, ShownUnit unit)
    {
        var shown = new double[values.Length];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = unit.PerUnit * (values[i] - level + (deviations == 0 ? 0 : deviations * deviation[i]));
        return shown;
    }

    private static string Name(ReportedPair pair)
    {
        string kind = pair.Kind switch
        {
            ConnectionKind.Excitatory => "exc",
            ConnectionKind.Inhibitory => "inh",
            ConnectionKind.None => "none",
            _ => "?",
        };
        return Invariant($"{pair.Source} → {pair.Target}  {kind}");
    }

    private static void Require(string file, NpyRows rows, int targets, int sources)
    {
        if (rows.Shape is not [var t, var s, > 0] || t != targets || s != sources)
        {
            throw new FileFormatException(
                file, $"an array of shape ({string.Join(", ", rows.Shape)})",
                Invariant($"{targets} targets, {sources} sources and the frames of a window"));
        }
    }
}
