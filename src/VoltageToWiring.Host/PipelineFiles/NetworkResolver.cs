using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Networks;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Resolves a recurrent network, and refuses what cannot stand beside it.</summary>
internal sealed class NetworkResolver(PipelineFile file, PipelineBinder binder)
{
    /// <summary>Where the section is.</summary>
    public const string Path = "source.simulate.network";

    private const string Simulate = "source.simulate";

    private readonly SimulateSection _simulate = file.Source.Simulate!;

    private NetworkSection Network => _simulate.Network!;

    /// <summary>Refuses keys that mean nothing in a network. Those that say what is so anyway may stand.</summary>
    public void Check()
    {
        var trains = new TrainsSection { Rate = _simulate.Trains.Rate };
        Require(_simulate.Trains == trains && _simulate.Trains.Rate is null or { ExactSi: 20m }, "trains", "is written", "no trains");
        Require(_simulate.Targets == 1 || _simulate.Targets == Network.Neurons, "targets", $"is {_simulate.Targets}", $"no targets, or {Network.Neurons}");
        Require(_simulate.Wiring == WiringSetting.First, "wiring", $"is {_simulate.Wiring.Text}", "no wiring");
        Require(_simulate.Synapses.Delay.ExactSi == 0, "synapses.delay", $"is {_simulate.Synapses.Delay}", "network.shortest_delay and network.longest_delay");
        Require(_simulate.Synapses.OutputRate is null, "synapses.output_rate", $"is {_simulate.Synapses.OutputRate}", "network.rates");
        Require(file.Random == RandomMode.Streams, "network", "is a map", "none with random: numpy");
    }

    /// <summary>What drives it.</summary>
    public NetworkOptions Options()
    {
        decimal timestep = _simulate.StepRate is { } rate ? 1 / rate.ExactSi : _simulate.Timestep!.Value.ExactSi;
        if (Network.Background.Rate.ExactSi * timestep > 1)
            throw binder.Error($"{Path}.background.rate", $"is {Network.Background.Rate}", "at most one spike per timestep");
        return new NetworkOptions
        {
            BackgroundRateHz = Network.Background.Rate.Si,
            BackgroundInhibitory = Network.Background.Inhibitory,
        };
    }

    /// <summary>The rates at which its neurons are to fire, Hz.</summary>
    /// <param name="resolve">Turns a section of rates into as many as it says, or refuses it.</param>
    public double[] RatesHz(Func<RatesSection, string, int, string, double[]> resolve)
        => resolve(Network.Rates, $"{Path}.rates", Network.Neurons, "neurons");

    /// <summary>Its wiring.</summary>
    /// <param name="toSteps">Turns a key's time into a whole number of timesteps, or refuses it.</param>
    public Wiring Wiring(Func<string, Quantity, long> toSteps)
    {
        long shortest = toSteps($"{Path}.shortest_delay", Network.ShortestDelay), longest = toSteps($"{Path}.longest_delay", Network.LongestDelay);
        if (longest < shortest)
            throw binder.Error($"{Path}.longest_delay", $"is {Network.LongestDelay}", $"at least network.shortest_delay, {Network.ShortestDelay}");
        return new NetworkRule(
            Network.Neurons, Network.Inhibitory, Network.Connected,
            _simulate.Synapses.Excitatory.Strength!.Value.Si, _simulate.Synapses.Inhibitory.Strength!.Value.Si, Network.StrengthSigma,
            (int)shortest, (int)longest).Draw(new RandomStreams(file.Seed));
    }

    private void Require(bool holds, string key, string found, string allowed)
    {
        if (!holds)
            throw binder.Error($"{Simulate}.{key}", $"{found}, beside network", $"{allowed} with network");
    }
}
