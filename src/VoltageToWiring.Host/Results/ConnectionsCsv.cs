using CsvHelper;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Writes <c>connections.csv</c>: the final estimates, a row for each pair and score. The columns of online scores are there where one runs.
/// </summary>
public static class ConnectionsCsv
{
    /// <summary>Writes the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring; null where nobody knows it.</param>
    public static void Write(string file, IReadOnlyList<ConnectionEstimate> estimates, Wiring? truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        using CsvWriter csv = CsvLines.Create(file);
        ConnectionColumn[] columns = ConnectionColumns.Of(estimates, truth is not null);
        CsvLines.Write(csv, [.. columns.Select(column => column.Name)]);
        foreach (ConnectionRow row in ConnectionRow.Of(estimates, truth))
            CsvLines.Write(csv, [.. columns.Select(column => column.Cell(row))]);
    }
}
