using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Synapses;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>Izhikevich neurons, many side by side.</summary>
public class ManyNeurons : KernelBenchmark
{
    private const int Neurons = 64;
    private const int Steps = 200;

    private static readonly IzhikevichParameters Cell = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = 60e-12 };

    private readonly double[] _conductance = new double[2 * Steps * Neurons];
    private readonly double[] _voltage = new double[(Steps + 1) * Neurons];
    private readonly byte[] _spiked = new byte[Steps * Neurons];
    private readonly IzhikevichState[] _states = [.. Enumerable.Repeat(IzhikevichState.AtRest(Cell), Neurons)];
    private readonly double[] _reversal = [0, -0.065];
    private readonly double[] _oneConductance = new double[2 * Steps];
    private readonly double[] _oneVoltage = new double[Steps + 1];
    private readonly byte[] _oneSpiked = new byte[Steps];

    public override double Work => Neurons * Steps;

    public override string Unit => "Euler steps";

    public override double LeastSpeedup => 1.5;

    public override void Plain()
    {
        _oneVoltage[0] = Cell.RestingVoltage;
        for (int n = 0; n < Neurons; n++)
            IzhikevichNeuron.Integrate(Cell, 1e-4, _oneConductance, Steps, _reversal, _states.AsSpan(n, 1), _oneVoltage, _oneSpiked);
    }

    public override void Fast()
        => IzhikevichNeuron.Integrate(Cell, 1e-4, _conductance, Steps * Neurons, _reversal, _states, _voltage, _spiked);
}

/// <summary>Synaptic conductances of many neurons.</summary>
public class ManyConductances : KernelBenchmark
{
    private const int Neurons = 64;
    private const int Steps = 200;

    private readonly double[] _arriving = new double[Steps * Neurons];
    private readonly double[] _conductance = new double[Steps * Neurons];
    private readonly double[] _state = [.. Enumerable.Repeat(1e-9, Neurons)];
    private readonly double[] _one = new double[1];

    public override double Work => Neurons * Steps;

    public override string Unit => "Euler steps";

    public override double LeastSpeedup => 1.5;

    public override void Plain()
    {
        for (int n = 0; n < Neurons; n++)
            ExponentialConductance.Integrate(1e-4, 0.007, _arriving.AsSpan(0, Steps), _one, _conductance.AsSpan(0, Steps));
    }

    public override void Fast() => ExponentialConductance.Integrate(1e-4, 0.007, _arriving, _state, _conductance);
}

/// <summary>Imaging noise that is a function of target and frame.</summary>
public class CountedNoise : KernelBenchmark
{
    private const int Targets = 64;
    private const int Frames = 100;

    private readonly double[] _frames = new double[Targets * Frames];

    public override double Work => Targets * Frames;

    public override string Unit => "normals";

    public override double LeastSpeedup => 1.3;

    public override void Plain()
    {
        for (int pair = 0; pair < Frames / 2; pair++)
        {
            for (int target = 0; target < Targets; target++)
            {
                PhiloxWords w = Philox.Generate(new PhiloxWords((uint)pair, 0, (uint)target, 0), 7);
                RandomBits.BoxMuller(RandomBits.ToUnitInterval(w.X0, w.X1), RandomBits.ToUnitInterval(w.X2, w.X3), out double even, out double odd);
                _frames[2 * pair * Targets + target] += 0.005 * even;
                _frames[(2 * pair + 1) * Targets + target] += 0.005 * odd;
            }
        }
    }

    public override void Fast() => ImagingNoise.AddCounted(7, 0.005, 0, Targets, _frames);
}
