using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>How much evidence decides, for drawing evidence against it.</summary>
internal static class DecisionThreshold
{
    /// <summary>
    /// log10 of the evidence at which a pair is found: 1/α for each pair by itself, K/α family-wise over K pairs, K/(α·k) under e-BH with k
    /// pairs found; twice that with a horizon, whose other rule has half of α.
    /// </summary>
    public static double Log10(OnlineOptions options, EstimateReport report)
    {
        double pairs = Math.Max(1, report.Connections.Count);
        double shares = options.Correction switch
        {
            MultiplicityCorrection.FamilyWise => pairs,
            MultiplicityCorrection.EBenjaminiHochberg => pairs / Math.Max(1, Found(report)),
            _ => 1,
        };
        return Math.Log10((options.HorizonSeconds is null ? 1 : 2) * shares / options.Alpha);
    }

    private static int Found(EstimateReport report) => report.CountOf(ConnectionState.Excitatory) + report.CountOf(ConnectionState.Inhibitory);
}
