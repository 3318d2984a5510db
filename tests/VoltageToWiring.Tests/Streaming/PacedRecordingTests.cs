using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Streaming;

public class PacedRecordingTests
{
    private static readonly RecordingInfo Info = new()
    {
        Name = "paced",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 2,
        Targets = 2,
        SampleType = SampleType.Float32,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Recording_EndedEarly_IsTheSameHoweverItComes(int batchFrames)
    {
        var source = new Batches(100, batchFrames);
        var heard = new Heard();
        using var paced = new PacedRecording(source, Info, 53, null, Pace.Max, TimeProvider.System);
        await heard.ReadAsync(paced);
        heard.CheckFrames(53);
        Assert.Equal(53, heard.Watermark);
        Assert.Equal([.. Enumerable.Range(0, 53).Select(frame => new SpikeEvent(frame % 2, 10 * frame + 3))], heard.Spikes);
        Assert.False(paced.Stopped);
        Assert.True(source.Stopped);
        Assert.Equal(0, source.Outstanding);
    }

    [Fact]
    public async Task Recording_SpikesLag_EndsOnlyWhenTheyAreComplete()
    {
        var heard = new Heard();
        using var paced = new PacedRecording(new Batches(100, 10, lagFrames: 25), Info, 50, null, Pace.Max, TimeProvider.System);
        await heard.ReadAsync(paced);
        heard.CheckFrames(50);
        Assert.Equal((50, 50), (heard.Spikes.Count, heard.Watermark));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(45)]
    [InlineData(60)]
    public async Task Recording_EndInAGap_EndsThere(long end)
    {
        var heard = new Heard();
        using var paced = new PacedRecording(new Batches(100, 10, gap: 40..60), Info, end, null, Pace.Max, TimeProvider.System);
        await heard.ReadAsync(paced);
        Assert.Equal(40, heard.Frames.Count);
        Assert.Equal((end, end), (heard.Reached, heard.Watermark));
        Assert.Equal((int)end, heard.Spikes.Count);
    }

    [Fact]
    public async Task Recording_AtAGate_WaitsForItAndGoesOn()
    {
        var gate = new StepGate(35);
        var heard = new Heard();
        using var paced = new PacedRecording(new Batches(100, 10, lagFrames: 12), Info, null, gate, Pace.Max, TimeProvider.System);
        Task reading = heard.ReadAsync(paced);
        Assert.False(reading.IsCompleted);
        Assert.Equal((35, 35, 35), (heard.Frames.Count, heard.Spikes.Count, heard.Watermark));
        gate.MoveTo(70);
        while (heard.Watermark < 70)
            await Task.Yield();
        Assert.Equal((70, 70), (heard.Frames.Count, heard.Spikes.Count));
        gate.MoveTo(1000);
        await reading;
        heard.CheckFrames(100);
        Assert.Equal(100, heard.Spikes.Count);
    }

    [Fact]
    public async Task Recording_AtItsPace_LeavesWhenItsLastFrameIsOver()
    {
        var time = new FakeTimeProvider();
        using var paced = new PacedRecording(new Batches(40, 20), Info, null, null, new Pace(2), time);
        ValueTask<bool> first = paced.WaitForNextAsync();
        time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await first);
        Assert.Equal(20, paced.Next().FrameCount);
        ValueTask<bool> second = paced.WaitForNextAsync();
        Assert.False(second.IsCompleted);
        paced.Stop();
        Assert.False(await second);
        Assert.True(paced.Stopped);
    }

    /// <summary>A frame's samples are its number; each has a spike.</summary>
    private sealed class Batches(int frames, int batchFrames, int lagFrames = 0, Range? gap = null) : ISource<RecordingBatch>
    {
        private readonly VoltageToWiring.Streaming.Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
        private int _spikes;

        public string Name => "batches";

        public long Position { get; private set; }

        public bool Stopped { get; private set; }

        public int Outstanding => _pool.Outstanding;

        public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(!Stopped && (Position < frames || _spikes < frames));

        public RecordingBatch Next()
        {
            RecordingBatch batch = _pool.Rent();
            int first = (int)Position;
            bool missing = gap is { } g && first >= g.Start.Value && first < g.End.Value;
            int end = Math.Min(frames, missing ? gap!.Value.End.Value : first + batchFrames);
            batch.Reset(missing ? end : first, missing ? 0 : end - first, 2, SampleType.Float32);
            for (int i = 0; i < batch.Float32.Length; i++)
                batch.Float32[i] = first + i / 2;
            Position = end;
            int complete = end == frames && first == frames ? frames : Math.Max(0, end - lagFrames);
            for (; _spikes < complete; _spikes++)
                batch.Spikes.Add(new SpikeEvent(_spikes % 2, 10 * _spikes + 3));
            batch.SpikesCompleteThroughFrame = complete;
            return batch;
        }

        public void Stop() => Stopped = true;
    }

    private sealed class Heard
    {
        public List<(long Frame, float Sample)> Frames { get; } = [];

        public List<SpikeEvent> Spikes { get; } = [];

        public long Watermark { get; private set; }

        public long Reached { get; private set; }

        public async Task ReadAsync(PacedRecording paced)
        {
            while (await paced.WaitForNextAsync())
            {
                RecordingBatch batch = paced.Next();
                for (int i = 0; i < batch.FrameCount; i++)
                    Frames.Add((batch.FirstFrame + i, batch.Float32[2 * i + 1]));
                Reached = batch.FirstFrame + batch.FrameCount;
                Spikes.AddRange(batch.Spikes.Spikes);
                Watermark = batch.SpikesCompleteThroughFrame;
                batch.Return();
            }
        }

        public void CheckFrames(int count)
            => Assert.Equal(Enumerable.Range(0, count).Select(frame => ((long)frame, (float)frame)), Frames);
    }
}
