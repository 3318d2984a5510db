using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>Scores of a block's real and surrogate spikes in sixteen targets, looked up at three delays.</summary>
public class LookupsOfSurrogates : KernelBenchmark
{
    private const int Trajectories = 100;
    private const int Spikes = 10;
    private const int Frames = 2000;

    private readonly float[] _g = Random.Normals((Frames + 8) * Tile.Lanes, 1);
    private readonly float[] _w = Random.Normals((Frames + 8) * Tile.Lanes, 2);
    private readonly float[] _packed = new float[(Frames + 8) * Tile.Lanes];
    private readonly float[] _own = new float[Frames + 8];
    private readonly float[] _amplitudes = new float[Tile.Lanes];
    private readonly int[] _spikes = new int[Trajectories * Spikes];
    private readonly int[] _delays = [0, 2, 4];
    private readonly float[] _sums = new float[3 * Trajectories * Tile.Lanes];

    public override double Work => 3.0 * Trajectories * Spikes * Tile.Lanes;

    public override string Unit => "lookups";

    public override double LeastSpeedup => 4;

    public override void SetUp()
    {
        PackedScores.Pack(_g, _w, _packed);
        Random.Normals(_own.Length, 3).CopyTo(_own, 0);
        Random.Normals(Tile.Lanes, 4).CopyTo(_amplitudes, 0);
        RandomStream random = Random.Stream(5);
        foreach (ref int spike in _spikes.AsSpan())
            spike = (int)random.NextAtMost(Frames - 1);
        for (int s = 0; s < Trajectories; s++)
            _spikes.AsSpan(s * Spikes, Spikes).Sort();
    }

    public override void Plain()
    {
        for (int delay = 0; delay < _delays.Length; delay++)
        {
            for (int s = 0; s < Trajectories; s++)
            {
                for (int lane = 0; lane < Tile.Lanes; lane++)
                {
                    float scores = 0, responses = 0;
                    foreach (int spike in _spikes.AsSpan(s * Spikes, Spikes))
                    {
                        int row = spike + _delays[delay];
                        scores += _g[row * Tile.Lanes + lane];
                        responses += _w[row * Tile.Lanes + lane] * _own[row];
                    }
                    _sums[(delay * Trajectories + s) * Tile.Lanes + lane] = scores + _amplitudes[lane] * responses;
                }
            }
        }
    }

    public override void Fast() => SpikeScores.SumTrajectories(_packed, _own, _amplitudes, _spikes, Trajectories, _delays, _sums);
}

/// <summary>What a block of spikes says at every bet, for sixteen targets.</summary>
public class EvidenceOfABlock : KernelBenchmark
{
    private const int Trajectories = 100;

    private readonly float[] _sums = Random.Normals(Trajectories * Tile.Lanes, 1);
    private readonly float[][] _lanes = new float[Tile.Lanes][];
    private readonly double[] _log = new double[2 * BettingGrid.Count * Tile.Lanes];

    public override double Work => Trajectories * Tile.Lanes;

    public override string Unit => "sums";

    public override double LeastSpeedup => 8;

    public override void SetUp()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
            _lanes[lane] = [.. Enumerable.Range(0, Trajectories).Select(s => _sums[s * Tile.Lanes + lane])];
    }

    public override void Plain()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
            BlockEvidence.AddScalar(_lanes[lane], _log.AsSpan(lane * 2 * BettingGrid.Count, 2 * BettingGrid.Count));
    }

    public override void Fast() => BlockEvidence.AddTile(_sums, Tile.Lanes, _log);
}

/// <summary>The mixture of a pair's martingales over bets and delays, for sixteen targets.</summary>
public class MixtureOfBets : KernelBenchmark
{
    private const int Rows = 3 * 2 * BettingGrid.Count;

    private readonly double[] _log = [.. Random.Normals(Rows * Tile.Lanes, 1).Select(value => 5.0 * value)];
    private readonly double[][] _lanes = new double[Tile.Lanes][];
    private readonly double[] _excitatory = new double[Tile.Lanes];
    private readonly double[] _inhibitory = new double[Tile.Lanes];

    public override double Work => Rows * Tile.Lanes;

    public override string Unit => "martingales";

    public override double LeastSpeedup => 3;

    public override void SetUp()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
            _lanes[lane] = [.. Enumerable.Range(0, Rows).Select(row => _log[row * Tile.Lanes + lane])];
    }

    public override void Plain()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            _excitatory[lane] = BlockEvidence.LogMixture(_lanes[lane], negative: false);
            _inhibitory[lane] = BlockEvidence.LogMixture(_lanes[lane], negative: true);
        }
    }

    public override void Fast() => BlockEvidence.LogMixtureTile(_log, _excitatory, _inhibitory);
}

/// <summary>The matched filter on sixteen traces.</summary>
public class MatchedFilterOfATile : KernelBenchmark
{
    private const int Taps = 270;
    private const int Frames = 500;

    private readonly double[] _taps = [.. Random.Normals(Taps, 1).Select(value => (double)value)];
    private readonly float[] _rows = Random.Normals((Frames + Taps - 1) * Tile.Lanes, 2);
    private readonly float[] _output = new float[Frames * Tile.Lanes];
    private TileFilter _filter = new([1.0]);

    public override double Work => (double)Frames * Taps * Tile.Lanes;

    public override string Unit => "multiply-adds";

    public override double LeastSpeedup => 4;

    public override Func<Machine, double> Roofline => machine => machine.RegisterAdds;

    public override void SetUp() => _filter = new TileFilter(_taps);

    public override void Plain()
    {
        for (int t = 0; t < Frames; t++)
        {
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                float sum = 0;
                for (int n = 0; n < Taps; n++)
                    sum += (float)_taps[n] * _rows[(t + n) * Tile.Lanes + lane];
                _output[t * Tile.Lanes + lane] = sum;
            }
        }
    }

    public override void Fast() => _filter.Apply(_rows, _output);
}

/// <summary>How telling each state of the voltage is, learnt from ten seconds of sixteen traces.</summary>
public class FitOfStates : KernelBenchmark
{
    private const int Frames = 10_000;

    private readonly float[] _states = Random.Normals(Frames * Tile.Lanes, 1);
    private readonly float[] _filtered = Random.Normals(Frames * Tile.Lanes, 2);
    private readonly float[] _scratch = new float[Frames];
    private readonly float[] _state = new float[Frames];
    private readonly float[] _h = new float[Frames];
    private readonly bool[] _fitted = new bool[Tile.Lanes];
    private readonly StateWeighting _weighting = new();

    public override double Work => Frames * Tile.Lanes;

    public override string Unit => "frames";

    public override double LeastSpeedup => 2;

    public override void Plain()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            for (int t = 0; t < Frames; t++)
                (_state[t], _h[t]) = (_states[t * Tile.Lanes + lane], _filtered[t * Tile.Lanes + lane]);
            _weighting.Fit(lane, _state, _h, _scratch);
        }
    }

    public override void Fast() => _weighting.FitTile(_states, _filtered, 100, _scratch, _fitted);
}

/// <summary>The autocovariance that whitening is made of, of ten seconds of sixteen traces.</summary>
public class AutocovarianceOfATile : KernelBenchmark
{
    private const int Frames = 10_000;
    private const int Lags = 21;

    private readonly float[] _rows = Random.Normals(Frames * Tile.Lanes, 1);
    private readonly float[] _scratch = new float[(Frames + 32) * Tile.Lanes];
    private readonly double[] _signal = new double[Frames];
    private readonly double[] _one = new double[Lags];
    private readonly double[] _all = new double[Lags * Tile.Lanes];

    public override double Work => (double)Frames * Lags * Tile.Lanes;

    public override string Unit => "multiply-adds";

    public override double LeastSpeedup => 4;

    public override Func<Machine, double> Roofline => machine => machine.RegisterAdds;

    public override void Plain()
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            for (int t = 0; t < Frames; t++)
                _signal[t] = _rows[t * Tile.Lanes + lane];
            YuleWalker.Autocovariance(_signal, 0, _one);
        }
    }

    public override void Fast() => TileAutocovariance.Of(_rows, _scratch, _all);
}
