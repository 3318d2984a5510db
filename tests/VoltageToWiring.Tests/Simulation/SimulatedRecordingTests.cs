using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class SimulatedRecordingTests
{
    public static IEnumerable<TheoryDataRow<bool, int, int>> Kinds()
        => from numpy in new[] { true, false }
           from targets in new[] { 1, 3 }
           from stepsPerFrame in new[] { 1, 10 }
           select new TheoryDataRow<bool, int, int>(numpy, targets, stepsPerFrame);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Record_AnyBatchAndLinks_GivesTheSameBits(bool numpy, int targets, int stepsPerFrame)
    {
        SimulationOptions options = Options(3000, targets: targets, stepsPerFrame: stepsPerFrame) with
        {
            Wiring = new WiringRule(5, targets, 0.2, 0.7, 2e-9, 4e-9, 33).Random(new RandomStreams(1)),
        };
        SimulationRandomness randomness = numpy ? SimulationRandomness.Numpy(7) : SimulationRandomness.Streams(7);
        Recorded whole = await RecordAsync(options, randomness, 3000);
        Assert.Equal(3000 / stepsPerFrame * targets, whole.Samples.Length);
        Assert.True(whole.Recording.OutputSpikes[0].Count > 0);
        foreach (int batch in new[] { 1, 7, 73, 1000 })
        {
            Recorded cut = await RecordAsync(options, randomness, batch, links: batch != 1000);
            Assert.Equal(whole.Samples, cut.Samples);
            Assert.Equal(whole.Spikes, cut.Spikes);
            Assert.Equal(whole.Recording.OutputSpikes[0].FirstSteps, cut.Recording.OutputSpikes[0].FirstSteps);
        }
    }

    [Fact]
    public async Task Record_TwoTargetsOfTheFirstWiring_EqualEachOtherButForTheNoise()
    {
        Recorded two = await RecordAsync(Options(2000, targets: 2, snr: double.PositiveInfinity), SimulationRandomness.Streams(1));
        for (int i = 0; i < two.Samples.Length; i += 2)
            Assert.Equal(two.Samples[i], two.Samples[i + 1]);
    }

    [Fact]
    public async Task Record_OneFrameOfTenSteps_IsTheMeanOfItsExposure()
    {
        Recorded steps = await RecordAsync(Options(2000, snr: double.PositiveInfinity), SimulationRandomness.Numpy(1));
        Recorded frames = await RecordAsync(Options(2000, stepsPerFrame: 10, snr: double.PositiveInfinity), SimulationRandomness.Numpy(1));
        for (int frame = 0; frame < frames.Samples.Length; frame++)
            Assert.Equal(steps.Samples.Skip(10 * frame).Take(10).Average(), frames.Samples[frame], 1e-15);
        Assert.Equal(1000, frames.Recording.Info.FrameClock.RateHz);
    }

    [Fact]
    public async Task Record_Streams_TrainsDoNotDependOnTheNumberOfTrainsOrTargets()
    {
        Recorded few = await RecordAsync(Options(trains: 3), SimulationRandomness.Streams(9));
        Recorded many = await RecordAsync(Options(trains: 10, targets: 2), SimulationRandomness.Streams(9));
        Assert.Equal(few.Spikes, many.Spikes.Where(spike => spike.Source < 3));
    }

    [Fact]
    public async Task KnownSpikeTimes_OfGeneratedTrains_AreThoseOfTheRecording()
    {
        Recorded recorded = await RecordAsync(Options(), SimulationRandomness.Streams(3));
        double[][] times = recorded.Recording.KnownSpikeTimesSeconds();
        for (int train = 0; train < times.Length; train++)
        {
            Assert.Equal(
                times[train].Select(time => Numerics.SpikeTrains.SpikeClock.ToTick(time, 1e-4)),
                recorded.Spikes.Where(spike => spike.Source == train).Select(spike => spike.Tick));
        }
    }

    [Fact]
    public async Task Record_GivenSpikeTimes_HasThemAndNoOthers()
    {
        SimulationOptions options = Options(trains: 2) with { SpikeTimesSeconds = [[0.1, 0.3], [0.2]] };
        Recorded recorded = await RecordAsync(options, SimulationRandomness.Streams(0));
        Assert.Equal([new SpikeEvent(0, 1000), new SpikeEvent(1, 2000), new SpikeEvent(0, 3000)], recorded.Spikes);
    }

    [Fact]
    public void Conductance_WithDelays_ArrivesWhenDue()
    {
        Synapse[] synapses =
        [
            new(0, 0, NeuronKind.Excitatory, 1, 0), new(0, 1, NeuronKind.Excitatory, 2, 3), new(1, 1, NeuronKind.Inhibitory, 4, 12),
        ];
        var wiring = new Wiring([NeuronKind.Excitatory, NeuronKind.Inhibitory], 2, synapses);
        // Without decay to speak of, conductances count what has arrived.
        var stage = new ConductanceStage(wiring, new SynapseClasses(new SynapseClass(1e9, 0), new SynapseClass(1e9, 0)), 1e-4);
        var excitatory = new List<double>();
        var inhibitory = new List<double>();
        for (int first = 0; first < 40; first += 5)
        {
            var batch = new SpikeBatch { Range = new Streaming.StepRangeFor(first, 5).Range };
            if (first == 5)
                batch.Spikes.Add([new SpikeEvent(0, 6), new SpikeEvent(1, 6), new SpikeEvent(0, 9)]);
            stage.Process(batch, new Streaming.Collector<ConductanceBatch>(made =>
            {
                excitatory.AddRange(made.Of(NeuronKind.Excitatory));
                inhibitory.AddRange(made.Of(NeuronKind.Inhibitory));
            }));
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(t => (t >= 6 ? 1.0 : 0) + (t >= 9 ? 1 : 0)), Rounded(excitatory, 0));
        Assert.Equal(Enumerable.Range(0, 40).Select(t => (t >= 9 ? 2.0 : 0) + (t >= 12 ? 2 : 0)), Rounded(excitatory, 1));
        Assert.Equal(Enumerable.Range(0, 40).Select(t => t >= 18 ? 4.0 : 0), Rounded(inhibitory, 1));

        static IEnumerable<double> Rounded(List<double> values, int target)
            => values.Where((_, i) => i % 2 == target).Select(value => Math.Round(value, 6));
    }

    [Fact]
    public async Task Integrate_TimestepTooLong_StopsTheRunNamingStageAndTime()
    {
        SimulationOptions options = Options(100_000) with
        {
            StepClock = new SampleClock(20),
            Neuron = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = -1e-6 },
        };
        StageFaultException fault = await Assert.ThrowsAsync<StageFaultException>(
            () => RecordAsync(options, SimulationRandomness.Streams(0)));
        Assert.Equal("neurons", fault.Stage);
        Assert.InRange(fault.Position, 1, 1000);
        Assert.Matches(@"the voltage of neuron 0 is not finite at [0-9.]+ s", fault.Message);
    }

    [Fact]
    public void WiringRule_ReferenceNumbers_InhibitoryFirstAndOfEachKindTheFirst()
    {
        Wiring wiring = new WiringRule(30, 2, 0.2, 0.7, 1, 2, 0).First();
        Assert.Equal(6, wiring.TrainKinds.Count(kind => kind == NeuronKind.Inhibitory));
        int[] connected = [.. Enumerable.Range(0, 30).Where(source => wiring[source, 1] is not null)];
        // round(4.2) = 4 of 6 and round(16.8) = 17 of 24.
        Assert.Equal([.. Enumerable.Range(0, 4), .. Enumerable.Range(6, 17)], connected);
    }

    [Fact]
    public void WiringRule_Random_DrawsForEveryTargetAsManyOfEachKind()
    {
        Wiring wiring = new WiringRule(30, 20, 0.2, 0.7, 1, 2, 0).Random(new RandomStreams(1));
        string[] patterns = [.. Enumerable.Range(0, 20).Select(target => string.Concat(Enumerable.Range(0, 30).Select(source => wiring[source, target] is null ? '0' : '1')))];
        Assert.True(patterns.Distinct().Count() > 15);
        Assert.All(patterns, pattern =>
        {
            Assert.Equal(4, pattern[..6].Count(c => c == '1'));
            Assert.Equal(17, pattern[6..].Count(c => c == '1'));
        });
    }
}
