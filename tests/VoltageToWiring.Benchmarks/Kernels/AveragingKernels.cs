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


/// <summary>The same in levels of 15 bits, as the surrogates of whole trains are summed.</summary>
public class WindowSumsInLevels : KernelBenchmark
{
    private const int Window = 1000;
    private const int Onsets = 40;
    private const int Frames = 20_000;

    private readonly ushort[] _signal = new ushort[Frames + QuantizedWindowSums.Length(Window)];
    private readonly int[] _onsets = new int[Onsets];
    private readonly uint[] _sum = new uint[QuantizedWindowSums.Length(Window)];

    public override double Work => Window * Onsets;

    public override string Unit => "adds";

    public override double LeastSpeedup => 4;

    public override Func<Machine, double> Roofline => machine => 2 * machine.LoadedAdds;

    public override void SetUp()
    {
        RandomStream random = Random.Stream(2);
        foreach (ref ushort level in _signal.AsSpan())
            level = (ushort)random.NextAtMost(Quantization.Levels - 1);
        foreach (ref int onset in _onsets.AsSpan())
            onset = (int)random.NextAtMost(Frames - 1);
    }

    public override void Plain() => QuantizedWindowSums.AddScalar(_signal, 0, _onsets, _sum);

    public override void Fast() => QuantizedWindowSums.Add(_signal, 0, _onsets, _sum);
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
