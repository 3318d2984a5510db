namespace VoltageToWiring.Wire.Results;

/// <summary>What inference says of one connection by one score.</summary>
/// <param name="Source">Index of the presynaptic train.</param>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="Score">Name of the score, as in results files.</param>
/// <param name="State">Name of the state, as in results files.</param>
/// <param name="Log10Evidence">Evidence against "not connected"; null for none.</param>
/// <param name="Amplitude">In the recording's unit; null for none yet.</param>
/// <param name="Low">Lower end of the interval that holds at every moment; null for none yet.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct WireEstimate(
    int Source, int Target, string Score, string State, double? Log10Evidence, double? Amplitude, double? Low, double? High);

/// <summary>What inference says at one frame.</summary>
/// <param name="Frame">The recording before this frame went in.</param>
/// <param name="TimeSeconds">The same as time, s.</param>
/// <param name="IsFinal">Whether it is the last of the run.</param>
/// <param name="Connections">One for each pair and score; not to be changed afterwards.</param>
public sealed record WireReport(long Frame, double TimeSeconds, bool IsFinal, IReadOnlyList<WireEstimate> Connections)
{
    /// <summary>Unit of the amplitudes, as inference met the samples; null where a receiver does not say it.</summary>
    public string? AmplitudeUnit { get; init; }
}
