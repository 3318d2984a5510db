using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Host.Movies;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Reads the files that a section on a movie names.</summary>
/// <param name="binder">Knows where every key was written.</param>
/// <param name="path">Path of the section.</param>
/// <param name="directory">Where relative file names begin.</param>
internal sealed class MovieResolver(PipelineBinder binder, string path, string directory)
{
    private readonly NamedFiles _files = new(binder, directory);

    /// <summary>What makes traces of a movie in a file; null where nobody asks for them.</summary>
    public Func<IRecordingFile, IRecordingFile>? Tracing(MovieSection? section)
    {
        if (section is null || section.Traces == TracesPlace.Receiver)
            return null;
        RoiSetting rois = Rois(section);
        return movie => new TracedMovie(movie, rois.For(movie.Info));
    }

    /// <summary>The regions of interest.</summary>
    public RoiSetting Rois(MovieSection section)
    {
        if (section.Rois is not { } rois)
            throw binder.Error($"{path}.rois", "is missing", "a file with regions of interest: .tif, .npy, .npz or .csv");
        return new RoiSetting(_files.Read($"{path}.rois", rois, RoiFile.Read), section.Background is { } background ? Background(background) : null);
    }

    private BackgroundSetting Background(MovieBackgroundSection section)
    {
        string background = $"{path}.background";
        if (section.Mask is null && section.Outer <= section.Inner)
            throw binder.Error($"{background}.outer", FormattableString.Invariant($"is {section.Outer}"), FormattableString.Invariant($"above inner, {section.Inner}"));
        RoiFile? mask = section.Mask is { } file ? _files.Read($"{background}.mask", file, RoiFile.Read) : null;
        return new BackgroundSetting(section.Inner, section.Outer, mask, section.Coefficient);
    }
}
