using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;

namespace VoltageToWiring.Tests.Recordings;

public class FileErrorTests
{
    [Theory]
    [InlineData("a.nwb", "", "found an empty file; allowed is a recording as NWB (HDF5)")]
    [InlineData("a.nwb", "PK\u0003\u0004 and so on", "found npz; allowed is NWB (HDF5), as its name says")]
    [InlineData("a.npz", "frame,time_s", "found something else; allowed is npz")]
    [InlineData("a.v2wlog", "V2WLOG\r\n", "a log that ends before its header")]
    [InlineData("a.png", "x", "found the ending .png; allowed is .v2wlog, .nwb, .npz, .csv or .tif")]
    [InlineData("a.csv", "frame,time_s\n0,0\n", "found the columns frame, time_s; allowed is frame or time_s, or both, and a column for each target")]
    [InlineData("a.csv", "frame,a\n0,1\n", "no frame rate")]
    [InlineData("a.csv", "# frame_rate: 100\nframe,a\n1,1\n1,2\n", "line 4: found '1'; allowed is frames that ascend, 2 or later here")]
    [InlineData("a.csv", "# frame_rate: 100\nframe,a\n", "found no frames")]
    [InlineData("a.csv", "# frame_rate: fast\nframe,a\n", "frame_rate 'fast'")]
    [InlineData("a.csv", "time_s,a\n0,1\n0.1,1\n0.15,1\n0.2,2\n0.3,1\n", "row 2: found the time 0.15 s")]
    [InlineData("a.csv", "# frame_rate: 30\ntime_s,a\n0,1\n0.1,1\n0.2,1\n", "found times at a rate of 10 Hz; allowed is the 30 Hz")]
    [InlineData("a.csv", "frame,\u0001a\n0,1\n", "found something else; allowed is CSV, as its name says")]
    [InlineData("a.csv", "# frame_rate: 100\n# frames: 3\nframe,a\n0,1\n1,2\n", "found 2 rows; allowed is the 3 whole ones that its line '# frames' states; the file is truncated")]
    [InlineData("a.csv", "# frame_rate: 100\n# frames: 2\nframe,a\n0,1\n1,2", "found 2 rows, the last one cut off")]
    [InlineData("a.csv", "# frame_rate: 100\n# spikes: 3\nframe,a\n0,1\n1,2\n", "a.spikes.csv: found no file, and so no spikes; allowed is the 3 that the line '# spikes' of the traces states")]
    [InlineData("a.csv", "time_s,a\n0,1\n0.1,1,7\n", "line 3: found more cells; allowed is the 2 of the header")]
    public void Open_WhatIsNoRecording_SaysSoInOneSentence(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), content);
        string message = Assert.Throws<FileFormatException>(() =>
        {
            using IRecordingFile file = RecordingFiles.Open(folder.File(name), cancellation: TestContext.Current.CancellationToken);
            _ = file.Open(100).Batches(TestContext.Current.CancellationToken).Count();
        }).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("v2wlog", "a.v2wlog, header: found a frame rate of 29.97003 Hz")]
    [InlineData("nwb", "found a frame rate of 29.97003 Hz")]
    [InlineData("npz", "a.npz, frame_rate: found a frame rate of 29.97003 Hz")]
    [InlineData("csv", "a.csv, frame_rate: found a frame rate of 29.97003 Hz")]
    public void Open_AtAnotherRateThanStated_NamesFileAndDataset(string ending, string says)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File($"a.{ending}");
        using (IRecordingFile from = RecordingFiles.Open(InventedRecording.Make().Log(folder), cancellation: TestContext.Current.CancellationToken))
            new RecordingConversion(from, path, TimeProvider.System).Run(TestContext.Current.CancellationToken);
        var options = new ReadOptions { FrameRate = new VoltageToWiring.Streaming.Recordings.SampleClock(30) };
        string message = Assert.Throws<FileFormatException>(() => RecordingFiles.Open(path, options, TestContext.Current.CancellationToken)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("allowed is the 30 Hz asked for, or none", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nwb")]
    [InlineData("npz")]
    [InlineData("csv")]
    public void Open_Truncated_SaysSo(string ending)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File($"a.{ending}");
        using (IRecordingFile from = RecordingFiles.Open(InventedRecording.Make().Log(folder), cancellation: TestContext.Current.CancellationToken))
            new RecordingConversion(from, path, TimeProvider.System).Run(TestContext.Current.CancellationToken);
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in new[] { 40, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("truncated", Assert.Throws<FileFormatException>(() => RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("train,time_s\n0,0.1\n1,99\n", "found a spike of source 1 at 99 s; allowed is 0 to 0.3 s")]
    [InlineData("train,time_s\n-1,0.1\n", "line 2: found train '-1'")]
    [InlineData("train,time_s\n2147483647,0.1\n", "line 2: found train '2147483647'; allowed is trains from 0 to 2147483646")]
    [InlineData("train,time_s\n0,soon\n", "line 2: found time_s 'soon'")]
    [InlineData("neuron,time_s\n0,0.1\n", "found no column train")]
    public void Open_SpikesThatAreNotOfTheRecording_SaysSo(string spikes, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), "time_s,a\n0,1\n0.1,1\n0.2,2\n");
        File.WriteAllText(folder.File("a.spikes.csv"), spikes);
        string message = Assert.Throws<FileFormatException>(() => RecordingFiles.Open(folder.File("a.csv"), cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("a.spikes.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFile_IsNotFound()
        => Assert.Throws<FileNotFoundException>(() => RecordingFiles.Open(Path.Combine(Path.GetTempPath(), "no such recording.nwb"), cancellation: TestContext.Current.CancellationToken));
}
