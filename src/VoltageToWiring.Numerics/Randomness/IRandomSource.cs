namespace VoltageToWiring.Numerics.Randomness;

/// <summary>A sequence of pseudo-random numbers that is passed in; nothing in this library owns a hidden one.</summary>
public interface IRandomSource
{
    /// <summary>A double in [0, 1) with 53 random bits.</summary>
    double NextDouble();

    /// <summary>A standard normal number (mean 0, variance 1).</summary>
    double NextGaussian();

    /// <summary>An integer in 0 … <paramref name="maximum"/>, both ends included, all equally likely.</summary>
    /// <param name="maximum">The largest value that may come out.</param>
    uint NextAtMost(uint maximum);
}

/// <summary>Draws that every random source shares.</summary>
public static class RandomSourceExtensions
{
    /// <summary>An exponentially distributed number by inversion, −ln(1 − U)·<paramref name="mean"/>.</summary>
    /// <param name="random">The source of U.</param>
    /// <param name="mean">The mean, in the unit of the result; positive.</param>
    public static double NextExponential<TRandom>(this TRandom random, double mean)
        where TRandom : IRandomSource
        => -Math.Log(1.0 - random.NextDouble()) * mean;

    /// <summary>
    /// Permutes in place (Fisher and Yates, from the last element down), every order equally likely.
    /// </summary>
    /// <param name="random">One bounded draw for each element but one.</param>
    /// <param name="values">Permuted in place; fewer than two elements draw nothing.</param>
    public static void Permute<TRandom, T>(this TRandom random, Span<T> values)
        where TRandom : IRandomSource
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)random.NextAtMost((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
