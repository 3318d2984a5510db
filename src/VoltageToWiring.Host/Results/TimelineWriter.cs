using CsvHelper;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>Writes <c>timeline.csv</c> while a run goes on: a row for each report, pair and score.</summary>
public sealed class TimelineWriter : IObserver<EstimateReport>, IDisposable
{
    private readonly CsvWriter _csv;

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
        foreach (ConnectionEstimate estimate in value.Connections)
            TimelineRow.Write(_csv, value, estimate);
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
