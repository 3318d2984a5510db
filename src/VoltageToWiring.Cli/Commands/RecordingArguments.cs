using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The options that say what a file with a recording does not say of itself.</summary>
internal sealed class RecordingArguments
{
    private readonly Option<string?> _frameRate = new("--frame-rate")
    {
        Description = "Rate of the frames, where the file states none.",
        HelpName = "FREQUENCY",
    };

    private readonly Option<string?> _unit = new("--unit") { Description = "Unit of the samples, in place of the file's.", HelpName = "UNIT" };

    private readonly Option<string?> _series = new("--series")
    {
        Description = "Which series of an NWB file, such as processing/ophys/DfOverF/RoiResponseSeries.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _leaveOut = new("--leave-out-spikes-outside")
    {
        Description = "Leave out spikes before the first frame or after the last of an NWB file; otherwise they are an error.",
    };

    /// <summary>The options for movies.</summary>
    public MovieArguments Movie { get; } = new();

    public void AddTo(Command command)
    {
        Movie.AddTo(command);
        foreach (Option option in (Option[])[_frameRate, _unit, _series, _leaveOut])
            command.Options.Add(option);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="PipelineException">One is not what it should be.</exception>
    public ReadOptions Read(ParseResult parsed) => new()
    {
        FrameRate = parsed.GetValue(_frameRate) is { } text ? Rate(text) : null,
        Unit = parsed.GetValue(_unit),
        Series = parsed.GetValue(_series),
        LeaveOutSpikesOutside = parsed.GetValue(_leaveOut),
        Spikes = Movie.Spikes(parsed),
        Trace = Movie.Trace(parsed),
    };

    private static SampleClock Rate(string text)
    {
        if (!Quantity.TryParse(text, Dimension.Frequency, out Quantity quantity, out string problem))
            throw new PipelineException($"--frame-rate: found '{text}', {problem}; allowed is a frequency above 0 ({string.Join(", ", Quantity.UnitsOf(Dimension.Frequency))}).");
        return Rates.Of(quantity.Si)
            ?? throw new PipelineException(string.Create(CultureInfo.InvariantCulture, $"--frame-rate: found {text}; allowed is 1 µHz to 1 GHz."));
    }
}
