using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>
/// The clock on which modulated trains run as if they were not: operational time Λ(t) = ∫m dt, which goes fast where rates are high. A spike at
/// operational time Λ falls where the integral reaches Λ.
/// </summary>
/// <remarks>
/// D. R. Cox and V. Isham (1980), Point Processes, section 4.2. m is constant within each millisecond of a grid that begins with the recording,
/// whatever the batches are. Kept are only the cells in which spikes may still be asked for.
/// </remarks>
internal sealed class OperationalClock
{
    private const double CellsPerSecond = 1000;

    private readonly RandomStream _random;
    private readonly OrnsteinUhlenbeck _x;
    private readonly double _sd;

    // Λ where cell _firstCell + i begins; the last one is where the newest cell ends.
    private readonly List<double> _bounds = [0];
    private long _firstCell;

    /// <summary>A clock at 0.</summary>
    /// <param name="modulation">The common modulation.</param>
    /// <param name="random">Its random numbers.</param>
    public OperationalClock(RateModulation modulation, RandomStream random)
    {
        _random = random;
        _sd = modulation.Sd;
        _x = new OrnsteinUhlenbeck(modulation.TauSeconds, 1 / CellsPerSecond, random);
    }

    /// <summary>Lets the clock go on at least to a time, s.</summary>
    public void CoverUntil(double seconds)
    {
        while (Start(_bounds.Count - 1) < seconds)
        {
            _bounds.Add(_bounds[^1] + Math.Exp(_sd * _x.Value - _sd * _sd / 2) / CellsPerSecond);
            _x.Advance(_random);
        }
    }

    /// <summary>Gives up all cells that end before a time, s.</summary>
    public void ForgetBefore(double seconds)
    {
        int forgotten = 0;
        while (forgotten + 1 < _bounds.Count && Start(forgotten + 1) < seconds)
            forgotten++;
        _bounds.RemoveRange(0, forgotten);
        _firstCell += forgotten;
    }

    /// <summary>When the clock reaches an operational time, s; infinite where it has not come so far.</summary>
    public double ToSeconds(double operational)
    {
        if (!(operational < _bounds[^1]))
            return double.PositiveInfinity;
        int cell = CellOf(operational);
        return Start(cell) + (operational - _bounds[cell]) / (_bounds[cell + 1] - _bounds[cell]) / CellsPerSecond;
    }

    private double Start(int cell) => (_firstCell + cell) / CellsPerSecond;

    /// <summary>The last cell that begins no later: where m is too small to advance Λ, cells are empty, and no spike falls into them.</summary>
    private int CellOf(double operational)
    {
        int low = 0, high = _bounds.Count - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_bounds[middle] <= operational)
                low = middle;
            else
                high = middle;
        }
        return low;
    }
}
