using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>The factorization that all targets share, for 300 trains.</summary>
public class FactorOfTheGramMatrix : KernelBenchmark
{
    private const int Order = 300;

    private readonly double[] _matrix = new double[Order * Order];
    private readonly double[] _factor = new double[Order * Order];

    public override double Work => Order * (double)Order * Order / 6;

    public override string Unit => "multiply-adds";

    public override double LeastSpeedup => 2;

    public override Func<Machine, double>? Roofline => machine => machine.RegisterAdds / 2;

    public override void SetUp()
    {
        float[] noise = Random.Normals(Order * Order, 1);
        for (int i = 0; i < Order; i++)
        {
            for (int j = i; j < Order; j++)
                _matrix[i * Order + j] = i == j ? 4 * Order : noise[i * Order + j];
        }
    }

    public override void Plain()
    {
        _matrix.CopyTo(_factor, 0);
        BlockedCholesky.FactorizeScalar(_factor, Order);
    }

    public override void Fast()
    {
        _matrix.CopyTo(_factor, 0);
        for (int panel = 0; panel < Order; panel += BlockedCholesky.PanelRows)
        {
            BlockedCholesky.FactorizePanel(_factor, Order, panel);
            if (panel + BlockedCholesky.PanelRows < Order)
                BlockedCholesky.Subtract(_factor, Order, panel, panel + BlockedCholesky.PanelRows, Order);
        }
    }
}

/// <summary>Centre and spread of sixteen traces.</summary>
public class RobustLocations : KernelBenchmark
{
    private const int Rows = 4000;

    private readonly float[] _rows = Random.Normals(Rows * Tile.Lanes, 1);
    private readonly float[] _scratch = new float[Rows * Tile.Lanes];
    private readonly float[][] _lanes = new float[Tile.Lanes][];
    private readonly RobustLocation[] _locations = new RobustLocation[Tile.Lanes];
    private readonly int[] _valid = new int[Tile.Lanes];

    public override double Work => Rows * Tile.Lanes;

    public override string Unit => "samples";

    public override double LeastSpeedup => 2;

    public override void SetUp()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
            _lanes[lane] = [.. Enumerable.Range(0, Rows).Select(row => _rows[row * Tile.Lanes + lane])];
    }

    public override void Plain()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            _lanes[lane].CopyTo(_scratch, 0);
            _locations[lane] = RobustLocation.Of(_scratch.AsSpan(0, Rows));
        }
    }

    public override void Fast()
    {
        _rows.CopyTo(_scratch, 0);
        RobustLocation.OfTile(_scratch, _locations, _valid);
    }
}

/// <summary>Surrogates of a block of twenty spikes.</summary>
public class SurrogatesOfABlock : KernelBenchmark
{
    private const int Spikes = 20;

    private readonly long[] _ticks = [.. Enumerable.Range(1, Spikes).Select(i => 31L * i * (i + 3))];
    private readonly long[] _drawn = new long[Spikes * BlockSurrogates.Eight];

    public override double Work => Spikes * BlockSurrogates.Eight;

    public override string Unit => "spikes";

    public override double LeastSpeedup => 1.3;

    public override void Plain()
    {
        for (int surrogate = 1; surrogate <= BlockSurrogates.Eight; surrogate++)
            BlockSurrogates.Draw(7, 3, 5, surrogate, 0, _ticks, _drawn);
    }

    public override void Fast() => BlockSurrogates.DrawEight(7, 3, 5, 1, 0, _ticks, _drawn);
}
