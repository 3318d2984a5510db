using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static VoltageToWiring.Tests.Inference.OnlineRecordings;

namespace VoltageToWiring.Tests.Inference;

/// <summary>Recordings whose length was declared beforehand, and the height of the average as a score.</summary>
public class PresetLengthTests
{
    private static readonly string[] Sta =
    [
        "inference.online.score=sta", "inference.sta.scheme=blocks", "inference.sta.surrogates=199", "inference.online.surrogates=199",
    ];

    [Fact]
    public async Task Watch_WithHorizon_HoldsTheLevelAndFindsWhatIsThere()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(12, "inference.online.horizon=60 s", "inference.online.surrogates=199");
        AssertFalsePositivesHold(pairs);
        OnlinePair[] connected = [.. pairs.Where(pair => pair.Truth is not null)];
        Assert.All(connected, pair => Assert.True(pair.HasRightSign));
        Assert.All(connected, pair => Assert.Equal(1.0 / 200, pair.Estimate.OneLookP!.Value, 1e-12));
    }

    [Fact]
    public async Task Watch_StaWithHorizon_HoldsTheLevelAndFindsStrongConnections()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(
            8, [.. Sta, "inference.online.horizon=60 s", "source.simulate.synapses.inhibitory.strength=3.2 nS", "source.simulate.imaging.spike_snr=60"]);
        AssertFalsePositivesHold(pairs);
        OnlinePair[] connected = [.. pairs.Where(pair => pair.Truth is not null)];
        Assert.True(connected.Count(pair => pair.HasRightSign) > 0.5 * connected.Length);
        Assert.All(pairs, pair => Assert.Equal(ConnectionScore.Sta, pair.Estimate.Score));
    }

    [Fact]
    public async Task Watch_StaWithoutHorizon_HasAOneLookPAndDecidesNothing()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(2, Sta);
        Assert.All(pairs, pair => Assert.Equal(ConnectionState.Undecided, pair.Estimate.State));
        Assert.All(pairs, pair => Assert.Null(pair.Estimate.AnytimeP));
        Assert.All(pairs, pair => Assert.InRange(pair.Estimate.OneLookP!.Value, 1.0 / 200, 1));
    }

    [Theory]
    [InlineData("none", 1)]
    [InlineData("family-wise", 30)]
    [InlineData("e-bh", 1.2)]
    public async Task Watch_StricterCorrection_DecidesOnMoreEvidence(string correction, double least)
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(2, $"inference.online.correction={correction}", "source.simulate.duration=30 s");
        OnlinePair[] found = [.. pairs.Where(pair => pair.IsFound)];
        Assert.NotEmpty(found);
        Assert.All(found, pair => Assert.True(pair.Estimate.Log10EvidenceMax >= Math.Log10(20 * least) - 1e-9));
        if (correction == "e-bh")
            Assert.All(pairs, pair => Assert.Equal(pair.IsFound, pair.Estimate.EBenjaminiHochberg));
    }

    [Fact]
    public async Task Watch_MinimumAmplitudeLarge_CallsPairsAbsentOrConnectedBelowMinimum()
    {
        IReadOnlyList<OnlinePair> pairs = await RunAsync(2, "inference.online.minimum_amplitude=3 mV");
        Assert.All(pairs.Where(pair => pair.Truth is null && !pair.IsFound), pair => Assert.Equal(ConnectionState.Absent, pair.Estimate.State));
        Assert.All(pairs.Where(pair => pair.IsFound), pair => Assert.True((pair.Estimate.Warnings & ConnectionWarnings.BelowMinimum) != 0));
        Assert.Contains(pairs, pair => pair.IsFound && pair.Truth == NeuronKind.Excitatory);
    }
}
