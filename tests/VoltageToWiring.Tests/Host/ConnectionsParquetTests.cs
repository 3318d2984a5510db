using Parquet;
using Parquet.Schema;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

/// <summary>The table of connections as Parquet holds what it holds as text.</summary>
public class ConnectionsParquetTests
{
    private static readonly string[] Integers = ["source", "target", "exceedances", "exceedances_or_ties", "surrogates"];
    private static readonly string[] Longs = ["spikes", "spikes_used", "spikes_unused", "blocks"];
    private static readonly string[] Flags = ["deciding", "sign_certified", "ebh"];
    private static readonly string[] Texts = ["truth", "train_kind", "score", "state", "surrogate_scheme", "warnings"];

    [Fact]
    public async Task ReadBack_AnyEstimates_HasTheCellsOfTheCsv()
    {
        await AnyEstimates.Of(ConnectionScore.Joint, ConnectionScore.Sta, ConnectionScore.Pairwise)
            .SampleAsync((estimates, truth) => CompareAsync(estimates, truth, groupRows: 16), iter: 60);
        await AnyEstimates.Of().SampleAsync((estimates, truth) => CompareAsync(estimates, truth, groupRows: 16), iter: 30);
        await CompareAsync([.. Mixed(70, 30, ConnectionScore.Joint, ConnectionScore.Sta).Connections], Truth([.. Enumerable.Repeat(new string('i', 70), 30)]), 1000);
    }

    [Fact]
    public async Task Columns_AreTyped()
    {
        using var file = new MemoryStream();
        await ConnectionsParquet.WriteAsync(file, Mixed(2, 1).Connections, Truth("e-"));
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        foreach (DataField field in reader.Schema.DataFields)
        {
            Type type = Integers.Contains(field.Name) ? typeof(int)
                : Longs.Contains(field.Name) ? typeof(long)
                : Flags.Contains(field.Name) ? typeof(bool)
                : Texts.Contains(field.Name) ? typeof(ReadOnlyMemory<char>)
                : typeof(double);
            Assert.Equal((field.Name, type), (field.Name, field.ClrType));
            bool always = field.Name is "source" or "target" or "truth" or "train_kind" or "spikes" or "score" or "spikes_used";
            Assert.Equal((field.Name, !always), (field.Name, field.IsNullable));
        }
    }

    [Fact]
    public async Task Texts_NoWarningIsNotTheSameAsNothingKnown()
    {
        using var file = new MemoryStream();
        await ConnectionsParquet.WriteAsync(file, Mixed(2, 1).Connections, Truth("e-"));
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var warnings = new ReadOnlyMemory<char>?[4];
        await reader.OpenRowGroupReader(0).ReadAsync<ReadOnlyMemory<char>>(
            reader.Schema.DataFields[^1], (Memory<ReadOnlyMemory<char>?>)warnings, cancellationToken: TestContext.Current.CancellationToken);
        // The averages' rows are of no online score.
        Assert.Equal([null, "", null, ""], warnings.Select(text => text?.ToString()));
    }

    [Fact]
    public async Task Write_Twice_IsTheSameBytesInBoundedGroups()
    {
        EstimateReport report = Mixed(300, 40);
        Wiring truth = Truth([.. Enumerable.Repeat(new string('e', 300), 40)]);
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        await ConnectionsParquet.WriteAsync(first, report.Connections, truth, groupRows: 5000);
        await ConnectionsParquet.WriteAsync(second, report.Connections, truth, groupRows: 5000);
        Assert.Equal(first.ToArray(), second.ToArray());
        await using ParquetReader reader = await ParquetReader.CreateAsync(first, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([5000, 5000, 5000, 5000, 4000], reader.RowGroups.Select(group => group.RowCount));
    }

    [Fact]
    public async Task Write_DiskFull_SaysSoAndLeavesNothing()
    {
        EstimateReport report = Mixed(100, 1);
        Wiring truth = Truth(new string('e', 100));
        foreach (int room in new[] { 0, 100, 3000 })
        {
            using var disk = new FullDisk(room);
            IOException full = await Assert.ThrowsAsync<IOException>(() => ConnectionsParquet.WriteAsync(disk, report.Connections, truth, groupRows: 50));
            Assert.Equal(FullDisk.Message, full.Message);
        }
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("connections.parquet"), "of an earlier run");
        var unreadable = report.Connections.Select((estimate, pair) => pair < 60 ? estimate : throw new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => ConnectionsParquet.WriteAsync(folder.File("connections.parquet"), new Lazily(unreadable, 100), truth));
        Assert.Equal("of an earlier run", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path))));
    }

    private static async Task CompareAsync(ConnectionEstimate[] estimates, Wiring truth, int groupRows)
    {
        using var folder = new TemporaryFolder();
        ConnectionsCsv.Write(folder.File("connections.csv"), estimates, truth);
        string[][] expected = [.. File.ReadLines(folder.File("connections.csv")).Select(line => line.Split(','))];
        using var file = new MemoryStream();
        await ConnectionsParquet.WriteAsync(file, estimates, truth, groupRows);
        (string[] names, string[][] rows) = await ParquetTable.ReadAsync(file);
        Assert.Equal(expected[0], names);
        Assert.Equal(expected[1..], rows);
    }

    private sealed class Lazily(IEnumerable<ConnectionEstimate> estimates, int count) : IReadOnlyList<ConnectionEstimate>
    {
        public int Count => count;

        public ConnectionEstimate this[int index] => estimates.ElementAt(index);

        public IEnumerator<ConnectionEstimate> GetEnumerator() => estimates.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public const string Message = "No space left on device";

        // Every other way of writing ends here.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
                throw new IOException(Message);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void WriteByte(byte value) => Write([value], 0, 1);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
