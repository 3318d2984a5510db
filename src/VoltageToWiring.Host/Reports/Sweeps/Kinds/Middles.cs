using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>What stands for several cells.</summary>
internal enum Middle
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their median.</summary>
    Median,
}

/// <summary>Whether single cells are drawn.</summary>
internal enum Singles
{
    /// <summary>Each is a dot.</summary>
    All,

    /// <summary>None is.</summary>
    None,
}

/// <summary>How values lie along an axis.</summary>
internal enum Spacing
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart.</summary>
    Log,
}

/// <summary>Means and medians of cells.</summary>
internal static class Middles
{
    /// <summary>What was asked for; otherwise the median of times to detection, which bears with cells that found nothing, and the mean of all else.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="fields">The fields.</param>
    public static Middle Or(Middle? asked, params IEnumerable<string> fields)
        => asked ?? (fields.All(FieldWords.IsDetectionTime) ? Middle.Median : Middle.Mean);

    /// <summary>
    /// The figures of cells in a field. A time to detection that is not known is longer than the recording, unless there are no connections of
    /// its kind.
    /// </summary>
    /// <param name="rows">The cells.</param>
    /// <param name="field">The field.</param>
    public static double[] Of(IEnumerable<RunsRow> rows, string field)
        => [.. rows.Select(row => row.Figure(field) ?? (IsLongerThanTheRecording(row, field) ? double.PositiveInfinity : double.NaN)).Where(figure => !double.IsNaN(figure))];

    /// <summary>Whether a time to detection is not known because too little was found.</summary>
    /// <param name="row">The cell.</param>
    /// <param name="field">The field.</param>
    public static bool IsLongerThanTheRecording(RunsRow row, string field)
        => FieldWords.IsDetectionTime(field) && row.Figure(field) is null && row.Figure(FieldWords.FoundFieldOf(field)) is not null;

    /// <summary>Their middle; NaN of none.</summary>
    /// <param name="middle">Which.</param>
    /// <param name="figures">The figures.</param>
    public static double Of(Middle middle, double[] figures)
        => figures.Length == 0 ? double.NaN : middle == Middle.Mean ? figures.Average() : Median.Of(figures)!.Value;
}
