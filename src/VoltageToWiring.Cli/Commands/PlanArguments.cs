using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Planning;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The options that say what recording is planned.</summary>
internal sealed class PlanArguments
{
    private readonly Option<string[]> _rates = Quantities("--rate", "FREQUENCY", "Firing rate of the presynaptic neurons; several may follow each other.", "20 Hz");

    private readonly Option<string[]> _excitatory = Quantities("--excitatory", "CONDUCTANCE", "Strength of excitatory connections; several may follow each other.", "0.4 nS");

    private readonly Option<string[]> _inhibitory = Quantities("--inhibitory", "CONDUCTANCE", "Strength of inhibitory connections; several may follow each other.", "1.6 nS");

    private readonly Option<string> _frameRate = new("--frame-rate")
    {
        Description = "Frames per second of the camera.",
        HelpName = "FREQUENCY",
        DefaultValueFactory = _ => "1 kHz",
    };

    private readonly Option<string> _snr = Number("--snr", "Height of a spike over the noise of one frame.", "20");

    private readonly Option<string> _trains = Number("--trains", "Recorded presynaptic neurons.", "30");

    private readonly Option<string> _targets = Number("--targets", "Imaged postsynaptic neurons.", "1");

    private readonly Option<string> _alpha = Number("--alpha", "Level of error.", "0.05");

    private readonly Option<string> _correction = new("--correction")
    {
        Description = "What the level of error bounds: e-bh, the fraction of false ones among what is found; family-wise, the chance of any; none, that of each pair.",
        HelpName = "e-bh|family-wise|none",
        DefaultValueFactory = _ => "e-bh",
    };

    private readonly Option<string> _connected = Number("--connected", "Fraction of all pairs that is connected; e-bh asks for the less evidence the more there is to find.", "0.1");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_rates, _frameRate, _snr, _trains, _targets, _excitatory, _inhibitory, _alpha, _correction, _connected])
            command.Options.Add(option);
    }

    /// <summary>Reads the question.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="PipelineException">An option is not what it should be.</exception>
    public PlanQuestion Question(ParseResult parsed) => new()
    {
        Rates = Read(_rates, parsed, Dimension.Frequency),
        Excitatory = Read(_excitatory, parsed, Dimension.Conductance),
        Inhibitory = Read(_inhibitory, parsed, Dimension.Conductance),
        FrameRate = Quantity(_frameRate.Name, parsed.GetValue(_frameRate)!, Dimension.Frequency),
        SpikeSnr = Read(_snr, parsed, double.Epsilon, double.MaxValue, "a number above 0"),
        Trains = Whole(_trains, parsed),
        Targets = Whole(_targets, parsed),
        Alpha = Read(_alpha, parsed, double.Epsilon, 0.5, "a number above 0 and at most 0.5"),
        Correction = PlanQuestion.Corrections.TryGetValue(parsed.GetValue(_correction)!, out var correction)
            ? correction
            : throw new PipelineException($"{_correction.Name}: found '{parsed.GetValue(_correction)}'; allowed is {string.Join(", ", PlanQuestion.Corrections.Keys)}."),
        Connected = Read(_connected, parsed, double.Epsilon, 1, "a number above 0 and at most 1"),
    };

    private static IReadOnlyList<Quantity> Read(Option<string[]> option, ParseResult parsed, Dimension dimension)
        => [.. parsed.GetValue(option)!.Select(text => Quantity(option.Name, text, dimension))];

    private static Quantity Quantity(string option, string text, Dimension dimension)
    {
        string allowed = $"a {Host.PipelineFiles.Quantity.NameOf(dimension)} above 0 ({string.Join(", ", Host.PipelineFiles.Quantity.UnitsOf(dimension))})";
        if (!Host.PipelineFiles.Quantity.TryParse(text, dimension, out Quantity quantity, out string problem))
            throw new PipelineException($"{option}: found '{text}', {problem}; allowed is {allowed}.");
        return quantity.ExactSi > 0 ? quantity : throw new PipelineException($"{option}: found {text}; allowed is {allowed}.");
    }

    private static double Read(Option<string> option, ParseResult parsed, double from, double to, string allowed)
        => double.TryParse(parsed.GetValue(option), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= from && number <= to
            ? number
            : throw new PipelineException($"{option.Name}: found '{parsed.GetValue(option)}'; allowed is {allowed}.");

    private static int Whole(Option<string> option, ParseResult parsed)
        => int.TryParse(parsed.GetValue(option), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 100_000
            ? number
            : throw new PipelineException($"{option.Name}: found '{parsed.GetValue(option)}'; allowed is a whole number, 1 to 100000.");

    private static Option<string[]> Quantities(string name, string helpName, string description, string fallback) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [fallback],
    };

    private static Option<string> Number(string name, string description, string fallback) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
    };
}
