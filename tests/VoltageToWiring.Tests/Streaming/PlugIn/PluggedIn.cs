using System.Globalization;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Streaming.PlugIn;

/// <summary>A small recording that somebody's code brings, and what comes out of a source.</summary>
internal static class PluggedIn
{
    public static RecordingInfo Info { get; } = new()
    {
        Name = "camera",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 3,
        Targets = 2,
        SampleType = SampleType.Float32,
        AmplitudeUnit = "counts",
    };

    /// <summary>Frames whose samples are their index and its negative, with a spike of train 1 in the first.</summary>
    public static RecordingBatch Batch(long first, int frames)
    {
        var batch = new RecordingBatch();
        Fill(batch, first, frames);
        return batch;
    }

    public static void Fill(RecordingBatch batch, long first, int frames)
    {
        batch.Reset(first, frames, 2, SampleType.Float32);
        for (int i = 0; i < frames; i++)
            (batch.Float32[2 * i], batch.Float32[2 * i + 1]) = (first + i, -(first + i));
        batch.Spikes.Add(new SpikeEvent(1, 10 * first + 5));
        batch.SpikesCompleteThroughFrame = first + frames;
    }

    /// <summary>All that a source gives, in words: <c>frames 0-4, spikes 1@5</c> for each batch.</summary>
    public static async Task<List<string>> ReadAsync(ISource<RecordingBatch> source)
    {
        var read = new List<string>();
        while (await source.WaitForNextAsync())
        {
            RecordingBatch batch = source.Next();
            for (int i = 0; i < batch.FrameCount; i++)
                Assert.Equal((batch.FirstFrame + i, -(batch.FirstFrame + i)), ((long)batch.Float32[2 * i], (long)batch.Float32[2 * i + 1]));
            string spikes = string.Join(' ', batch.Spikes.Spikes.ToArray().Select(spike => $"{spike.Source}@{spike.Tick}"));
            read.Add(string.Create(
                CultureInfo.InvariantCulture, $"{batch.FirstFrame}+{batch.FrameCount} [{spikes}] complete {batch.SpikesCompleteThroughFrame}"));
            batch.Return();
        }
        return read;
    }
}
