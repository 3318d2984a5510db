using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Reports;

/// <summary>What figures need to know of a pair. Values that are not known are NaN.</summary>
/// <param name="Source">Index of the train.</param>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="Kind">What it truly is; where nobody knows, what it was found to be.</param>
/// <param name="Found">What the deciding score found it to be; unknown where that is not decided.</param>
/// <param name="Evidence">log10 of the largest evidence by the deciding score.</param>
/// <param name="Amplitude">Amplitude by the deciding score.</param>
/// <param name="FoundAtSeconds">When it was found excitatory or inhibitory, s.</param>
/// <param name="P">p_reference of its average.</param>
/// <param name="SignedHeight">Relative height of its average, with its sign.</param>
internal sealed record ReportedPair(
    int Source, int Target, ConnectionKind Kind, ConnectionKind Found, double Evidence, double Amplitude, double FoundAtSeconds,
    double P, double SignedHeight)
{
    public static ReportedPair From(ConnectionJson pair)
    {
        OnlineJson? online = Deciding(pair);
        ConnectionKind found = FoundBy(online?.State);
        return new ReportedPair(
            pair.Source, pair.Target, KindOf(pair.Truth, found), found, online?.Log10EvidenceMax ?? double.NaN, online?.Amplitude ?? double.NaN,
            IsConnection(found) ? online?.DecidedAtS ?? double.NaN : double.NaN,
            pair.Sta.PReference ?? double.NaN, pair.Sta.SignedRelativeHeight ?? double.NaN);
    }

    public static OnlineJson? Deciding(ConnectionJson pair) => pair.Online?.FirstOrDefault(online => online.Deciding);

    public static bool IsConnection(ConnectionKind kind) => kind is ConnectionKind.Excitatory or ConnectionKind.Inhibitory;

    public static ConnectionKind KindOf(string? truth, ConnectionKind found) => truth switch
    {
        "exc" => ConnectionKind.Excitatory,
        "inh" => ConnectionKind.Inhibitory,
        "none" => ConnectionKind.None,
        _ => found,
    };

    public static ConnectionKind FoundBy(string? state) => state switch
    {
        "excitatory" => ConnectionKind.Excitatory,
        "inhibitory" => ConnectionKind.Inhibitory,
        "absent" => ConnectionKind.None,
        _ => ConnectionKind.Unknown,
    };
}
