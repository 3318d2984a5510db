using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Tests.Scoring;

namespace VoltageToWiring.Tests.Significance;

public class BlockEvidenceTileTests
{
    private const int Bets = 2 * BettingGrid.Count;

    [Fact]
    public void AddTile_AnySums_EqualsTheScalarForm()
        => Gen.Select(Gen.Int[2, 120], Gen.Double[0.01, 60], Gen.Int[1, Tile.Lanes], Gen.Int[0, 1000]).Sample((trajectories, sigma, lanes, seed) =>
        {
            // With the largest spread, some sums lie beyond what is cut.
            float[] sums = RandomRows.Of(trajectories, seed, sigma);
            var log = new double[Bets * Tile.Lanes];
            Array.Fill(log, 0.5);
            BlockEvidence.AddTile(sums, lanes, log);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                var expected = new double[Bets];
                Array.Fill(expected, 0.5);
                if (lane < lanes)
                    BlockEvidence.AddScalar([.. RandomRows.Lane(sums, lane).Select(value => (float)value)], expected);
                for (int bet = 0; bet < Bets; bet++)
                    Assert.Equal(expected[bet], log[bet * Tile.Lanes + lane], 1e-4);
            }
        });

    [Fact]
    public void AddTile_UsualSums_AreExactToAMillionth()
    {
        float[] sums = RandomRows.Of(100, 1, 3);
        var log = new double[Bets * Tile.Lanes];
        BlockEvidence.AddTile(sums, Tile.Lanes, log);
        var expected = new double[Bets];
        BlockEvidence.AddScalar([.. RandomRows.Lane(sums, 7).Select(value => (float)value)], expected);
        for (int bet = 0; bet < Bets; bet++)
            Assert.Equal(expected[bet], log[bet * Tile.Lanes + 7], 3e-6);
    }

    [Fact]
    public void LogMixtureTile_AnyMartingales_IsTheMixtureOfEachLane()
        => Gen.Select(Gen.Int[1, 6], Gen.Double[0.1, 200], Gen.Int[0, 1000]).Sample((templates, sigma, seed) =>
        {
            double[] log = [.. RandomRows.Of(templates * Bets, seed, sigma).Select(value => (double)value)];
            var excitatory = new double[Tile.Lanes];
            var inhibitory = new double[Tile.Lanes];
            BlockEvidence.LogMixtureTile(log, excitatory, inhibitory);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double[] one = [.. Enumerable.Range(0, templates * Bets).Select(at => log[at * Tile.Lanes + lane])];
                Assert.Equal(BlockEvidence.LogMixture(one, negative: false), excitatory[lane], 1e-9);
                Assert.Equal(BlockEvidence.LogMixture(one, negative: true), inhibitory[lane], 1e-9);
            }
        });

    [Fact]
    public void AddTile_EqualSumsAsOfATargetInAGap_IsNoEvidenceAtAll()
    {
        var log = new double[Bets * Tile.Lanes];
        BlockEvidence.AddTile(new float[100 * Tile.Lanes], Tile.Lanes, log);
        Assert.All(log, value => Assert.Equal(0, value));
    }

    [Fact]
    public void AddTile_SumsFarOutOfRange_StaysFinite()
    {
        float[] sums = RandomRows.Of(1000, 1, 1e20);
        var log = new double[Bets * Tile.Lanes];
        BlockEvidence.AddTile(sums, Tile.Lanes, log);
        Assert.All(log, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void AddTile_ExchangeableSums_HasExpectationOneAtEveryBet()
    {
        // Skewed sums with a few far ones: the expectation owes nothing to a shape.
        const int Rounds = 4000;
        var increments = new Averages(Bets);
        var sums = new float[20 * Tile.Lanes];
        RandomStream random = new RandomStreams(3).Stream("exchangeable");
        for (int round = 0; round < Rounds; round++)
        {
            foreach (ref float sum in sums.AsSpan())
                sum = (float)(2 * random.NextExponential(1) * random.NextGaussian() + 0.5);
            increments.Add(sums);
        }
        increments.AreOne();
    }
}
