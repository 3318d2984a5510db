using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CsvHelper;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Writes <c>timeline.csv</c> while a run goes on: a row for each report, pair and score; where there are many pairs, only those whose
/// decision changed since the report before, and the strongest.
/// </summary>
/// <remarks>
/// Rows of all pairs are written by a thread of their own, so that inference goes on meanwhile; it waits where two reports are still to be
/// written. The few rows of many pairs are written at once: such reports are large, and none should be kept for longer than it must.
/// </remarks>
public sealed class TimelineWriter : IObserver<EstimateReport>, IDisposable
{
    private readonly CsvWriter _csv;
    private readonly TellingPairs _telling = new();
    private readonly BlockingCollection<EstimateReport> _toWrite = new(boundedCapacity: 1);
    private readonly Task _written;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    public TimelineWriter(string file)
    {
        _csv = CsvLines.Create(file);
        CsvLines.Write(_csv, TimelineRow.Columns);
        _written = Task.Factory.StartNew(WriteReports, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">An earlier report could not be written.</exception>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _failure?.Throw();
        if (!ManyPairs.Are(value.Connections.Count))
        {
            _toWrite.Add(value);
            return;
        }
        foreach (int pair in _telling.Next(value))
            TimelineRow.Write(_csv, value, value.Connections[pair], alsoUntested: false);
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <summary>Waits for the last row.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Dispose()
    {
        _toWrite.CompleteAdding();
        _written.Wait();
        _csv.Dispose();
        _toWrite.Dispose();
        _failure?.Throw();
    }

    // After a failure reports are still taken, so that nobody waits for room.
    private void WriteReports()
    {
        foreach (EstimateReport report in _toWrite.GetConsumingEnumerable())
        {
            try
            {
                if (_failure is null)
                    Write(report);
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }
    }

    private void Write(EstimateReport report)
    {
        foreach (ConnectionEstimate estimate in report.Connections)
            TimelineRow.Write(_csv, report, estimate, alsoUntested: true);
    }
}
