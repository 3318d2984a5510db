using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Recordings;

public class RecordingLogTests
{
    [Fact]
    public void Open_CutOffAnywhere_GivesAllWholeBatches()
    {
        using var folder = new TemporaryFolder();
        InventedRecording recording = InventedRecording.Make(frames: 60, gaps: false);
        byte[] whole = File.ReadAllBytes(recording.Log(folder, batchFrames: 10));
        var seen = new SortedSet<long>();
        for (int length = whole.Length - 1; length > 300; length -= 13)
        {
            File.WriteAllBytes(folder.File("cut.v2wlog"), whole[..length]);
            using IRecordingFile file = RecordingFiles.Open(folder.File("cut.v2wlog"), cancellation: TestContext.Current.CancellationToken);
            Assert.Contains($"{file.Contents.Frames} frames are whole", file.Contents.Note, StringComparison.Ordinal);
            Assert.Equal(0, file.Contents.Frames % 10);
            Assert.Equal(file.Contents.Frames, file.Info.TotalFrames);
            Assert.Equal(recording.Frames.Values.Take((int)file.Contents.Frames).SelectMany(row => row), Samples(file));
            Assert.Equal(recording.Spikes.Take((int)file.Contents.Spikes), file.ReadSpikes(TestContext.Current.CancellationToken));
            seen.Add(file.Contents.Frames);
        }
        Assert.Equal([0, 10, 20, 30, 40, 50, 60], seen);
    }

    [Fact]
    public void Open_StillBeingWritten_GivesWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        InventedRecording recording = InventedRecording.Make(gaps: false);
        using IRecordingFile file = RecordingFiles.Open(recording.Log(folder, close: false), cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("was not closed: 400 frames", file.Contents.Note, StringComparison.Ordinal);
        recording.AssertEquals(file, 1);
    }

    [Fact]
    public void Read_AByteFlippedInAClosedLog_SaysWhereAndGivesWhatIsBefore()
    {
        using var folder = new TemporaryFolder();
        string path = InventedRecording.Make(frames: 60, gaps: false).Log(folder, batchFrames: 10);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
        long frames = 0;
        string message = Assert.Throws<FileFormatException>(() =>
        {
            foreach (RecordingBatch batch in file.Open(1).Batches(TestContext.Current.CancellationToken))
                frames += batch.FrameCount;
        }).Message;
        Assert.True(frames > 0);
        Assert.Contains($"frame {frames}: found a record", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RandomBytes_NeverBreaks()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(InventedRecording.Make(frames: 30).Log(folder, batchFrames: 10));
        Gen.Select(Gen.Int[8, whole.Length - 1], Gen.Byte, Gen.Int[9, whole.Length]).Array[1, 20].Sample(
            changes =>
            {
                byte[] bytes = [.. whole];
                foreach ((int at, byte to, _) in changes)
                    bytes[at] = to;
                File.WriteAllBytes(folder.File("fuzz.v2wlog"), bytes[..changes[0].Item3]);
                try
                {
                    using IRecordingFile file = RecordingFiles.Open(folder.File("fuzz.v2wlog"), cancellation: TestContext.Current.CancellationToken);
                    Assert.True(file.Open(1).Batches(TestContext.Current.CancellationToken).Sum(batch => (long)batch.FrameCount) <= 30);
                }
                catch (FileFormatException)
                {
                }
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public void Open_ALengthOfFourGigabytes_IsTheEnd()
    {
        using var folder = new TemporaryFolder();
        string path = InventedRecording.Make(frames: 20, gaps: false).Log(folder, close: false);
        File.AppendAllBytes(path, [0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5]);
        using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("9 bytes after them are not used", file.Contents.Note, StringComparison.Ordinal);
    }

    private static List<double> Samples(IRecordingFile file)
    {
        var samples = new List<double>();
        foreach (RecordingBatch batch in file.Open(1).Batches(TestContext.Current.CancellationToken))
        {
            foreach (float sample in batch.Float32)
                samples.Add(sample);
        }
        return samples;
    }
}
