using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static VoltageToWiring.Tests.Inference.OnlineRecordings;

namespace VoltageToWiring.Tests.Inference;

/// <summary>What must come out of recordings that are less than ideal: the truth, or a warning, or that too little is known.</summary>
public class ImperfectRecordingsTests
{
    private const string Simulate = "source.simulate";

    [Theory]
    [InlineData("poisson")]
    [InlineData("gamma(4)")]
    [InlineData("bursting")]
    public async Task Watch_TrainsOfEveryKind_FindsWhatIsThereAndHoldsTheLevel(string process)
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(20, $"{Simulate}.trains.process={process}");
        AssertFalsePositivesHold(pairs);
        OnlinePair[] connected = [.. pairs.Where(pair => pair.Truth is not null)];
        Assert.All(connected.Where(pair => pair.IsFound), pair => Assert.True(pair.HasRightSign));
        Assert.True(connected.Count(pair => pair.IsFound) >= 0.98 * connected.Length);
        bool bursting = process == "bursting";
        Assert.All(pairs, pair => Assert.Equal(bursting ? ConnectionWarnings.Bursting : ConnectionWarnings.None, pair.Estimate.Warnings));
        Assert.All(pairs, pair => Assert.Equal(bursting ? SurrogateScheme.Jitter : SurrogateScheme.Blocks, pair.Estimate.Surrogates));
    }

    [Fact]
    public async Task Watch_HalfTheInputsUnrecorded_HoldsTheLevel()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(20, $"{Simulate}.trains.unrecorded=0.5");
        Assert.Equal(15, pairs.Count(pair => pair.Seed == 0));
        AssertFalsePositivesHold(pairs);
        Assert.True(double.IsFinite(MedianSeconds(pairs, NeuronKind.Excitatory)));
    }

    [Fact]
    public async Task Watch_TrainThatCopiesAFifthOfAConnectedOne_IsWarnedOfAndHoldsTheLevel()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(20, $"{Simulate}.trains.copies={{of: 6, fraction: 0.2, count: 2}}");
        AssertFalsePositivesHold(pairs);
        OnlinePair[] copies = [.. pairs.Where(pair => pair.Source >= 30)];
        Assert.Equal(40, copies.Length);
        Assert.True(copies.Count(pair => (pair.Estimate.Warnings & ConnectionWarnings.Synchrony) != 0) >= 38);
        Assert.True(pairs.Count(pair => pair.Source is not 6 and < 30 && pair.Estimate.Warnings != 0) <= 6);
    }

    [Fact]
    public async Task Watch_RatesThatMoveTogether_AreWarnedOfOrHoldTheLevel()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(20, $"{Simulate}.trains.modulation={{sd: 0.4, tau: 300 ms}}");
        OnlinePair[] warned = [.. pairs.Where(pair => (pair.Estimate.Warnings & ConnectionWarnings.RateVoltageCorrelation) != 0)];
        Assert.True(warned.Length >= 0.8 * pairs.Count, $"{warned.Length} of {pairs.Count} warned of");
        AssertFalsePositivesHold(pairs);
    }

    [Fact]
    public async Task Watch_DelayOfThreeMilliseconds_CostsLittle()
    {
        IReadOnlyList<OnlinePair> plain = await RunAsync(20);
        IReadOnlyList<OnlinePair> delayed = await RunAsync(20, $"{Simulate}.synapses.delay=3 ms");
        AssertFalsePositivesHold(delayed);
        foreach (NeuronKind kind in Enum.GetValues<NeuronKind>())
            Assert.True(MedianSeconds(delayed, kind) <= 1.3 * MedianSeconds(plain, kind));
    }

    [Fact]
    public async Task Watch_InvalidFramesAndGaps_CostTheirOwnTimeAndLittleMore()
    {
        IReadOnlyList<OnlinePair> plain = await RunAsync(20);
        IReadOnlyList<OnlinePair> holes = await RunAsync(
            20, $"{Simulate}.imaging.nan=0.05", $"{Simulate}.imaging.gaps=[{{at: 3 s, for: 4 s}}, {{at: 30 s, for: 5 s}}]");
        AssertFalsePositivesHold(holes);
        Assert.All(holes, pair => Assert.Equal(ConnectionWarnings.None, pair.Estimate.Warnings));
        foreach (NeuronKind kind in Enum.GetValues<NeuronKind>())
            Assert.True(MedianSeconds(holes, kind, ValidSeconds) <= 1.3 * MedianSeconds(plain, kind));

        static double ValidSeconds(double seconds) => 0.95 * (seconds - Math.Clamp(seconds - 3, 0, 4) - Math.Clamp(seconds - 30, 0, 5));
    }

    [Fact]
    public async Task Watch_TrainsOfVeryDifferentRates_AreEachJudgedByTheirOwnSpikes()
    {
        string rates = $"[{string.Join(", ", Enumerable.Range(0, 30).Select(train => train % 6 == 5 ? "0.5 Hz" : train == 7 ? "100 Hz" : "20 Hz"))}]";
        IReadOnlyList<OnlinePair> pairs = await RunAsync(
            6, $"{Simulate}.duration=240 s", $"{Simulate}.trains.rates={rates}", $"{Simulate}.imaging.spike_snr=40");
        AssertFalsePositivesHold(pairs);
        Assert.All(pairs.Where(pair => pair.Source == 7), pair => Assert.Equal(ConnectionState.Excitatory, pair.Estimate.State));
        OnlinePair[] slow = [.. pairs.Where(pair => pair.Source % 6 == 5)];
        Assert.All(slow, pair => Assert.InRange(pair.Estimate.SpikesUsed, 40, 180));
        Assert.All(slow, pair => Assert.NotEqual(ConnectionState.Insufficient, pair.Estimate.State));
        Assert.True(slow.Count(pair => pair.Truth is not null && pair.HasRightSign) > 0);
        Assert.All(pairs.Where(pair => pair.IsFound && pair.Truth is not null), pair => Assert.True(pair.HasRightSign));
    }

    [Fact]
    public async Task Watch_TwoIdenticalTrains_PrefersNeitherAndSaysSo()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(8, $"{Simulate}.trains.copies={{of: 6, fraction: 1, count: 1}}");
        for (int seed = 0; seed < 8; seed++)
        {
            OnlineEstimate first = pairs.Single(pair => pair.Seed == seed && pair.Source == 6).Estimate;
            OnlineEstimate second = pairs.Single(pair => pair.Seed == seed && pair.Source == 30).Estimate;
            Assert.Equal(first.State, second.State);
            Assert.Equal(first.Amplitude!.Value, second.Amplitude!.Value, 1e-6 * Math.Abs(first.Amplitude.Value));
            Assert.True((first.Warnings & second.Warnings & ConnectionWarnings.Collinear) != 0);
        }
        Assert.All(pairs.Where(pair => pair.Source is not (6 or 30)), pair => Assert.True((pair.Estimate.Warnings & ConnectionWarnings.Collinear) == 0));
    }

    [Fact]
    public async Task Watch_RecordingOfOneSecond_IsInsufficient()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(4, $"{Simulate}.duration=1 s");
        Assert.Equal(120, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(ConnectionState.Insufficient, pair.Estimate.State));
        Assert.All(pairs, pair => Assert.Null(pair.Estimate.DecidedAtSeconds));
    }
}
