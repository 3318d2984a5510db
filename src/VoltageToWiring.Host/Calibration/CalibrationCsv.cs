using CsvHelper;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>Writes <c>calibration.csv</c>: a row for each recording, pair and score.</summary>
internal static class CalibrationCsv
{
    private static readonly string[] Columns =
    [
        "seed", "source", "target", "truth", "score", "deciding", "declared", "declared_at_s", "sign_right", "was_absent", "state_at_end",
        "amplitude", "true_amplitude", "ci_fixed_low", "ci_fixed_high", "ci_anytime_low", "ci_anytime_high", "anytime_covered_always",
        "anytime_covered_at_end", "fixed_covered_at_end", "fixed_covered_always", "warnings",
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="outcomes">The recordings.</param>
    /// <param name="truth">True amplitudes; null where there are none.</param>
    public static void Write(string file, IReadOnlyList<RecordingOutcome> outcomes, TrueAmplitudes? truth)
    {
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, Columns);
        foreach (RecordingOutcome outcome in outcomes)
        {
            foreach (PairOutcome pair in outcome.Pairs)
                CsvLines.Write(csv, Cells(outcome.Seed, pair, truth?[pair]));
        }
    }

    private static object?[] Cells(ulong seed, PairOutcome pair, double? truth) =>
    [
        seed, pair.Source, pair.Target, Name(pair.Truth), OnlineNames.Of(pair.Score), pair.Deciding, pair.DeclaredAs is { } kind ? Name(kind) : null,
        pair.DeclaredAtSeconds, pair.IsSignRight, pair.WasAbsent, OnlineNames.Of(pair.StateAtEnd), pair.Amplitude, truth,
        .. Ends(pair.Fixed.AtEnd), .. Ends(pair.Anytime.AtEnd), pair.Anytime.CoveredAlways(truth), pair.Anytime.CoversAtEnd(truth),
        pair.Fixed.CoversAtEnd(truth), pair.Fixed.CoveredAlways(truth), OnlineNames.TextOf(pair.Warnings),
    ];

    private static object?[] Ends(Interval? interval) => [interval?.Low, interval?.High];

    private static string Name(TrueConnection kind) => kind switch
    {
        TrueConnection.Excitatory => "exc",
        TrueConnection.Inhibitory => "inh",
        _ => "none",
    };
}
