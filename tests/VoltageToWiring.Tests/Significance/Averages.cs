using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Tests.Significance;

/// <summary>The mean of E(λ) over blocks, by bet, with its standard error.</summary>
internal sealed class Averages(int bets)
{
    private readonly double[] _sums = new double[bets];
    private readonly double[] _squares = new double[bets];
    private int _count;

    /// <summary>Takes in sixteen independent blocks.</summary>
    public void Add(ReadOnlySpan<float> sums)
    {
        var log = new double[bets * Tile.Lanes];
        BlockEvidence.AddTile(sums, Tile.Lanes, log);
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            for (int bet = 0; bet < bets; bet++)
                Add(bet, log[bet * Tile.Lanes + lane]);
        }
        _count += Tile.Lanes;
    }

    /// <summary>Takes in the first lane alone.</summary>
    public void AddOne(ReadOnlySpan<float> sums)
    {
        var log = new double[bets * Tile.Lanes];
        BlockEvidence.AddTile(sums, 1, log);
        for (int bet = 0; bet < bets; bet++)
            Add(bet, log[bet * Tile.Lanes]);
        _count++;
    }

    public void AreOne()
    {
        for (int bet = 0; bet < bets; bet++)
        {
            double mean = _sums[bet] / _count;
            double error = Math.Sqrt((_squares[bet] / _count - mean * mean) / _count);
            Assert.True(error is > 0 and < 0.05, $"Bet {bet}: the standard error {error} says nothing.");
            Assert.True(Math.Abs(mean - 1) <= 4 * error, $"Bet {bet}: {mean} ± {error}.");
        }
    }

    private void Add(int bet, double log)
    {
        double evidence = Math.Exp(log);
        _sums[bet] += evidence;
        _squares[bet] += evidence * evidence;
    }
}
