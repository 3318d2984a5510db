using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>Spike-triggered sums in double precision: windows of 1000 samples of a trace that is in the cache.</summary>
public class WindowSumsInDouble : KernelBenchmark
{
    private const int Window = 1000;
    private const int Onsets = 16;
    private const int Frames = 8192;

    private readonly double[] _signal = [.. Random.Normals(Frames + Window, 1).Select(value => (double)value)];
    private readonly int[] _onsets = new int[Onsets];
    private readonly double[] _sum = new double[Window];

    public override double Work => Window * Onsets;

    public override string Unit => "adds";

    public override double LeastSpeedup => 2;

    public override Func<Machine, double> Roofline => machine => machine.LoadedAdds / 2;

    public override void SetUp()
    {
        RandomStream random = Random.Stream(2);
        foreach (ref int onset in _onsets.AsSpan())
            onset = (int)random.NextAtMost(Frames - 1);
    }

    public override void Plain() => WindowSums.AddScalar(_signal, 0, _onsets, _sum);

    public override void Fast() => WindowSums.Add(_signal, 0, _onsets, _sum);
}


/// <summary>The same in single precision, as the surrogates of whole trains are summed.</summary>
public class WindowSumsInSingle : KernelBenchmark
{
    private const int Window = 1000;
    private const int Onsets = 20;
    private const int Frames = 10_000;

    private readonly float[] _signal = [.. Random.Normals(Frames + Window, 1)];
    private readonly int[] _onsets = new int[Onsets];
    private readonly float[] _sum = new float[Window];

    public override double Work => Window * Onsets;

    public override string Unit => "adds";

    public override double LeastSpeedup => 4;

    public override Func<Machine, double> Roofline => machine => machine.LoadedAdds;

    public override void SetUp()
    {
        RandomStream random = Random.Stream(2);
        foreach (ref int onset in _onsets.AsSpan())
            onset = (int)random.NextAtMost(Frames - 1);
    }

    public override void Plain() => SingleWindowSums.AddScalar(_signal, 0, _onsets, _sum);

    public override void Fast() => SingleWindowSums.Add(_signal, 0, _onsets, _sum);
}

/// <summary>The random words that NumPy's numbers are made of.</summary>
public class WordsOfMersenneTwister : KernelBenchmark
{
    private readonly uint[] _states = new uint[2 * MersenneTwister.Words];
    private readonly uint[] _words = new uint[MersenneTwister.Words];

    public override double Work => MersenneTwister.Words;

    public override string Unit => "words";

    public override double LeastSpeedup => 3;

    public override void SetUp() => MersenneTwister.Initialize(1, _states);

    public override void Plain() => MersenneTwister.AdvanceScalar(_states, _words);

    public override void Fast() => MersenneTwister.Advance(_states, _words);
}
