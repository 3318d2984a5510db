namespace VoltageToWiring.Numerics.Neurons;

/// <summary>What a neuron carries from one step to the next.</summary>
public struct IzhikevichState
{
    /// <summary>Membrane voltage, V, after a reset where there was one.</summary>
    public double V;

    /// <summary>Recovery current, A.</summary>
    public double U;

    /// <summary>Synaptic current, A; positive hyperpolarizes.</summary>
    public double SynapticCurrent;

    /// <summary>The state at sample 0: at rest, no current.</summary>
    /// <param name="parameters">The neuron.</param>
    public static IzhikevichState AtRest(IzhikevichParameters parameters) => new() { V = parameters.RestingVoltage };
}

/// <summary>Where an integration step gave a voltage or a current that is not finite.</summary>
/// <param name="Step">Index within the span of steps; −1 where all was finite.</param>
/// <param name="Neuron">Index of the neuron.</param>
public readonly record struct BlowUp(int Step, int Neuron)
{
    /// <summary>All was finite.</summary>
    public static BlowUp None { get; } = new(-1, -1);

    /// <summary>Whether something was not finite.</summary>
    public bool Happened => Step >= 0;
}

/// <summary>
/// The Izhikevich neuron by forward Euler:
/// C dv/dt = k(v − v_r)(v − v_t) − u − I_syn + I, du/dt = a(b(v − v_r) − u); at v ≥ v_peak a spike: v ← c, u ← u + d.
/// </summary>
/// <remarks>
/// Everything on the right is taken at the step before. As in the reference, the recorded voltage of the sample before a spike becomes
/// v_peak afterwards, so the recorded trace is final one step late.
/// Source: E. M. Izhikevich (2007), "Dynamical Systems in Neuroscience", MIT Press, chapter 8. Cost: one pass, O(steps × neurons × classes).
/// </remarks>
public static class IzhikevichNeuron
{
    /// <summary>Advances a group of neurons by a number of steps.</summary>
    /// <param name="p">Parameters, shared by the group.</param>
    /// <param name="timestepSeconds">Step dt, s.</param>
    /// <param name="conductance">Synaptic conductances, S: steps × neurons of the first class, time-major, then of the next class, ….</param>
    /// <param name="classStride">Distance from one class to the next in <paramref name="conductance"/>; at least steps × neurons.</param>
    /// <param name="reversalVolts">Reversal potential of each class, V.</param>
    /// <param name="states">One for each neuron, updated in place.</param>
    /// <param name="voltage">
    /// (steps + 1) × neurons, V, time-major. Row 0 is the last row of the span before, which a spike in the first step still changes;
    /// the rows after it are written. The last row is final only when the next step is known to bring no spike.
    /// </param>
    /// <param name="spiked">steps × neurons; set to 1 where a spike occurred, else 0.</param>
    /// <returns>The first value that was not finite; what follows it is not to be used.</returns>
    public static BlowUp Integrate(
        IzhikevichParameters p, double timestepSeconds,
        ReadOnlySpan<double> conductance, int classStride, ReadOnlySpan<double> reversalVolts,
        Span<IzhikevichState> states, Span<double> voltage, Span<byte> spiked)
    {
        int neurons = states.Length;
        int steps = voltage.Length / neurons - 1;
        BlowUp first = BlowUp.None;
        for (int n = 0; n < neurons; n++)
        {
            BlowUp blowUp = p.Extension is null
                ? IntegratePlain(p, timestepSeconds, conductance, classStride, reversalVolts, ref states[n], n, neurons, steps, voltage, spiked)
                : IntegrateExtended(p, p.Extension, timestepSeconds, conductance, classStride, reversalVolts, ref states[n], n, neurons, steps, voltage, spiked);
            if (blowUp.Happened && (!first.Happened || blowUp.Step < first.Step))
                first = blowUp;
        }
        return first;
    }

    private static BlowUp IntegratePlain(
        IzhikevichParameters p, double dt, ReadOnlySpan<double> g, int classStride, ReadOnlySpan<double> v_syn,
        ref IzhikevichState state, int n, int neurons, int steps, Span<double> voltage, Span<byte> spiked)
    {
        double C = p.C, k = p.K, v_r = p.RestingVoltage, v_t = p.ThresholdVoltage, v_peak = p.PeakVoltage;
        double a = p.A, b = p.B, c = p.ResetVoltage, d = p.D, I = p.InjectedCurrent;
        double v = state.V, u = state.U, I_syn = state.SynapticCurrent;
        for (int step = 0, at = n; step < steps; step++, at += neurons)
        {
            double v_next = v + dt * (k * (v - v_r) * (v - v_t) - u - I_syn + I) / C;
            double u_next = u + dt * (a * (b * (v - v_r) - u));
            if (!double.IsFinite(v_next) || !double.IsFinite(u_next))
                return new BlowUp(step, n);
            bool spike = v_next >= v_peak;
            if (spike)
            {
                voltage[at] = v_peak;
                v_next = c;
                u_next += d;
            }
            spiked[at] = spike ? (byte)1 : (byte)0;
            voltage[at + neurons] = v_next;
            v = v_next;
            u = u_next;
            I_syn = 0;
            for (int s = 0; s < v_syn.Length; s++)
                I_syn += g[s * classStride + at] * (v - v_syn[s]);
        }
        state = new IzhikevichState { V = v, U = u, SynapticCurrent = I_syn };
        return BlowUp.None;
    }

    private static BlowUp IntegrateExtended(
        IzhikevichParameters p, IzhikevichExtension x, double dt, ReadOnlySpan<double> g, int classStride, ReadOnlySpan<double> v_syn,
        ref IzhikevichState state, int n, int neurons, int steps, Span<double> voltage, Span<byte> spiked)
    {
        double C = p.C, k = p.K, v_r = p.RestingVoltage, v_t = p.ThresholdVoltage;
        double v = state.V, u = state.U, I_syn = state.SynapticCurrent;
        for (int step = 0, at = n; step < steps; step++, at += neurons)
        {
            double v_next = v + dt * (k * (v - v_r) * (v - v_t) - u - I_syn + p.InjectedCurrent) / C;
            double u_next = u + dt * (p.A * (RecoveryTarget(p, x, v) - u));
            if (!double.IsFinite(v_next) || !double.IsFinite(u_next))
                return new BlowUp(step, n);
            double v_peak = p.PeakVoltage + x.PeakSlope * u_next;
            bool spike = v_next >= v_peak;
            if (spike)
            {
                voltage[at] = v_peak;
                v_next = p.ResetVoltage + x.ResetSlope * u_next;
                u_next = Math.Min(u_next + p.D, x.RecoveryCeiling);
            }
            spiked[at] = spike ? (byte)1 : (byte)0;
            voltage[at + neurons] = v_next;
            v = v_next;
            u = u_next;
            I_syn = 0;
            for (int s = 0; s < v_syn.Length; s++)
                I_syn += g[s * classStride + at] * (v - v_syn[s]);
        }
        state = new IzhikevichState { V = v, U = u, SynapticCurrent = I_syn };
        return BlowUp.None;
    }

    private static double RecoveryTarget(IzhikevichParameters p, IzhikevichExtension x, double v)
    {
        if (x.CubicRecovery is not { } kappa)
            return p.B * (v - p.RestingVoltage);
        double above = Math.Max(0, v - x.CubicOnsetVoltage);
        return kappa * above * above * above;
    }
}
