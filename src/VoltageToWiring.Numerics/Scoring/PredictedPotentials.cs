using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// The potentials that known inputs should leave in sixteen traces: K∗u as two recursions, one for each exponential of the template, so that
/// the cost does not depend on its length.
/// </summary>
public sealed class PredictedPotentials
{
    private readonly float _slowFactor;
    private readonly float _fastFactor;
    private readonly float _scale;
    private Vector512<float> _slow;
    private Vector512<float> _fast;

    /// <summary>No input yet.</summary>
    /// <param name="template">The potential.</param>
    public PredictedPotentials(PspTemplate template)
    {
        _slowFactor = (float)template.SlowFactor;
        _fastFactor = (float)template.FastFactor;
        _scale = (float)template.Scale;
    }

    /// <summary>Forgets all input.</summary>
    public void Clear() => (_slow, _fast) = (default, default);

    /// <summary>Subtracts what is predicted for the next frames.</summary>
    /// <param name="input">Rows: the summed amplitudes of the potentials that begin at each frame.</param>
    /// <param name="trace">As many rows, changed in place.</param>
    public void SubtractFrom(ReadOnlySpan<float> input, Span<float> trace)
    {
        Vector512<float> slowFactor = Vector512.Create(_slowFactor), fastFactor = Vector512.Create(_fastFactor), scale = Vector512.Create(_scale);
        for (int at = 0; at < input.Length; at += Tile.Lanes)
        {
            Vector512<float> u = Vector512.Create(input.Slice(at, Tile.Lanes));
            _slow = Vector512.FusedMultiplyAdd(_slow, slowFactor, u);
            _fast = Vector512.FusedMultiplyAdd(_fast, fastFactor, u);
            Vector512<float> left = Vector512.Create((ReadOnlySpan<float>)trace.Slice(at, Tile.Lanes)) - scale * (_slow - _fast);
            left.CopyTo(trace[at..]);
        }
    }
}
