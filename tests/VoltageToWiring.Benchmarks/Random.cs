using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Benchmarks;

/// <summary>Input for benchmarks, the same in every run.</summary>
internal static class Random
{
    public static RandomStream Stream(int seed) => new RandomStreams(1).Stream("benchmark", seed);

    public static float[] Normals(int count, int seed)
    {
        RandomStream random = Stream(seed);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (float)random.NextGaussian();
        return values;
    }
}
