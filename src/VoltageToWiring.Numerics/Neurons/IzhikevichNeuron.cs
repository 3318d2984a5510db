using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private const int Lanes = 8;

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
        int n = 0;
        if (p.Extension is null)
        {
            for (; n + Lanes <= neurons; n += Lanes)
            {
                if (!TryIntegrateLanes(p, timestepSeconds, conductance, classStride, reversalVolts, states.Slice(n, Lanes), n, neurons, steps, voltage, spiked))
                    break;
            }
        }
        for (; n < neurons; n++)
        {
            BlowUp blowUp = p.Extension is null
                ? IntegratePlain(p, timestepSeconds, conductance, classStride, reversalVolts, ref states[n], n, neurons, steps, voltage, spiked)
                : IntegrateExtended(p, p.Extension, timestepSeconds, conductance, classStride, reversalVolts, ref states[n], n, neurons, steps, voltage, spiked);
            if (blowUp.Happened && (!first.Happened || blowUp.Step < first.Step))
                first = blowUp;
        }
        return first;
    }

    // Eight neurons side by side, each by the operations of the plain form in their order, so to the same bits. Where something is not finite
    // nothing counts, and the plain form says where.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryIntegrateLanes(
        IzhikevichParameters p, double dt, ReadOnlySpan<double> g, int classStride, ReadOnlySpan<double> v_syn,
        Span<IzhikevichState> states, int n, int neurons, int steps, Span<double> voltage, Span<byte> spiked)
    {
        Vector512<double> C = Vector512.Create(p.C), k = Vector512.Create(p.K), I = Vector512.Create(p.InjectedCurrent), step_dt = Vector512.Create(dt);
        Vector512<double> v_r = Vector512.Create(p.RestingVoltage), v_t = Vector512.Create(p.ThresholdVoltage), v_peak = Vector512.Create(p.PeakVoltage);
        Vector512<double> a = Vector512.Create(p.A), b = Vector512.Create(p.B), c = Vector512.Create(p.ResetVoltage), d = Vector512.Create(p.D);
        (Vector512<double> v, Vector512<double> u, Vector512<double> I_syn) = Load(states);
        // A value that is not finite stays so, or its difference from itself is.
        Vector512<double> notFinite = default;
        for (int step = 0, at = n; step < steps; step++, at += neurons)
        {
            Vector512<double> v_next = v + step_dt * (k * (v - v_r) * (v - v_t) - u - I_syn + I) / C;
            Vector512<double> u_next = u + step_dt * (a * (b * (v - v_r) - u));
            notFinite += (v_next - v_next) + (u_next - u_next);
            Vector512<double> spike = Vector512.GreaterThanOrEqual(v_next, v_peak);
            ulong spikes = spike.ExtractMostSignificantBits();
            if (spikes != 0)
            {
                Vector512.ConditionalSelect(spike, v_peak, Vector512.Create<double>(voltage.Slice(at, Lanes))).CopyTo(voltage[at..]);
                v_next = Vector512.ConditionalSelect(spike, c, v_next);
                u_next = Vector512.ConditionalSelect(spike, u_next + d, u_next);
            }
            for (int lane = 0; lane < Lanes; lane++)
                spiked[at + lane] = (byte)((spikes >> lane) & 1);
            v_next.CopyTo(voltage[(at + neurons)..]);
            v = v_next;
            u = u_next;
            I_syn = Vector512<double>.Zero;
            for (int s = 0; s < v_syn.Length; s++)
                I_syn += Vector512.Create(g.Slice(s * classStride + at, Lanes)) * (v - Vector512.Create(v_syn[s]));
        }
        if (!Vector512.EqualsAll(notFinite, Vector512<double>.Zero))
            return false;
        for (int lane = 0; lane < Lanes; lane++)
            states[lane] = new IzhikevichState { V = v[lane], U = u[lane], SynapticCurrent = I_syn[lane] };
        return true;
    }

    private static (Vector512<double> V, Vector512<double> U, Vector512<double> SynapticCurrent) Load(ReadOnlySpan<IzhikevichState> states)
    {
        Span<double> v = stackalloc double[Lanes], u = stackalloc double[Lanes], current = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            (v[lane], u[lane], current[lane]) = (states[lane].V, states[lane].U, states[lane].SynapticCurrent);
        return (Vector512.Create<double>(v), Vector512.Create<double>(u), Vector512.Create<double>(current));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
