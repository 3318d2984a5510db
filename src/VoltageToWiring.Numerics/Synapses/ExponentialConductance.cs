using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Synapses;

/// <summary>
/// Exponential synaptic conductance by forward Euler: g(t) = g(t−dt) + dt·(−g(t−dt)/τ), then + Δg for each spike that arrives at t.
/// </summary>
/// <remarks>
/// A sum of exponentials with one decay is one exponential: all synapses of a class onto a neuron share one state, so that a step costs the
/// same for ten inputs and for ten thousand. Nothing decays into the first sample of a recording: g(0) is the sum of what arrives at 0.
/// </remarks>
public static class ExponentialConductance
{
    private const int Lanes = 8;

    /// <summary>Advances one synapse class of a group of neurons by a number of steps.</summary>
    /// <param name="timestepSeconds">Step dt, s.</param>
    /// <param name="decaySeconds">Decay time constant τ, s.</param>
    /// <param name="arriving">Sum of the Δg that arrive, S: steps × neurons, time-major.</param>
    /// <param name="state">The conductance of each neuron after the step before, S; after the last step on return.</param>
    /// <param name="conductance">Receives g, S: steps × neurons, time-major. May be the same memory as <paramref name="arriving"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Integrate(
        double timestepSeconds, double decaySeconds,
        ReadOnlySpan<double> arriving, Span<double> state, Span<double> conductance)
    {
        int neurons = state.Length;
        for (int row = 0; row < arriving.Length; row += neurons)
        {
            int n = 0;
            for (; n + Lanes <= neurons; n += Lanes)
            {
                Vector512<double> g = Vector512.Create<double>(state.Slice(n, Lanes));
                g += Vector512.Create(timestepSeconds) * (-g / Vector512.Create(decaySeconds));
                g += Vector512.Create(arriving.Slice(row + n, Lanes));
                g.CopyTo(state[n..]);
                g.CopyTo(conductance[(row + n)..]);
            }
            for (; n < neurons; n++)
            {
                double g = state[n];
                g += timestepSeconds * (-g / decaySeconds);
                g += arriving[row + n];
                state[n] = g;
                conductance[row + n] = g;
            }
        }
    }

    /// <summary>Advances two classes with one neuron each, as <see cref="Integrate"/> does one after the other, to the same bits.</summary>
    /// <param name="timestepSeconds">Step dt, s.</param>
    /// <param name="firstDecaySeconds">Decay time constant τ of the first class, s.</param>
    /// <param name="secondDecaySeconds">That of the second class, s.</param>
    /// <param name="first">What arrives in the first class, S, one value for each step; g on return.</param>
    /// <param name="second">The same of the second class, as long.</param>
    /// <param name="firstState">Conductance of the first class after the step before, S; after the last step on return.</param>
    /// <param name="secondState">That of the second class.</param>
    /// <remarks>Each step of a class waits for the division of the step before; the other class fills the wait.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void IntegratePair(
        double timestepSeconds, double firstDecaySeconds, double secondDecaySeconds,
        Span<double> first, Span<double> second, ref double firstState, ref double secondState)
    {
        second = second[..first.Length];
        double g1 = firstState;
        double g2 = secondState;
        for (int step = 0; step < first.Length; step++)
        {
            g1 += timestepSeconds * (-g1 / firstDecaySeconds);
            g2 += timestepSeconds * (-g2 / secondDecaySeconds);
            g1 += first[step];
            g2 += second[step];
            first[step] = g1;
            second[step] = g2;
        }
        firstState = g1;
        secondState = g2;
    }
}
