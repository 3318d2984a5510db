using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Streaming;

public class ReplaySourceTests
{
    private const int Targets = 3;
    private const int TicksPerFrame = 10;

    private static readonly RecordingInfo Info = new()
    {
        Name = "stretch",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(1000 * TicksPerFrame),
        Sources = 2,
        Targets = Targets,
        SampleType = SampleType.Float32,
    };

    [Fact]
    public void Next_WhateverTheBatch_PlaysTheStretchRoundAfterRound() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 90], Gen.Int[1, 200]).Sample((length, batch, frames) =>
    {
        StoredRecording stretch = Stretch(length);
        var source = new ReplaySource(stretch, frames, batch, new FakeTimeProvider());
        var samples = new List<float>();
        var spikes = new List<SpikeEvent>();
        while (source.Position < frames)
        {
            RecordingBatch next = source.Next();
            Assert.Equal(samples.Count / Targets, next.FirstFrame);
            Assert.Equal(source.Position, next.SpikesCompleteThroughFrame);
            Assert.Equal(source.DueTimestamp(source.Position), next.IntendedTimestamp);
            Assert.All(next.Spikes.Spikes.ToArray(), spike => Assert.InRange(Info.FrameOf(spike.Tick), next.FirstFrame, source.Position - 1));
            samples.AddRange(next.Float32);
            spikes.AddRange(next.Spikes.Spikes);
            next.Return();
        }
        Assert.Equal(Enumerable.Range(0, frames * Targets).Select(at => (float)(at % (length * Targets))), samples);
        Assert.Equal(Enumerable.Range(0, frames).Select(frame => Spike(frame % length, frame)), spikes);
    });

    [Fact]
    public void DueTimestamp_IsTheSchedule_HoweverLate()
    {
        var time = new FakeTimeProvider();
        var source = new ReplaySource(Stretch(5), 20, 4, time);
        long first = source.Next().IntendedTimestamp;
        time.Advance(TimeSpan.FromSeconds(1));
        RecordingBatch late = source.Next();
        Assert.Equal(TimeSpan.FromMilliseconds(4), time.GetElapsedTime(first, late.IntendedTimestamp));
        Assert.Equal(time.GetTimestamp(), late.ArrivalTimestamp);
    }

    [Fact]
    public async Task Stop_EndsItBeforeItsLastFrame()
    {
        var source = new ReplaySource(Stretch(5), 20, 4, TimeProvider.System);
        Assert.True(await source.WaitForNextAsync());
        source.Next().Return();
        source.Stop();
        Assert.False(await source.WaitForNextAsync());
        Assert.True(source.Stopped);
    }

    // One spike in each frame, at a tick of its own.
    private static SpikeEvent Spike(int frameOfStretch, long frame) => new(frameOfStretch % 2, frame * TicksPerFrame + frameOfStretch % TicksPerFrame);

    private static StoredRecording Stretch(int frames)
    {
        var stretch = new StoredRecording(Info);
        var batch = new RecordingBatch();
        batch.Reset(0, frames, Targets, SampleType.Float32);
        for (int at = 0; at < frames * Targets; at++)
            batch.Float32[at] = at;
        for (int frame = 0; frame < frames; frame++)
            batch.Spikes.Add(Spike(frame, frame));
        stretch.Add(batch);
        return stretch;
    }
}
