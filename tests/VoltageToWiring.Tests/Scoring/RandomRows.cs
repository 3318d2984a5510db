using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

/// <summary>Normal numbers in rows of a tile.</summary>
internal static class RandomRows
{
    public static float[] Of(int rows, int seed, double sigma = 1)
    {
        RandomStream random = new RandomStreams(5).Stream("rows", seed);
        var values = new float[rows * Tile.Lanes];
        foreach (ref float value in values.AsSpan())
            value = (float)(sigma * random.NextGaussian());
        return values;
    }

    public static double[] Lane(ReadOnlySpan<float> rows, int lane)
    {
        var values = new double[rows.Length / Tile.Lanes];
        for (int t = 0; t < values.Length; t++)
            values[t] = rows[t * Tile.Lanes + lane];
        return values;
    }
}
