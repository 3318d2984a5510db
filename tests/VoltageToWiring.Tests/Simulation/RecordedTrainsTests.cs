using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class RecordedTrainsTests
{
    [Theory]
    [InlineData(10, 0.25, 8)]
    [InlineData(10, 0.35, 6)]
    [InlineData(10, 0, 10)]
    [InlineData(3, 0.5, 1)]
    public void Draw_AFraction_IsRoundedHalfToEvenAndKeepsTheOrder(int trains, double unrecorded, int expected)
    {
        RecordedTrains recorded = RecordedTrains.Draw(trains, unrecorded, new RandomStreams(1).Stream("unrecorded"));
        Assert.Equal(expected, recorded.Count);
        Assert.Equal(recorded.Trains.Distinct().Order(), recorded.Trains);
    }

    [Fact]
    public void Draw_ManySeeds_LeaveOutEveryTrainEquallyOften()
    {
        var kept = new int[4];
        for (ulong seed = 0; seed < 4000; seed++)
        {
            foreach (int train in RecordedTrains.Draw(4, 0.5, new RandomStreams(seed).Stream("unrecorded")).Trains)
                kept[train]++;
        }
        Assert.All(kept, count => Assert.InRange(count, 2000 - 160, 2000 + 160));
    }

    [Fact]
    public async Task Record_UnrecordedTrains_DriveTheTargetButDoNotAppear()
    {
        SimulationOptions all = Options(10_000, trains: 6);
        SimulationOptions some = all with { Recorded = RecordedTrains.Draw(6, 0.5, new RandomStreams(8).Stream("unrecorded")) };
        Recorded seen = await RecordAsync(all, SimulationRandomness.Streams(5));
        Recorded partly = await RecordAsync(some, SimulationRandomness.Streams(5));
        Assert.Equal(seen.Samples, partly.Samples);
        Assert.Equal(3, partly.Recording.Info.Sources);
        IReadOnlyList<int> trains = some.Recorded.Trains;
        Assert.NotEqual([0, 1, 2], trains);
        Assert.Equal(
            seen.Spikes.Where(spike => trains.Contains(spike.Source)),
            partly.Spikes.Select(spike => new SpikeEvent(trains[spike.Source], spike.Tick)));
        double[][] known = seen.Recording.KnownSpikeTimesSeconds();
        Assert.Equal(trains.Select(train => known[train]), partly.Recording.KnownSpikeTimesSeconds());
    }

    [Fact]
    public void TruthOf_RecordedTrains_HasTheirSynapsesByTheirNewNumbers()
    {
        Wiring wiring = new WiringRule(20, 3, 0.3, 0.5, 1, 2, 7).Random(new RandomStreams(3));
        RecordedTrains recorded = RecordedTrains.Draw(20, 0.4, new RandomStreams(4).Stream("unrecorded"));
        Wiring truth = recorded.TruthOf(wiring);
        Assert.Equal(12, truth.TrainKinds.Count);
        for (int source = 0; source < 12; source++)
        {
            Assert.Equal(wiring.TrainKinds[recorded.Trains[source]], truth.TrainKinds[source]);
            for (int target = 0; target < 3; target++)
                Assert.Equal(wiring[recorded.Trains[source], target], truth[source, target]);
        }
        Assert.InRange(truth.Synapses.Count, 1, wiring.Synapses.Count - 1);
        Assert.All(truth.Synapses, synapse => Assert.Equal(7, synapse.DelaySteps));
    }

    [Fact]
    public void SimulatedRecording_RecordedTrainsOfAnotherNumber_AreRefused()
        => Assert.Contains("6 are recorded or not", Assert.Throws<ArgumentException>(
            () => new SimulatedRecording(Options() with { Recorded = RecordedTrains.All(6) }, SimulationRandomness.Streams(0))).Message, StringComparison.Ordinal);
}
