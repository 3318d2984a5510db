using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Numerics.Movies;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Movies;

/// <summary>The regions of interest that somebody asks for, before the size of the movie's frames is known.</summary>
/// <param name="Regions">The regions.</param>
/// <param name="Background">Where background is seen; null for nothing to be subtracted.</param>
public sealed record RoiSetting(RoiFile Regions, BackgroundSetting? Background)
{
    /// <summary>The regions in frames of a movie.</summary>
    /// <param name="movie">The movie.</param>
    /// <exception cref="FileFormatException">They do not fit it.</exception>
    public RoiOptions For(RecordingInfo movie)
    {
        ArgumentNullException.ThrowIfNull(movie);
        FrameSize size = movie.Pixels ?? throw new ArgumentException($"{movie.Name} is no movie.", nameof(movie));
        IReadOnlyList<Footprint> regions = Regions.For(size);
        return Background is null
            ? new RoiOptions { Regions = regions }
            : new RoiOptions { Regions = regions, Background = Background.Of(regions, size), BackgroundCoefficient = Background.Coefficient };
    }
}

/// <summary>Where background is seen.</summary>
/// <param name="Inner">Distance from a region up to which pixels do not count, in pixels.</param>
/// <param name="Outer">Distance beyond which they do not count, in pixels.</param>
/// <param name="Mask">In place of both, the pixels themselves; null for none.</param>
/// <param name="Coefficient">How much of it is subtracted.</param>
public sealed record BackgroundSetting(double Inner, double Outer, RoiFile? Mask, double Coefficient)
{
    /// <summary>A footprint for each region, or one for all, whose sum is a mean.</summary>
    internal IReadOnlyList<Footprint> Of(IReadOnlyList<Footprint> regions, FrameSize size)
    {
        if (Mask is not { } mask)
            return [.. Rings(regions, size)];
        IReadOnlyList<Footprint> masks = mask.For(size);
        return masks.Count == 1 || masks.Count == regions.Count
            ? [.. masks.Select(Normalized)]
            : throw new FileFormatException(mask.FilePath, FormattableString.Invariant($"{masks.Count} backgrounds"), FormattableString.Invariant($"one, or one for each of the {regions.Count} regions"));
    }

    private IEnumerable<Footprint> Rings(IReadOnlyList<Footprint> regions, FrameSize size)
    {
        var taken = new bool[size.Count];
        foreach (int pixel in regions.SelectMany(region => region.Pixels))
            taken[pixel] = true;
        for (int n = 0; n < regions.Count; n++)
        {
            int[] ring = Neuropil.Ring(regions[n].Pixels, taken, size.Width, Inner, Outer);
            yield return ring.Length > 0 ? Footprint.MeanOf(ring) : throw new FileFormatException(
                $"The background of region {n}", FormattableString.Invariant($"no free pixel above {Inner} and up to {Outer} pixels away"), "a larger outer radius, or a mask");
        }
    }

    private Footprint Normalized(Footprint mask, int index)
    {
        double sum = mask.Weights.Sum(weight => (double)weight);
        return sum > 0 && mask.Weights.All(weight => weight >= 0)
            ? mask with { Weights = [.. mask.Weights.Select(weight => (float)(weight / sum))] }
            : throw new FileFormatException(Mask!.FilePath, FormattableString.Invariant($"weights of background {index} that have no mean"), "weights of 0 or more, of which one is larger");
    }
}
