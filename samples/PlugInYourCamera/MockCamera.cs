using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Randomness;

namespace PlugInYourCamera;

/// <summary>
/// Stands for a camera and electrodes with a vendor's SDK: a thread of its own that calls back, and waits for nobody. It images leaky neurons, each
/// driven by some of the electrodes' units, as counts of 16 bits that fall when a neuron depolarizes.
/// </summary>
internal sealed class MockCamera
{
    public const int FramesPerSecond = 1000;
    public const int TicksPerSecond = 10_000;
    public const int Regions = 2;
    public const int Electrodes = 10;

    private const int FramesAtOnce = 100;
    private const double RateHz = 10, MembraneSeconds = 0.020, SynapseSeconds = 0.005, Light = 30_000, Noise = 15, Jump = 60;

    private readonly RandomStream _dice = new RandomStreams(Seed: 7).Stream("camera");
    private readonly double[] _potentials = new double[Regions];
    private readonly double[] _currents = new double[Regions];
    private readonly ushort[] _counts = new ushort[Regions];

    /// <summary>An electrode saw a spike: which one, and its tick.</summary>
    public event Action<int, long>? SpikeSeen;

    /// <summary>A frame is there: its number, and the mean count of each region, in an array that is used again.</summary>
    public event Action<long, ushort[]>? FrameReady;

    /// <summary>There is no more.</summary>
    public event Action? Stopped;

    /// <summary>Begins to record.</summary>
    public void Start(int seconds, double timesRealTime) => new Thread(() => Record(seconds, timesRealTime)).Start();

    /// <summary>What nobody knows of a real recording: by which electrode's neuron a region is driven, and how.</summary>
    public ConnectionState Truth((int Electrode, int Region) pair) => Effect(pair.Electrode, pair.Region) switch
    {
        > 0 => ConnectionState.Excitatory,
        < 0 => ConnectionState.Inhibitory,
        _ => ConnectionState.Absent,
    };

    private static int Effect(int electrode, int region) => ((electrode + 3 * region) % Electrodes) switch
    {
        < 4 => 1,
        < 6 => -1,
        _ => 0,
    };

    private void Record(int seconds, double timesRealTime)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(FramesAtOnce / (FramesPerSecond * timesRealTime)), TimeProvider.System);
        for (long frame = 0; frame < seconds * FramesPerSecond; frame++)
        {
            if (frame % FramesAtOnce == 0)
                clock.WaitForNextTickAsync().AsTask().Wait();
            Fire(frame);
            Image();
            FrameReady?.Invoke(frame, _counts);
        }
        Stopped?.Invoke();
    }

    private void Fire(long frame)
    {
        const long ticks = TicksPerSecond / FramesPerSecond;
        for (int electrode = 0; electrode < Electrodes; electrode++)
        {
            if (_dice.NextDouble() >= RateHz / FramesPerSecond)
                continue;
            SpikeSeen?.Invoke(electrode, ticks * frame + ticks / 2);
            for (int region = 0; region < Regions; region++)
                _currents[region] += Jump * Effect(electrode, region) / SynapseSeconds;
        }
    }

    private void Image()
    {
        for (int region = 0; region < Regions; region++)
        {
            _potentials[region] += (_currents[region] - _potentials[region] / MembraneSeconds) / FramesPerSecond;
            _currents[region] *= Math.Exp(-1 / (FramesPerSecond * SynapseSeconds));
            _counts[region] = (ushort)(Light - _potentials[region] + Noise * _dice.NextGaussian());
        }
    }
}
