using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>How far a study has come.</summary>
/// <param name="Fraction">Share of the recording that was to be played, searches included as far as they can be foretold.</param>
/// <param name="Now">What is being measured.</param>
public sealed record StudyProgress(double Fraction, string Now);

/// <summary>Runs the cells of a study and its searches one after the other: beside each other they would measure each other.</summary>
public sealed class StudyRun
{
    private const string Unfinished = "unfinished";

    private readonly Study _study;
    private readonly string _folder;
    private readonly CellNames _names;
    private readonly SelfProgram _program;
    private readonly TimeProvider _time;
    private readonly List<MeasuredCell> _cells = [];
    private readonly List<FoundCapacity> _capacity = [];
    private readonly double _secondsInAll;
    private double _secondsDone;
    private double _secondsNow;
    private long _runStart;
    private long _start;
    private string _now = "";
    private int _trials;

    /// <summary>A study that has not begun.</summary>
    /// <param name="study">The study.</param>
    /// <param name="folder">The folder for its results; exists.</param>
    /// <param name="program">The program that measures, started anew for every run.</param>
    /// <param name="time">Wall time, a real clock.</param>
    public StudyRun(Study study, string folder, SelfProgram program, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(study);
        _study = study;
        _names = new CellNames(study.Keys, study.Cells[0].Values, study.Cells[0].Description);
        _folder = folder;
        _program = program;
        _time = time;
        _secondsInAll = study.Cells.Sum(cell => cell.Seconds) + study.SearchSeconds;
    }

    /// <summary>Called after every run of a cell and after every search, with what was measured so far.</summary>
    public event Action<StudyJson>? Measured;

    /// <summary>How far it has come.</summary>
    public StudyProgress Progress()
    {
        double now = _runStart == 0 ? 0 : Math.Min(_secondsNow, _time.GetElapsedTime(_runStart).TotalSeconds);
        return new(Math.Min(1, (_secondsDone + now) / _secondsInAll), _now);
    }

    /// <summary>Runs it.</summary>
    /// <param name="cancellation">Ends it; what was measured so far is in the result.</param>
    public async Task<StudyJson> RunAsync(CancellationToken cancellation)
    {
        _start = _time.GetTimestamp();
        try
        {
            foreach (StudyCell cell in _study.Cells)
                await MeasureAsync(cell, cancellation).ConfigureAwait(false);
            foreach (CapacitySection search in _study.Searches)
                await SearchAsync(search, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return SoFar("cancelled");
        }
        return SoFar(_cells.Any(cell => cell.Fault is not null) ? "with failed cells" : "completed");
    }

    private StudyJson SoFar(string ending) => new()
    {
        Study = _study.Name,
        Version = Environs.Version,
        Machine = Environs.Machine,
        Ending = ending,
        WallS = _time.GetElapsedTime(_start).TotalSeconds,
        Text = _study.Text,
        Keys = _study.Keys,
        Cells = [.. _cells],
        Capacity = [.. _capacity],
    };

    private static Workload WorkloadOf(StudyCell cell)
    {
        ResolvedPipeline pipeline = cell.Pipeline.Resolved;
        return new Workload(
            pipeline.Simulation.Recorded.Count, pipeline.Simulation.Wiring.Targets, pipeline.Simulation.FrameClock.RateHz,
            pipeline.Simulated.BatchSteps * pipeline.Simulation.StepClock.PeriodSeconds,
            pipeline.Sta.ReportEveryFrames * pipeline.Simulation.FrameClock.PeriodSeconds, pipeline.Sta.Workers);
    }

    private async Task MeasureAsync(StudyCell cell, CancellationToken cancellation)
    {
        var runs = new List<MeasuredRun>();
        try
        {
            for (int repeat = 1; repeat <= cell.Load.Repeats; repeat++)
            {
                _now = string.Create(CultureInfo.InvariantCulture, $"cell {cell.Number} of {_study.Cells.Count} ({_names.Of(cell.Values)})");
                string folder = string.Create(CultureInfo.InvariantCulture, $"cells/{cell.Number:000}/{repeat}");
                runs.Add(new MeasuredRun(folder, await RunAsync(cell, folder, cancellation).ConfigureAwait(false) with { Moments = [] }));
                Keep(cell, runs, null);
            }
        }
        catch (PipelineException problem)
        {
            Keep(cell, runs, problem.Message);
        }
    }

    // In place of what was known of the cell before: runs stay, whatever becomes of the next one.
    private void Keep(StudyCell cell, List<MeasuredRun> runs, string? fault)
    {
        _cells.RemoveAll(kept => kept.Number == cell.Number);
        _cells.Add(new MeasuredCell(cell.Number, cell.Values, cell.Description, WorkloadOf(cell), [.. runs], fault));
        Measured?.Invoke(SoFar(Unfinished));
    }

    private async Task SearchAsync(CapacitySection section, CancellationToken cancellation)
    {
        var search = new CapacitySearch(section, async value =>
        {
            StudyCell cell = _study.TrialOf(section, value);
            _now = $"{CapacityKeys.AskedOf(section.Largest)}: {cell.Description}";
            string folder = string.Create(CultureInfo.InvariantCulture, $"trials/{++_trials:000}");
            return (folder, cell, await RunAsync(cell, folder, cancellation).ConfigureAwait(false));
        });
        FoundCapacity? found = null;
        try
        {
            found = await search.FindAsync().ConfigureAwait(false);
        }
        finally
        {
            _capacity.Add(found ?? search.SoFar);
        }
        Measured?.Invoke(SoFar(Unfinished));
    }

    private async Task<CellTimes> RunAsync(StudyCell cell, string folder, CancellationToken cancellation)
    {
        _secondsNow = cell.Load.WarmUp.Si + cell.Load.Duration.Si;
        _runStart = _time.GetTimestamp();
        CellTimes times = await MeasuringProcess.RunAsync(_program, cell, Path.Combine(_folder, folder), _time, cancellation).ConfigureAwait(false);
        _runStart = 0;
        _secondsDone += _secondsNow;
        return times;
    }
}
