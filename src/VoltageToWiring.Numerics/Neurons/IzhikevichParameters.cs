namespace VoltageToWiring.Numerics.Neurons;

/// <summary>
/// The parameters of one Izhikevich neuron, all in SI units, under the names of the 2007 book.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>symbol</term><description>meaning, unit here, the book's unit</description></listheader>
/// <item><term>C</term><description>membrane capacitance, F (pF)</description></item>
/// <item><term>k</term><description>steepness of the voltage parabola, S/V (nS/mV)</description></item>
/// <item><term>v_r, v_t, v_peak</term><description>resting, instantaneous threshold and cut-off voltage, V (mV)</description></item>
/// <item><term>a</term><description>rate of recovery, 1/s (1/ms)</description></item>
/// <item><term>b</term><description>sensitivity of the recovery current to v, S (nS)</description></item>
/// <item><term>c</term><description>voltage after a spike, V (mV)</description></item>
/// <item><term>d</term><description>jump of the recovery current at a spike, A (pA)</description></item>
/// </list>
/// Source: E. M. Izhikevich (2007), "Dynamical Systems in Neuroscience", MIT Press, chapter 8.
/// </remarks>
public sealed record IzhikevichParameters
{
    /// <summary>Membrane capacitance, F.</summary>
    public required double C { get; init; }

    /// <summary>Steepness k of the voltage parabola, S/V.</summary>
    public required double K { get; init; }

    /// <summary>Resting voltage v_r, V.</summary>
    public required double RestingVoltage { get; init; }

    /// <summary>Instantaneous threshold v_t, V.</summary>
    public required double ThresholdVoltage { get; init; }

    /// <summary>Cut-off of a spike v_peak, V.</summary>
    public required double PeakVoltage { get; init; }

    /// <summary>Rate of recovery a, 1/s.</summary>
    public required double A { get; init; }

    /// <summary>Sensitivity of the recovery current b, S.</summary>
    public required double B { get; init; }

    /// <summary>Voltage after a spike c, V.</summary>
    public required double ResetVoltage { get; init; }

    /// <summary>Jump of the recovery current d, A.</summary>
    public required double D { get; init; }

    /// <summary>Constant injected current, A; positive depolarizes. Default 0.</summary>
    public double InjectedCurrent { get; init; }

    /// <summary>The book's extra terms of fast-spiking and low-threshold cells; null for the plain model.</summary>
    public IzhikevichExtension? Extension { get; init; }
}

/// <summary>Optional terms of the Izhikevich neuron that two of the book's cell types need.</summary>
public sealed record IzhikevichExtension
{
    /// <summary>
    /// Strength κ of a cubic recovery, A/V³: recovery is then driven towards κ(v − v_b)³ above v_b and towards 0 below, in place of b(v − v_r).
    /// Null keeps the linear form.
    /// </summary>
    public double? CubicRecovery { get; init; }

    /// <summary>Onset v_b of the cubic recovery, V.</summary>
    public double CubicOnsetVoltage { get; init; }

    /// <summary>How the cut-off depends on the recovery current, V/A: the cut-off is v_peak + slope·u. Default 0.</summary>
    public double PeakSlope { get; init; }

    /// <summary>How the reset depends on the recovery current, V/A: the reset is c + slope·u. Default 0.</summary>
    public double ResetSlope { get; init; }

    /// <summary>Ceiling of the recovery current after a spike, A. Default none.</summary>
    public double RecoveryCeiling { get; init; } = double.PositiveInfinity;
}
