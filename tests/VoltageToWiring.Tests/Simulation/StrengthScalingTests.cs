using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Stages;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class StrengthScalingTests
{
    private const int Steps = 300_000;

    private static SimulationOptions Wanted(double rateHz, int targets = 1)
        => Options(Steps, trains: 20, targets) with { OutputRateHz = rateHz };

    [Theory]
    [InlineData(2.0)]
    [InlineData(10.0)]
    public async Task Prepare_WantedRate_IsWhatEveryTargetFiresAt(double rateHz)
    {
        Recorded recorded = await RecordAsync(Wanted(rateHz, targets: 2), SimulationRandomness.Streams(3));
        double seconds = Steps / 1e4;
        Assert.All(recorded.Recording.OutputSpikes, spikes => Assert.InRange(spikes.Count / seconds, rateHz - 1.01 / seconds, rateHz + 1.01 / seconds));
        Assert.Equal(2, recorded.Recording.StrengthScales!.Count);
    }

    [Fact]
    public async Task Prepare_StrengthsTwiceAsLarge_AreScaledHalfAsMuch()
    {
        SimulationOptions options = Wanted(5);
        SimulationOptions twice = options with { Wiring = options.Wiring.Scaled([2]) };
        Recorded one = await RecordAsync(options, SimulationRandomness.Streams(1)), other = await RecordAsync(twice, SimulationRandomness.Streams(1));
        Assert.InRange(other.Recording.StrengthScales![0] / one.Recording.StrengthScales![0], 0.48, 0.52);
    }

    [Fact]
    public async Task Prepare_NoRateWanted_LeavesStrengthsAsTheyAre()
    {
        Recorded recorded = await RecordAsync(Options(), SimulationRandomness.Streams(1));
        Assert.Null(recorded.Recording.StrengthScales);
    }

    [Fact]
    public async Task Prepare_ReplayedNumbers_AreTheSameWithAndWithoutAScale()
    {
        SimulationOptions options = Options(20_000, trains: 20);
        Recorded plain = await RecordAsync(options, SimulationRandomness.Numpy(1));
        Recorded scaled = await RecordAsync(options with { OutputRateHz = 5 }, SimulationRandomness.Numpy(1));
        Assert.Equal(plain.Spikes, scaled.Spikes);
        Assert.NotEqual(plain.Samples[^1], scaled.Samples[^1]);
    }

    [Fact]
    public void Prepare_NothingConnected_SaysThatNoStrengthWillDo()
    {
        SimulationOptions options = Options(20_000) with { OutputRateHz = 5, Wiring = new WiringRule(5, 1, 0.2, 0, 2e-9, 4e-9, 0).First() };
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(1));
        StageFaultException fault = Assert.Throws<StageFaultException>(() => recording.Prepare(TestContext.Current.CancellationToken));
        Assert.Equal(
            "Stage 'synapses' failed at sample 0: no strength makes neuron 0 fire at 5 Hz; with a thousandth to a thousand times the given strengths it fires at 0 to 0 Hz",
            fault.Message);
    }

    [Fact]
    public void Prepare_Cancelled_Stops()
    {
        var recording = new SimulatedRecording(Wanted(5), SimulationRandomness.Streams(1));
        Assert.Throws<OperationCanceledException>(() => recording.Prepare(new CancellationToken(canceled: true)));
    }
}
