namespace VoltageToWiring.Numerics.Movies;

/// <summary>
/// The pixels around a region of interest that show its background: those whose distance from it is above an inner and at most an outer radius,
/// and that belong to no region.
/// </summary>
public static class Neuropil
{
    /// <summary>The ring around one region.</summary>
    /// <param name="region">Its pixels: indices into a frame, row after row.</param>
    /// <param name="taken">For each pixel of a frame, whether it belongs to any region.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="inner">Pixels at most so far away do not count, in pixels, 0 or more: light of the region is scattered there.</param>
    /// <param name="outer">Pixels further away do not count, in pixels.</param>
    /// <returns>Pixels, ascending; none where regions or borders leave no room.</returns>
    public static int[] Ring(ReadOnlySpan<int> region, ReadOnlySpan<bool> taken, int width, double inner, double outer)
    {
        int height = taken.Length / width;
        var near = new Dictionary<int, double>();
        foreach (int pixel in region)
            Approach(pixel % width, pixel / width, near, taken, width, height, outer);
        int[] ring = [.. near.Where(candidate => candidate.Value > inner * inner).Select(candidate => candidate.Key)];
        Array.Sort(ring);
        return ring;
    }

    // Keeps, of each free pixel within the outer radius, the square of the least distance to the region.
    private static void Approach(int x, int y, Dictionary<int, double> near, ReadOnlySpan<bool> taken, int width, int height, double outer)
    {
        int reach = (int)outer;
        for (int row = Math.Max(0, y - reach); row <= Math.Min(height - 1, y + reach); row++)
        {
            for (int column = Math.Max(0, x - reach); column <= Math.Min(width - 1, x + reach); column++)
            {
                int at = row * width + column;
                double square = (double)(row - y) * (row - y) + (double)(column - x) * (column - x);
                if (!taken[at] && square <= outer * outer && square < near.GetValueOrDefault(at, double.PositiveInfinity))
                    near[at] = square;
            }
        }
    }
}
