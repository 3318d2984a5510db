using System.Globalization;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Online estimates in a few characters.</summary>
internal static class OnlineWords
{
    public static string State(OnlineEstimate? online) => online?.State switch
    {
        ConnectionState.Excitatory => "● exc",
        ConnectionState.Inhibitory => "● inh",
        ConnectionState.Absent => "absent",
        ConnectionState.Undecided => "?",
        _ => "…",
    };

    /// <summary>Whether a decision contradicts the truth, where that is known.</summary>
    public static bool IsWrong(OnlineEstimate? online, Wiring? truth, int source, int target)
        => truth is not null && IsWrong(online, truth[source, target]);

    private static bool IsWrong(OnlineEstimate? online, NeuronKind? truth) => online?.State switch
    {
        ConnectionState.Excitatory => truth != NeuronKind.Excitatory,
        ConnectionState.Inhibitory => truth != NeuronKind.Inhibitory,
        ConnectionState.Absent => truth is not null,
        _ => false,
    };

    public static string P(double? p) => p switch
    {
        null => "–",
        >= 0.001 => string.Create(CultureInfo.InvariantCulture, $"{p:0.000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{p:0e-0}"),
    };

    /// <summary>The amplitude, and to the farther end of the interval that may be watched.</summary>
    /// <param name="online">The estimate.</param>
    /// <param name="scale">What a unit of the recording is in the unit shown.</param>
    public static string Amplitude(OnlineEstimate? online, double scale)
    {
        if (online?.Amplitude is not { } amplitude)
            return "–";
        string text = string.Create(CultureInfo.InvariantCulture, $"{amplitude * scale:+0.00;-0.00;0.00}");
        if (online.AnytimeInterval is not { } interval)
            return text;
        double reach = Math.Max(interval.High - amplitude, amplitude - interval.Low);
        return double.IsFinite(reach) ? text + string.Create(CultureInfo.InvariantCulture, $"±{reach * scale:0.00}") : text;
    }

    public static string Seconds(double? seconds) => seconds is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0}") : "";

    /// <summary>How the decision is made, such as <c>joint score, e-BH at α = 0.05</c>.</summary>
    public static string Rule(OnlineOptions options)
    {
        string correction = options.Correction switch
        {
            MultiplicityCorrection.EBenjaminiHochberg => "e-BH",
            MultiplicityCorrection.FamilyWise => "family-wise",
            _ => "each pair",
        };
        string score = Host.Results.OnlineNames.Of(options.Scores[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{score} score, {correction} at α = {options.Alpha}");
    }
}
