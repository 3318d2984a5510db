using VoltageToWiring.Host.Reports.Parts;

namespace VoltageToWiring.Host.Reports;

/// <summary>The figures of a run, in the order in which they are read.</summary>
internal static class RunFigures
{
    public static IEnumerable<Func<IEnumerable<ReportFigure>>> Of(RunFolder folder, RunPairs pairs)
    {
        var timelines = new ShownTimelines(folder, pairs);
        return
        [
            () => [TracePart.Of(folder)],
            () => [AveragesPart.Of(folder, pairs)],
            () => [EvidencePart.Of(folder, pairs, timelines)],
            () => [AmplitudesPart.Of(folder, pairs, timelines)],
            () => [MatrixPart.Of(folder, pairs)],
            () => [RocPart.Of(folder, pairs)],
            () => [DetectionPart.Of(folder, pairs)],
            () => HistogramParts.Of(folder, pairs),
            () => TimingParts.Of(folder),
        ];
    }
}
