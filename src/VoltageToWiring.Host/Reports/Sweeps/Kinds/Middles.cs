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
    /// <summary>The figures of cells in a field; a time to detection that is not known is longer than the recording.</summary>
    /// <param name="rows">The cells.</param>
    /// <param name="field">The field.</param>
    public static double[] Of(IEnumerable<RunsRow> rows, string field)
    {
        double missing = FieldWords.IsDetectionTime(field) ? double.PositiveInfinity : double.NaN;
        return [.. rows.Select(row => row.Figure(field) ?? missing).Where(figure => !double.IsNaN(figure))];
    }

    /// <summary>Their middle; NaN of none.</summary>
    /// <param name="middle">Which.</param>
    /// <param name="figures">The figures.</param>
    public static double Of(Middle middle, double[] figures)
        => figures.Length == 0 ? double.NaN : middle == Middle.Mean ? figures.Average() : Median.Of(figures)!.Value;
}
