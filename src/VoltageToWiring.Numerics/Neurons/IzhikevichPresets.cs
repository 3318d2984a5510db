namespace VoltageToWiring.Numerics.Neurons;

/// <summary>Cell types of chapter 8 of the 2007 book, with the figure each is taken from.</summary>
public static class IzhikevichPresets
{
    private const double Milli = 1e-3;
    private const double Nano = 1e-9;
    private const double Pico = 1e-12;

    /// <summary>Cortical regular-spiking cell of layer 5 (figure 8.12); the neuron of the reference.</summary>
    public static IzhikevichParameters CorticalRegularSpiking { get; } = Cell(100, 0.7, -60, -40, 35, 0.03, -2, -50, 100);

    /// <summary>Cortical intrinsically bursting cell (figure 8.19).</summary>
    public static IzhikevichParameters IntrinsicallyBursting { get; } = Cell(150, 1.2, -75, -45, 50, 0.01, 5, -56, 130);

    /// <summary>Cortical chattering cell (figure 8.23).</summary>
    public static IzhikevichParameters Chattering { get; } = Cell(50, 1.5, -60, -40, 25, 0.03, 1, -40, 150);

    /// <summary>
    /// Cortical low-threshold spiking interneuron (figure 8.25): cut-off 40 mV − 0.1 u and reset −53 mV + 0.04 u (u in pA), u at most 670 pA.
    /// </summary>
    public static IzhikevichParameters LowThresholdSpiking { get; } = Cell(100, 1, -56, -42, 40, 0.03, 8, -53, 20) with
    {
        Extension = new IzhikevichExtension
        {
            PeakSlope = -0.1 * Milli / Pico,
            ResetSlope = 0.04 * Milli / Pico,
            RecoveryCeiling = 670 * Pico,
        },
    };

    /// <summary>
    /// Cortical fast-spiking interneuron (figure 8.27): recovery towards 0.025 (v + 55)³ pA above −55 mV (v in mV), towards 0 below.
    /// </summary>
    public static IzhikevichParameters FastSpiking { get; } = Cell(20, 1, -55, -40, 25, 0.2, 0, -45, 0) with
    {
        Extension = new IzhikevichExtension
        {
            CubicRecovery = 0.025 * Pico / (Milli * Milli * Milli),
            CubicOnsetVoltage = -55 * Milli,
        },
    };

    /// <summary>All presets by the name that pipeline files use.</summary>
    public static IReadOnlyDictionary<string, IzhikevichParameters> ByName { get; } = new Dictionary<string, IzhikevichParameters>
    {
        ["cortical-regular-spiking"] = CorticalRegularSpiking,
        ["intrinsically-bursting"] = IntrinsicallyBursting,
        ["chattering"] = Chattering,
        ["fast-spiking"] = FastSpiking,
        ["low-threshold-spiking"] = LowThresholdSpiking,
    };

    // In the book's units: pF, nS/mV, mV, mV, mV, 1/ms, nS, mV, pA.
    private static IzhikevichParameters Cell(
        double C, double k, double v_r, double v_t, double v_peak, double a, double b, double c, double d) => new()
        {
            C = C * Pico,
            K = k * Nano / Milli,
            RestingVoltage = v_r * Milli,
            ThresholdVoltage = v_t * Milli,
            PeakVoltage = v_peak * Milli,
            A = a / Milli,
            B = b * Nano,
            ResetVoltage = c * Milli,
            D = d * Pico,
        };
}
