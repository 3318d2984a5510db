using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Recordings;

public class CorrectedRecordingTests
{
    [Theory]
    [InlineData(SampleType.Float32)]
    [InlineData(SampleType.Float64)]
    public void Open_TurnedOverAndMoved_IsThat(SampleType type)
    {
        using var folder = new TemporaryFolder();
        InventedRecording recording = InventedRecording.Make(type: type);
        const int later = 30;
        var options = new ReadOptions { Factor = -2, SpikeOffsetSeconds = 1e-3, Unit = "mV" };
        using IRecordingFile file = RecordingFiles.Open(recording.Log(folder), options, TestContext.Current.CancellationToken);
        var turned = new SortedDictionary<long, double[]>(recording.Frames.ToDictionary(frame => frame.Key, frame => Array.ConvertAll(frame.Value, sample => -2 * sample)));
        SpikeEvent[] moved = [.. recording.Spikes.Select(spike => spike with { Tick = spike.Tick + later }).Where(spike => spike.Tick <= 401 * 1001 - 1)];
        var expected = new InventedRecording(recording.Info with { AmplitudeUnit = "mV" }, turned, moved);
        expected.AssertEquals(file, 50);
    }
}
