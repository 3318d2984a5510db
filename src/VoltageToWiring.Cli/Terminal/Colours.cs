using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What a colour means, everywhere. Orange and blue are told apart by nearly everybody.</summary>
internal static class Colours
{
    public const string Excitatory = "orange1";
    public const string Inhibitory = "deepskyblue1";
    public const string Absent = "grey";
    public const string Undecided = "grey dim";
    public const string Wrong = "red";

    public static string Of(NeuronKind kind) => kind == NeuronKind.Excitatory ? Excitatory : Inhibitory;

    public static string Of(ConnectionState? state) => state switch
    {
        ConnectionState.Excitatory => Excitatory,
        ConnectionState.Inhibitory => Inhibitory,
        ConnectionState.Absent => Absent,
        _ => Undecided,
    };

    /// <summary>The colour of the sign that the evidence speaks for, decided or not.</summary>
    public static string OfSign(OnlineEstimate online)
        => online.Log10EvidenceInhibitory > online.Log10EvidenceExcitatory ? Inhibitory : Excitatory;
}
