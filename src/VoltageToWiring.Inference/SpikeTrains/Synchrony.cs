using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>When two trains fire together more often than by chance.</summary>
internal static class Synchrony
{
    private const double Remarkable = 0.08;
    private const double Indistinguishable = 0.9;

    // Responses last about this long, so that a recording holds that many times fewer independent looks.
    private const double ResponseSeconds = 0.04;
    private const double RemarkableStandardErrors = 5;
    private const double CoincidencesByChance = 3;

    /// <summary>The warnings for a correlation of two trains' responses.</summary>
    /// <param name="correlation">The correlation.</param>
    /// <param name="seconds">Length of the recording it was measured in, s.</param>
    /// <param name="spikes">Spikes of the train.</param>
    public static ConnectionWarnings WarningsOf(double correlation, double seconds, long spikes)
    {
        // Of a few spikes a coincidence or two make a large correlation.
        double chance = RemarkableStandardErrors * Math.Sqrt(ResponseSeconds / Math.Max(seconds, ResponseSeconds)) + CoincidencesByChance / Math.Max(1, spikes);
        if (correlation <= Math.Max(Remarkable, Math.Min(chance, Indistinguishable)))
            return ConnectionWarnings.None;
        return correlation > Indistinguishable ? ConnectionWarnings.Synchrony | ConnectionWarnings.Collinear : ConnectionWarnings.Synchrony;
    }
}
