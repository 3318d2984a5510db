using CsvHelper;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Writes <c>timeline.csv</c> while a run goes on: a row for each report, pair and score; where there are many pairs, only those whose
/// decision changed since the report before, and the strongest.
/// </summary>
public sealed class TimelineWriter : IObserver<EstimateReport>, IDisposable
{
    private readonly CsvWriter _csv;
    private readonly TellingPairs _telling = new();

    /// <summary>Starts the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    public TimelineWriter(string file)
    {
        _csv = CsvLines.Create(file);
        CsvLines.Write(_csv, TimelineRow.Columns);
    }

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (ManyPairs.Are(value.Connections.Count))
        {
            foreach (int pair in _telling.Next(value))
                TimelineRow.Write(_csv, value, value.Connections[pair], alsoUntested: false);
            return;
        }
        foreach (ConnectionEstimate estimate in value.Connections)
            TimelineRow.Write(_csv, value, estimate, alsoUntested: true);
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
