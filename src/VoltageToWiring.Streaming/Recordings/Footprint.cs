namespace VoltageToWiring.Streaming.Recordings;

/// <summary>The pixels of a movie that a region of interest has, and how much each of them counts.</summary>
/// <param name="Pixels">Indices into a frame, row after row from the top left; ascending, each once.</param>
/// <param name="Weights">A weight for each.</param>
public sealed record Footprint(int[] Pixels, float[] Weights)
{
    /// <summary>The footprint whose sum is the mean of its pixels.</summary>
    /// <param name="pixels">Its pixels, ascending.</param>
    public static Footprint MeanOf(int[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var weights = new float[pixels.Length];
        Array.Fill(weights, 1f / pixels.Length);
        return new Footprint(pixels, weights);
    }
}
