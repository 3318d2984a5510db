using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Host.Movies;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The options that say how traces are made of a movie.</summary>
internal sealed class MovieArguments
{
    private readonly Option<string?> _rois = new("--rois")
    {
        Description = "Of a movie: its regions of interest, a label image (.tif), weights (.npy, .npz) or a table (.csv). Traces are made of them.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _background = new("--background")
    {
        Description = "Of a movie: what is subtracted from each region, the mean of free pixels above 2 and up to 6 pixels away (2..6), or of a file's. Default: none.",
        HelpName = "none|2..6|FILE",
    };

    private readonly Option<double> _coefficient = new("--background-coefficient")
    {
        Description = "How much of the background is subtracted, 0 to 2.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _spikes = new("--spikes")
    {
        Description = "Of a movie: table of spikes, .csv with train and time_s. Default: NAME.spikes.csv beside it, where there is one.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_rois, _background, _coefficient, _spikes])
            command.Options.Add(option);
    }

    /// <summary>The regions; null where none are named.</summary>
    public RoiFile? Rois(ParseResult parsed) => parsed.GetValue(_rois) is { } file ? RoiFile.Read(file) : null;

    /// <summary>The table of spikes; null for the one beside the movie.</summary>
    public string? Spikes(ParseResult parsed) => parsed.GetValue(_spikes);

    /// <summary>What makes traces of a movie; null where no regions are named.</summary>
    /// <exception cref="PipelineException">An option is not what it should be.</exception>
    public Func<IRecordingFile, IRecordingFile>? Trace(ParseResult parsed)
    {
        if (Rois(parsed) is not { } regions)
        {
            RefuseWithoutRegions(parsed);
            return null;
        }
        var setting = new RoiSetting(regions, Background(parsed));
        return movie => new TracedMovie(movie, setting.For(movie.Info));
    }

    private void RefuseWithoutRegions(ParseResult parsed)
    {
        foreach (Option option in (Option[])[_background, _coefficient])
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new PipelineException($"{option.Name}: found without {_rois.Name}, of whose regions background is subtracted; allowed is {_rois.Name} beside it.");
        }
    }

    private BackgroundSetting? Background(ParseResult parsed)
    {
        double coefficient = parsed.GetValue(_coefficient);
        if (!(coefficient is >= 0 and <= 2))
            throw new PipelineException(string.Create(CultureInfo.InvariantCulture, $"{_coefficient.Name}: found {coefficient}; allowed is 0 to 2."));
        string? text = parsed.GetValue(_background);
        if (text is null or "none")
            return null;
        string[] radii = text.Split("..");
        if (radii.Length != 2 || !double.TryParse(radii[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double inner))
            return new BackgroundSetting(0, 0, RoiFile.Read(text), coefficient);
        return double.TryParse(radii[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double outer) && inner >= 0 && outer > inner && outer <= 1000
            ? new BackgroundSetting(inner, outer, null, coefficient)
            : throw new PipelineException($"{_background.Name}: found '{text}'; allowed is none, two radii in pixels such as 2..6, or a file.");
    }
}
