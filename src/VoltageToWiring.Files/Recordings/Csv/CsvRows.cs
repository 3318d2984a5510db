namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>Samples of traces, from the first row on.</summary>
/// <param name="path">The file.</param>
/// <param name="head">What stands before them.</param>
internal sealed class CsvRows(string path, CsvHead head) : ISampleRows
{
    private readonly TraceLines _lines = new(path, head);

    public void Read(Span<float> samples)
    {
        for (int at = 0; at < samples.Length; at += head.TargetColumns.Count)
        {
            Next();
            for (int target = 0; target < head.TargetColumns.Count; target++)
                samples[at + target] = (float)_lines.Number(head.TargetColumns[target]);
        }
    }

    public void Read(Span<double> samples)
    {
        for (int at = 0; at < samples.Length; at += head.TargetColumns.Count)
        {
            Next();
            for (int target = 0; target < head.TargetColumns.Count; target++)
                samples[at + target] = _lines.Number(head.TargetColumns[target]);
        }
    }

    public void Dispose() => _lines.Dispose();

    private void Next()
    {
        if (!_lines.Next())
            throw new FileFormatException(path, "fewer rows than before", "a file that does not change while it is read");
    }
}
