using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Recordings;

public class RoundTripTests
{
    public static IEnumerable<TheoryDataRow<string, SampleType, bool, int>> Kinds()
        => from ending in new[] { "v2wlog", "nwb", "npz", "csv" }
           from type in new[] { SampleType.Float32, SampleType.Float64 }
           from gaps in new[] { true, false }
           from sources in new[] { 4, 0 }
           select new TheoryDataRow<string, SampleType, bool, int>(ending, type, gaps, sources);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Convert_AnyFormat_KeepsEveryBit(string ending, SampleType type, bool gaps, int sources)
    {
        using var folder = new TemporaryFolder();
        InventedRecording recording = InventedRecording.Make(type: type, gaps: gaps, sources: sources);
        string path = folder.File($"invented.{ending}"), again = folder.File($"again.{ending}");
        if (ending == "v2wlog")
            path = recording.Log(folder);
        else
            Convert(recording.Log(folder), path);
        Convert(path, again);
        foreach (int batchFrames in new[] { 1, 7, 1000 })
        {
            using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
            recording.AssertEquals(file, batchFrames);
            using IRecordingFile copy = RecordingFiles.Open(again, cancellation: TestContext.Current.CancellationToken);
            recording.AssertEquals(copy, batchFrames, ending == "nwb" ? "again" : null);
        }
    }

    [Theory]
    [InlineData("nwb")]
    [InlineData("npz")]
    [InlineData("csv")]
    public void Convert_BackToALog_KeepsEveryBit(string ending)
    {
        using var folder = new TemporaryFolder();
        InventedRecording recording = InventedRecording.Make();
        Convert(recording.Log(folder), folder.File($"invented.{ending}"));
        Convert(folder.File($"invented.{ending}"), folder.File("back.v2wlog"));
        using IRecordingFile back = RecordingFiles.Open(folder.File("back.v2wlog"), cancellation: TestContext.Current.CancellationToken);
        recording.AssertEquals(back, 100);
        Assert.NotNull(back.Contents.Started);
    }

    [Theory]
    [InlineData("v2wlog")]
    [InlineData("nwb")]
    [InlineData("npz")]
    [InlineData("csv")]
    public void Convert_Cancelled_LeavesNothing(string ending)
    {
        using var folder = new TemporaryFolder();
        using IRecordingFile from = RecordingFiles.Open(InventedRecording.Make(frames: 2000).Log(folder), cancellation: TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.File("to"));
        string path = folder.File($"to/half.{ending}");
        var conversion = new RecordingConversion(from, path, TimeProvider.System);
        Assert.ThrowsAny<OperationCanceledException>(() => conversion.Run(new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("to")));
    }

    [Fact]
    public void Convert_InAnotherCulture_WritesTheSameCsv()
    {
        using var folder = new TemporaryFolder();
        string log = InventedRecording.Make().Log(folder);
        Convert(log, folder.File("a.csv"));
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Convert(log, folder.File("b.csv"));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
        Assert.Equal(File.ReadAllText(folder.File("a.csv")), File.ReadAllText(folder.File("b.csv")));
        Assert.Equal(File.ReadAllText(folder.File("a.spikes.csv")), File.ReadAllText(folder.File("b.spikes.csv")));
    }

    [Fact]
    public void Open_MeasuredUnits_AreThoseAskedFor()
    {
        using var folder = new TemporaryFolder();
        string log = InventedRecording.Make().Log(folder);
        using IRecordingFile file = RecordingFiles.Open(log, new ReadOptions { Unit = "mV" }, TestContext.Current.CancellationToken);
        Assert.Equal("mV", file.Info.AmplitudeUnit);
        Assert.Contains("allowed is the 100 Hz", Assert.Throws<FileFormatException>(
            () => RecordingFiles.Open(log, new ReadOptions { FrameRate = new SampleClock(100) }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static void Convert(string from, string to)
    {
        using IRecordingFile file = RecordingFiles.Open(from, cancellation: TestContext.Current.CancellationToken);
        var conversion = new RecordingConversion(file, to, TimeProvider.System);
        conversion.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1, conversion.Fraction);
    }
}
