using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Reports.Sweeps.Kinds;

namespace VoltageToWiring.Tests.Host.Reports;

/// <summary>What figures of sweeps are made from, by itself.</summary>
public class SweptFigureDataTests
{
    [Fact]
    public void FoundPairs_ByTimes_StayFound()
    {
        FoundPairs found = FoundPairs.ByTimes(4, [3, 1, 3]);
        Assert.Equal([0, 0.25, 0.25, 0.75, 0.75], new[] { 0.5, 1, 2.9, 3, 100 }.Select(found.FractionAt));
    }

    [Fact]
    public void FoundPairs_ByP_AreFoundWhilePIsSmallOrEverSince()
    {
        var looks = new OneLookTimeline([1, 2, 3], new Dictionary<(int, int), IReadOnlyList<double>>
        {
            [(0, 0)] = [double.NaN, 0.05, 0.06],
            [(1, 0)] = [0.5, 0.5, 0.01],
            [(2, 0)] = [0.01, 0.01, 0.01],
        });
        (int, int)[] pairs = [(0, 0), (1, 0)];
        Assert.Equal([0, 0, 0.5, 0.5], new[] { 0.5, 1, 2, 3 }.Select(FoundPairs.ByP(looks, pairs, 0.05, ever: false).FractionAt));
        Assert.Equal([0, 0, 0.5, 1], new[] { 0.5, 1, 2, 3 }.Select(FoundPairs.ByP(looks, pairs, 0.05, ever: true).FractionAt));
    }

    [Fact]
    public void ChanceOfFlags_OfTheReference_IsSixInAHundredAndOne()
    {
        var chance = new ChanceOfFlags(9, 100, 0.05);
        Assert.Equal((5, 6.0 / 101), (chance.Largest, chance.Each));
        Assert.Equal(1, Enumerable.Range(0, 10).Sum(chance.Of), 1e-12);
        // 84 ways to choose three of nine.
        Assert.Equal(84 * Math.Pow(6.0 / 101, 3) * Math.Pow(95.0 / 101, 6), chance.Of(3), 1e-12);
        Assert.Equal(1 - chance.Of(0), chance.OfAtLeast(1), 1e-12);
        // Zero and one higher surrogate have the same p.
        Assert.Equal(1, new ChanceOfFlags(9, 20, 0.05).Largest);
        Assert.Equal(-1, new ChanceOfFlags(9, 10, 0.05).Largest);
    }

    [Fact]
    public void SweptKey_Quantities_LieOnAnAxisInTheUnitOfTheFirst()
    {
        var key = new SweptKey("source.simulate.synapses.inhibitory.strength", ["0.2 nS", "400 pS", "1.6 nS"]);
        Assert.Equal([0.2, 0.4, 1.6], key.Places());
        Assert.Equal([0.5, 1, 4], key.Places("0.4 nS"));
        Assert.Equal([0.5, 1, 4], key.Places("400 pS"));
        Assert.Equal("inhibitory strength (nS)", key.Label);
        Assert.True(key.CanBeLogarithmic);
        Assert.Equal(["0.5", "1", "4"], key.Axis("ratio", AxisScale.Logarithmic, "0.4 nS").Named!.Select(tick => tick.Label));
    }

    [Fact]
    public void SweptKey_WordsAndSections_AreNames()
    {
        var key = new SweptKey("source.simulate.trains.modulation", ["none", "{ sd: 0.4, tau: 300 ms }"]);
        Assert.Equal([0, 1], key.Places());
        Assert.False(key.CanBeLogarithmic);
        Assert.Equal(["none", "{ sd: 0.4, tau: 300 ms }"], key.Axis(null, AxisScale.Linear).Named!.Select(tick => tick.Label));
    }

    [Fact]
    public void Fields_HaveUnitsAndKinds()
    {
        Assert.Equal("Median time to detection (s), inhibitory, joint score", FieldWords.Sentence("evaluation.online.joint.median_decided_s.inh"));
        Assert.Equal("Unconnected flagged (fraction), one look", FieldWords.Sentence("evaluation.sta.fpr"));
        Assert.Equal("Output rate (Hz)", FieldWords.Sentence("output.rate_hz"));
        Assert.Equal("evaluation.online.joint.tpr_inh", FieldWords.FoundFieldOf("evaluation.online.joint.median_decided_s.inh"));
    }
}
