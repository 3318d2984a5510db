using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.Synapses;

/// <summary>The synaptic conductances of a range of steps, and the spikes of the same range.</summary>
public sealed class ConductanceBatch : PooledItem<ConductanceBatch>
{
    private double[] _values = [];

    /// <summary>The steps.</summary>
    public StepRange Range { get; private set; }

    /// <summary>Whether the recording ends with this range.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Steps × targets.</summary>
    public int ClassStride { get; private set; }

    /// <summary>The spikes of the range.</summary>
    public SpikeList Spikes { get; } = new();

    /// <summary>Conductance of one class, S: steps × targets, time-major.</summary>
    /// <param name="kind">The class.</param>
    public Span<double> Of(NeuronKind kind) => _values.AsSpan((int)kind * ClassStride, ClassStride);

    /// <summary>Conductances of all classes, S, one class after the other.</summary>
    public Span<double> All => _values.AsSpan(0, 2 * ClassStride);

    /// <summary>Lays the batch out for a range and fills it with zeros.</summary>
    /// <param name="range">The steps.</param>
    /// <param name="isLast">Whether the recording ends with it.</param>
    /// <param name="targets">Number of postsynaptic neurons.</param>
    public void Reset(StepRange range, bool isLast, int targets)
    {
        Range = range;
        IsLast = isLast;
        ClassStride = checked(range.Count * targets);
        if (_values.Length < 2 * ClassStride)
            _values = new double[2 * ClassStride];
        All.Clear();
        Spikes.Clear();
    }
}
