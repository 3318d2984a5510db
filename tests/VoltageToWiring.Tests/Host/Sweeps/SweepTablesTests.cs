using System.Globalization;
using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Tests.Host.Sweeps;

public class SweepTablesTests
{
    [Fact]
    public async Task Tables_HaveARowForEachCellAndForEachOfItsConnections()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(TinySweep.Six));
        SweepResults results = SweepResults.Read(folder.Path);
        string[][] runs = [.. File.ReadLines(folder.File("runs.csv")).Select(line => line.Split(','))];
        Assert.Equal(
            "inference.online.score seed output.spikes output.rate_hz output.first_spikes evaluation.sta.tpr_exc evaluation.sta.tpr_inh evaluation.sta.fpr",
            string.Join(' ', runs[0][..8]));
        Assert.Contains("evaluation.online.joint.median_decided_s.exc", runs[0]);
        Assert.Equal(["pairwise 3", "pairwise 4", "pairwise 5", "both 3", "both 4", "both 5"], runs[1..].Select(row => $"{row[0]} {row[1]}"));
        for (int cell = 0; cell < 6; cell++)
            AssertRow(runs[0], runs[1 + cell], results.Cells[cell].Folder!);

        await using FileStream table = File.OpenRead(folder.File("connections.parquet"));
        (string[] names, string[][] rows) = await ParquetTable.ReadAsync(table);
        var expected = new List<string>();
        foreach (SweptCell cell in results.Cells)
        {
            string[] csv = File.ReadAllLines(Path.Combine(cell.Folder!, "connections.csv"));
            Assert.Equal(["inference.online.score", "seed", .. csv[0].Split(',')], names);
            expected.AddRange(csv[1..].Select(row => $"{string.Join(',', cell.Values)},{row}"));
        }
        // By pair, the average and pairwise; in three cells joint as well.
        Assert.Equal(3 * 5 * 2 + 3 * 5 * 3, rows.Length);
        Assert.Equal(expected, rows.Select(row => string.Join(',', row)));
    }

    [Fact]
    public async Task Connections_OfCellsWithOtherColumns_HaveNullsWhereThereAreNone()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(TinySweep.Six.Replace("inference.online.score: [pairwise, both]", "inference.online: [none, { score: joint }]", StringComparison.Ordinal).Replace("inference.online.report_every: 1 s, ", "", StringComparison.Ordinal)));
        await using FileStream table = File.OpenRead(folder.File("connections.parquet"));
        (string[] names, string[][] rows) = await ParquetTable.ReadAsync(table);
        int state = Array.IndexOf(names, "state"), score = Array.IndexOf(names, "score");
        Assert.Equal(3 * 5 + 3 * 5 * 2, rows.Length);
        Assert.All(rows, row => Assert.Equal(row[score] == "sta", row[state].Length == 0));
        Assert.Equal(["none", "{ score: joint }"], rows.Select(row => row[0]).Distinct());
    }

    [Fact]
    public async Task Summary_IsOfTheRunsOfEachGroup()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(TinySweep.Six + "\nsummary: { of: [output.spikes, evaluation.online.joint.fdr] }"));
        string[][] runs = [.. File.ReadLines(folder.File("runs.csv")).Skip(1).Select(line => line.Split(','))];
        double[] spikes = [.. runs[..3].Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))];
        string[][] summary = [.. File.ReadLines(folder.File("summary.csv")).Select(line => line.Split(','))];
        Assert.Equal("inference.online.score,field,n,mean,median,sd,standard_error", string.Join(',', summary[0]));
        Assert.Equal(["pairwise output.spikes 3", "pairwise evaluation.online.joint.fdr 0", "both output.spikes 3", "both evaluation.online.joint.fdr 3"], summary[1..].Select(row => string.Join(' ', row[..3])));
        Assert.Equal(spikes.Average(), double.Parse(summary[1][3], CultureInfo.InvariantCulture), 1e-12);
        Assert.Equal(spikes.Order().ElementAt(1), double.Parse(summary[1][4], CultureInfo.InvariantCulture));
        Assert.Equal(["", "", "", ""], summary[2][3..]);
    }

    [Fact]
    public void Statistics_KnownAnswers()
    {
        FieldStatistics some = FieldStatistics.Of([2, null, 4, 9]);
        Assert.Equal((3, 5.0, 4.0), (some.Count, some.Mean!.Value, some.Median!.Value));
        Assert.Equal(Math.Sqrt(13), some.StandardDeviation!.Value, 1e-15);
        Assert.Equal(Math.Sqrt(13.0 / 3), some.StandardError!.Value, 1e-15);
        Assert.Equal(new FieldStatistics(1, 7, 7, null, null), FieldStatistics.Of([7]));
        Assert.Equal(new FieldStatistics(0, null, null, null, null), FieldStatistics.Of([null]));
    }

    [Fact]
    public void Read_FolderThatIsNone_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.False(SweepResults.AreIn(folder.Path));
        Assert.Contains("cannot be read", Assert.Throws<PipelineException>(() => SweepResults.Read(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("sweep.json"), """{ "schema": 7 }""");
        Assert.Contains("found results of another version of v2w", Assert.Throws<PipelineException>(() => SweepResults.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static void AssertRow(string[] names, string[] row, string cell)
    {
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "results.json")))!;
        string Text(string field)
        {
            JsonNode? node = field.Split('.').Aggregate<string, JsonNode?>(results, (at, name) => at is JsonArray list ? list[0]?[name] : at?[name]);
            return node is JsonArray steps ? string.Join(' ', steps.Select(step => step!.ToJsonString())) : node?.ToJsonString() ?? "";
        }
        for (int field = 2; field < names.Length; field++)
            Assert.Equal(Text(names[field]), row[field]);
    }
}
