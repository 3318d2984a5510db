using System.Globalization;
using CsvHelper;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>Writes <c>timeline.csv</c> while a run goes on: a row for each report and pair.</summary>
public sealed class TimelineWriter : IObserver<EstimateReport>, IDisposable
{
    private static readonly string[] Columns =
    [
        "frame", "time_s", "source", "target", "score", "state", "log10_evidence", "anytime_p", "amplitude", "ci_low", "ci_high",
        "spikes_used", "p_reference",
    ];

    private readonly CsvWriter _csv;

    /// <summary>Starts the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    public TimelineWriter(string file)
    {
        _csv = CsvLines.Create(file);
        CsvLines.Write(_csv, Columns);
    }

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        foreach (ConnectionEstimate e in value.Connections)
        {
            // The columns between score and spikes_used belong to evidence that may be watched, which this score is not.
            CsvLines.Write(
                _csv, value.Frame, value.TimeSeconds, e.Source, e.Target, "sta", null, null, null, null, null, null,
                e.SpikesUsed, e.OneLook?.ReferenceP);
        }
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}

/// <summary>Writes <c>connections.csv</c>: the final estimates, a row for each pair and score.</summary>
public static class ConnectionsCsv
{
    /// <summary>Writes the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="results">The results; the columns are their names.</param>
    public static void Write(string file, ResultsJson results)
    {
        ArgumentNullException.ThrowIfNull(results);
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(
            csv, "source", "target", "truth", "train_kind", "spikes", "score", "spikes_used", "height", "relative_height",
            "signed_relative_height", "p_reference", "exceedances", "p_exact", "exceedances_or_ties", "surrogates");
        foreach (ConnectionJson c in results.Connections)
        {
            CsvLines.Write(
                csv, c.Source, c.Target, c.Truth, c.TrainKind, c.Spikes, "sta", c.Sta.SpikesUsed, c.Sta.Height, c.Sta.RelativeHeight,
                c.Sta.SignedRelativeHeight, c.Sta.PReference, c.Sta.Exceedances, c.Sta.PExact, c.Sta.ExceedancesOrTies, c.Sta.Surrogates);
        }
    }
}

/// <summary>Rows of CSV files: comma, line feed, numbers that read back to the same bits in any culture.</summary>
internal static class CsvLines
{
    public static CsvWriter Create(string file)
    {
        var configuration = new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return new CsvWriter(new StreamWriter(file), configuration);
    }

    public static void Write(CsvWriter csv, params ReadOnlySpan<object?> cells)
    {
        foreach (object? cell in cells)
            csv.WriteField(cell is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : cell as string);
        csv.NextRecord();
    }
}
