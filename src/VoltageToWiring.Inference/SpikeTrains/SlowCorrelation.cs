using System.Numerics.Tensors;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>
/// Correlation of every train's rate with every trace's voltage over half seconds. Where a train's rate drifts together with the voltage, both
/// may follow something else.
/// </summary>
internal sealed class SlowCorrelation(int sources, int targets)
{
    private const int MinBins = 20;
    private const double Remarkable = 0.25;
    private const double RemarkableStandardErrors = 3;

    private readonly double[] _counts = new double[sources];
    private readonly double[] _countSums = new double[sources];
    private readonly double[] _countSquares = new double[sources];
    // Voltages count from the first one, so that a constant one has no variance at all, not that of rounding.
    private readonly double[] _origins = new double[targets];
    private readonly double[] _voltages = new double[targets];
    private readonly double[] _voltageSums = new double[targets];
    private readonly double[] _voltageSquares = new double[targets];
    private readonly double[] _products = new double[sources * targets];
    private long _bins;

    /// <summary>Bytes that one takes.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets.</param>
    public static double BytesOf(double sources, double targets) => sources * targets * sizeof(double);

    /// <summary>Takes in half a second.</summary>
    /// <param name="spikes">Its spikes.</param>
    /// <param name="voltages">Mean voltage of each target.</param>
    public void Add(ReadOnlySpan<(long Frame, int Source)> spikes, ReadOnlySpan<double> voltages)
    {
        if (_bins == 0)
            voltages.CopyTo(_origins);
        Array.Clear(_counts);
        foreach ((_, int source) in spikes)
            _counts[source]++;
        _bins++;
        TensorPrimitives.Subtract(voltages, _origins, _voltages);
        for (int source = 0; source < sources; source++)
        {
            double count = _counts[source];
            if (count == 0)
                continue;
            _countSums[source] += count;
            _countSquares[source] += count * count;
            Span<double> products = _products.AsSpan(source * targets, targets);
            TensorPrimitives.MultiplyAdd(_voltages, count, products, products);
        }
        for (int target = 0; target < targets; target++)
        {
            double voltage = _voltages[target];
            _voltageSums[target] += voltage;
            _voltageSquares[target] += voltage * voltage;
        }
    }

    /// <summary>Whether the two go together by more than chance, and by more than a little.</summary>
    public bool IsRemarkable(int source, int target)
    {
        if (_bins < MinBins)
            return false;
        double covariance = _products[source * targets + target] - _countSums[source] * _voltageSums[target] / _bins;
        double counts = _countSquares[source] - _countSums[source] * _countSums[source] / _bins;
        double voltages = _voltageSquares[target] - _voltageSums[target] * _voltageSums[target] / _bins;
        double correlation = Math.Abs(covariance) / Math.Sqrt(counts * voltages);
        return correlation > Math.Max(Remarkable, RemarkableStandardErrors / Math.Sqrt(_bins));
    }
}
