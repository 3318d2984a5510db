using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>What became of one pair by one score in one recording that was watched from its first report to its last.</summary>
public sealed record PairOutcome
{
    /// <summary>Index of the presynaptic train.</summary>
    public required int Source { get; init; }

    /// <summary>Index of the postsynaptic neuron.</summary>
    public required int Target { get; init; }

    /// <summary>The score.</summary>
    public required ConnectionScore Score { get; init; }

    /// <summary>Whether it decides.</summary>
    public required bool Deciding { get; init; }

    /// <summary>What the pair truly is.</summary>
    public required TrueConnection Truth { get; init; }

    /// <summary>As what it was declared connected first; null where that happened at no report.</summary>
    public TrueConnection? DeclaredAs { get; init; }

    /// <summary>When that was, s of recording.</summary>
    public double? DeclaredAtSeconds { get; init; }

    /// <summary>Whether it was declared absent at any report.</summary>
    public bool WasAbsent { get; init; }

    /// <summary>The state at the end.</summary>
    public ConnectionState StateAtEnd { get; init; }

    /// <summary>The amplitude at the end.</summary>
    public double? Amplitude { get; init; }

    /// <summary>The anytime interval.</summary>
    public WatchedInterval Anytime { get; init; }

    /// <summary>The fixed interval.</summary>
    public WatchedInterval Fixed { get; init; }

    /// <summary>Every warning that was there at any report.</summary>
    public ConnectionWarnings Warnings { get; init; }

    /// <summary>Whether it was ever declared connected.</summary>
    public bool WasDeclared => DeclaredAs is not null;

    /// <summary>Declared connected, though nothing connects it.</summary>
    public bool IsFalsePositive => Truth == TrueConnection.None && WasDeclared;

    /// <summary>Whether the sign of the first declaration was right; null where there was none, or nothing has a sign.</summary>
    public bool? IsSignRight => Truth == TrueConnection.None || DeclaredAs is not { } declared ? null : declared == Truth;

    /// <summary>When the connection was found with its sign, s; infinite where it was not, or with the wrong sign.</summary>
    public double DetectedAtSeconds => IsSignRight == true ? DeclaredAtSeconds!.Value : double.PositiveInfinity;

    /// <summary>
    /// Whether anything about the data was warned of. <see cref="ConnectionWarnings.BelowMinimum"/> speaks of a decision instead: to leave out
    /// who has it would choose among the pairs by their outcome.
    /// </summary>
    public bool WasWarned => (Warnings & ~ConnectionWarnings.BelowMinimum) != ConnectionWarnings.None;
}
