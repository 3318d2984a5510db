using VoltageToWiring.Host.Reports.Parts;

namespace VoltageToWiring.Host.Reports;

/// <summary>The figures of a run, in the order in which they are read.</summary>
internal static class RunFigures
{
    public static IEnumerable<Func<IEnumerable<ReportFigure>>> Of(RunFolder folder, RunPairs pairs) =>
    [
        () => [TracePart.Of(folder)],
        () => [EvidencePart.Of(folder, pairs)],
        () => [AmplitudesPart.Of(folder, pairs)],
        () => [MatrixPart.Of(folder, pairs)],
        () => [AveragesPart.Of(folder, pairs)],
        () => [RocPart.Of(folder, pairs)],
        () => [DetectionPart.Of(folder, pairs)],
        () => HistogramParts.Of(folder, pairs),
        () => TimingParts.Of(folder),
    ];
}
