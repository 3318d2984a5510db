using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.Neurons;

/// <summary>Membrane voltages of a range of steps that is final, and the presynaptic spikes that became known with it.</summary>
public sealed class VoltageBatch : PooledItem<VoltageBatch>
{
    private double[] _rows = [];
    private int _targets;

    /// <summary>Index of the first step.</summary>
    public long FirstStep { get; private set; }

    /// <summary>Number of steps; may be 0.</summary>
    public int Steps { get; private set; }

    /// <summary>When the newest step was due, a <see cref="TimeProvider"/> timestamp; 0 where nothing was scheduled.</summary>
    public long IntendedTimestamp { get; set; }

    /// <summary>All spikes before this step are known once this batch is read.</summary>
    public long SpikesCompleteThroughStep { get; set; }

    /// <summary>The presynaptic spikes.</summary>
    public SpikeList Spikes { get; } = new();

    /// <summary>Voltage, V: steps × targets, time-major.</summary>
    public Span<double> Voltage => _rows.AsSpan(0, Steps * _targets);

    /// <summary>All rows that the integrator writes, the one it still holds back included.</summary>
    internal Span<double> Rows(int rows) => _rows.AsSpan(0, rows * _targets);

    /// <summary>Makes room for some rows and empties the spikes.</summary>
    /// <param name="rows">Rows the integrator writes.</param>
    /// <param name="targets">Number of neurons.</param>
    internal void Reserve(int rows, int targets)
    {
        _targets = targets;
        int values = checked(rows * targets);
        if (_rows.Length < values)
            _rows = new double[values];
        Spikes.Clear();
    }

    /// <summary>Declares which of the rows are final.</summary>
    /// <param name="firstStep">Step of the first of them.</param>
    /// <param name="steps">How many.</param>
    internal void Finish(long firstStep, int steps)
    {
        FirstStep = firstStep;
        Steps = steps;
    }
}
