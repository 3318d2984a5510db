using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Networks;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class NetworkTests
{
    private static readonly NetworkRule Rule = new(20, 0.2, 0.3, 0.8e-9, 3.2e-9, 0.7, 5, 30);

    [Fact]
    public void Draw_FollowsDaleAndReachesNobodyItself()
    {
        Wiring wiring = Rule.Draw(new RandomStreams(4));
        Assert.Equal(4, wiring.TrainKinds.Count(kind => kind == NeuronKind.Inhibitory));
        Assert.All(wiring.Synapses, synapse =>
        {
            Assert.NotEqual(synapse.Source, synapse.Target);
            Assert.Equal(wiring.TrainKinds[synapse.Source], synapse.Kind);
            Assert.InRange(synapse.DelaySteps, 5, 30);
            Assert.True(synapse.StrengthSiemens > 0);
        });
        Assert.Equal(wiring.Synapses.Count, wiring.Synapses.Select(synapse => (synapse.Source, synapse.Target)).Distinct().Count());
    }

    [Fact]
    public void Draw_ManyPairs_HasTheProbabilityMeanAndSpreadAskedFor()
    {
        Wiring wiring = (Rule with { Neurons = 200 }).Draw(new RandomStreams(4));
        Assert.InRange(wiring.Synapses.Count / (200.0 * 199), 0.29, 0.31);
        double[] logs = [.. wiring.Synapses.Where(synapse => synapse.Kind == NeuronKind.Excitatory).Select(synapse => Math.Log(synapse.StrengthSiemens / 0.8e-9))];
        Assert.InRange(logs.Average(), -0.7 * 0.7 / 2 - 0.03, -0.7 * 0.7 / 2 + 0.03);
        Assert.InRange(Math.Sqrt(logs.Average(x => x * x) - logs.Average() * logs.Average()), 0.68, 0.72);
        Assert.InRange(wiring.Synapses.Average(synapse => synapse.DelaySteps), 17, 18);
    }

    [Fact]
    public async Task Record_HoweverBatchesAreCut_IsTheSame()
    {
        Recorded whole = await RecordAsync(Network(20_000), SimulationRandomness.Streams(7), 20_000);
        Assert.True(whole.Spikes.Length > 20);
        foreach (int batch in new[] { 1, 7, 333 })
        {
            Recorded cut = await RecordAsync(Network(20_000), SimulationRandomness.Streams(7), batch, links: batch == 7);
            Assert.Equal(whole.Spikes, cut.Spikes);
            Assert.Equal(whole.Samples, cut.Samples);
        }
    }

    [Fact]
    public async Task Record_SourcesAreTheTargetsSpikes()
    {
        Recorded recorded = await RecordAsync(Network(20_000), SimulationRandomness.Streams(7));
        RecordingInfo info = recorded.Recording.Info;
        Assert.Equal((20, 20, true, false), (info.Sources, info.Targets, info.SourcesAreTargets, info.TrainsKnownBeforehand));
        for (int neuron = 0; neuron < 20; neuron++)
            Assert.Equal(recorded.Recording.OutputSpikes[neuron].FirstSteps, recorded.Spikes.Where(spike => spike.Source == neuron).Select(spike => spike.Tick));
    }

    [Fact]
    public async Task Record_NeuronsFireAboutAsOftenAsTheyAreTo()
    {
        Recorded recorded = await RecordAsync(Network(200_000), SimulationRandomness.Streams(7), 2000);
        double wanted = Network(1).RatesHz.Sum(), rates = recorded.Recording.OutputSpikes.Sum(spikes => spikes.RateHz!.Value);
        Assert.InRange(rates, 0.75 * wanted, 1.35 * wanted);
    }

    // Neuron 0 drives neuron 1 with a strong synapse: without it, neuron 1 is as if alone until the spike has arrived.
    [Fact]
    public async Task Record_ASpike_ArrivesAfterItsDelayAndNotBefore()
    {
        SimulationOptions options = Network(20_000) with { RatesHz = [10, 1], Wiring = Pair([new Synapse(0, 1, NeuronKind.Excitatory, 5e-9, 12)]) };
        options = options with { Camera = options.Camera with { SpikeSnr = double.PositiveInfinity, StepsPerFrame = 1 }, Recorded = RecordedTrains.All(2) };
        Recorded with = await RecordAsync(options, SimulationRandomness.Streams(2));
        // The background is another where the others are thought to give less; here nobody is thought to give anything to neuron 0.
        long spike = with.Spikes.First(s => s.Source == 0).Tick;
        double Voltage(long step) => with.Samples[step * 2 + 1];
        double before = Voltage(spike + 12) - Voltage(spike + 11), after = Voltage(spike + 14) - Voltage(spike + 13);
        Assert.True(after > before + 1e-4, $"The voltage rose by {before} V in the step before the arrival and by {after} V after it.");
    }

    private static Wiring Pair(Synapse[] synapses) => new([NeuronKind.Excitatory, NeuronKind.Excitatory], 2, synapses);

    private static SimulationOptions Network(int steps)
    {
        var rates = new double[20];
        Array.Fill(rates, 5);
        SimulationOptions small = Options(steps, trains: 20, targets: 20, stepsPerFrame: 10);
        return small with { RatesHz = rates, Wiring = Rule.Draw(new RandomStreams(7)), Network = new NetworkOptions() };
    }
}
