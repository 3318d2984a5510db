using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>Fields of <c>runs.csv</c> in words, with their units.</summary>
internal static class FieldWords
{
    /// <summary>What a field measures, with its unit.</summary>
    /// <param name="field">The field.</param>
    public static string LabelOf(string field) => Last(field) switch
    {
        "fpr" => "unconnected flagged (fraction)",
        "fdr" => "false ones among those found (fraction)",
        "exc" or "inh" => "median time to detection (s)",
        "rate_hz" => "output rate (Hz)",
        "spikes" => "output spikes",
        "duration_s" => "recorded (s)",
        "sign_errors" => "connections with the wrong sign",
        "auc_three_class" => "three-class area under the ROC",
        "auc_height" => "area under the ROC of heights",
        var name when name.StartsWith("tpr", StringComparison.Ordinal) => "connections found (fraction)",
        var name when name.StartsWith("auc", StringComparison.Ordinal) => "area under the ROC",
        var name => name.Replace('_', ' '),
    };

    /// <summary>Of which pairs a field speaks.</summary>
    /// <param name="field">The field.</param>
    public static ConnectionKind KindOf(string field)
        => field.EndsWith("exc", StringComparison.Ordinal) ? ConnectionKind.Excitatory
            : field.EndsWith("inh", StringComparison.Ordinal) ? ConnectionKind.Inhibitory
            : Last(field) == "fpr" ? ConnectionKind.None
            : ConnectionKind.Unknown;

    /// <summary>Who judged, such as <c>joint score</c>; empty for fields that nobody judged.</summary>
    /// <param name="field">The field.</param>
    public static string JudgeOf(string field) => field.Split('.') switch
    {
        ["evaluation", "sta", ..] => "one look",
        ["evaluation", "online", var score, ..] => $"{score} score",
        _ => "",
    };

    /// <summary>A field as the beginning of a sentence.</summary>
    /// <param name="field">The field.</param>
    public static string Sentence(string field)
    {
        string kind = KindOf(field) is var of and (ConnectionKind.Excitatory or ConnectionKind.Inhibitory) ? KindStyle.NameOf(of) : "";
        return Capital(string.Join(", ", new[] { LabelOf(field), kind, JudgeOf(field) }.Where(text => text.Length > 0)));
    }

    /// <summary>A text with a capital.</summary>
    /// <param name="text">The text, not empty.</param>
    public static string Capital(string text) => string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1));

    /// <summary>A label without its unit.</summary>
    /// <param name="label">The label.</param>
    public static string WithoutUnit(string label)
        => label.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and int unit ? label[..unit] : label;

    /// <summary>The field that is null where there are no connections of the kind that a time to detection speaks of.</summary>
    /// <param name="field">The field of the time.</param>
    public static string FoundFieldOf(string field)
        => field.Replace(".median_decided_s.", ".tpr_", StringComparison.Ordinal);

    /// <summary>Whether a field lies between 0 and 1.</summary>
    /// <param name="field">The field.</param>
    public static bool IsFraction(string field)
        => Last(field) is "fpr" or "fdr" || Last(field).StartsWith("tpr", StringComparison.Ordinal) || Last(field).StartsWith("auc", StringComparison.Ordinal);

    /// <summary>Whether a field is a time to detection, which is longer than the recording where it is null.</summary>
    /// <param name="field">The field.</param>
    public static bool IsDetectionTime(string field) => field.Contains(".median_decided_s.", StringComparison.Ordinal);

    private static string Last(string field) => field[(field.LastIndexOf('.') + 1)..];
}
