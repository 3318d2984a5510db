using VoltageToWiring.Streaming.PlugIn;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Streaming.PlugIn.PluggedIn;

namespace VoltageToWiring.Tests.Streaming.PlugIn;

/// <summary>A recording that comes from threads that cannot wait.</summary>
public class RecordingInletTests
{
    private static readonly InletOptions TenFrames = new() { Room = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task OnNext_Batches_ComeOutAsTheyWereAndEnd()
    {
        var inlet = new RecordingInlet(Info);
        RecordingBatch reused = Batch(0, 5);
        inlet.OnNext(reused);
        Fill(reused, 5, 5);
        inlet.OnNext(reused);
        inlet.OnCompleted();
        inlet.OnNext(Batch(10, 5));
        Assert.Equal(["0+5 [1@5 1@55] complete 10", "5+5 [] complete 10", "10+0 [] complete 10"], await ReadAsync(inlet));
        Assert.False(inlet.Stopped);
    }

    [Fact]
    public async Task OnNext_FullBuffer_DropsTheOldestFramesAndKeepsTheirSpikes()
    {
        RecordingInlet inlet = Filled(TenFrames);
        Assert.Equal(["5+5 [1@5 1@55 1@105] complete 15", "10+5 [] complete 15", "15+0 [] complete 15"], await ReadAsync(inlet));
        Assert.Equal(5, inlet.DroppedFrames);
    }

    [Fact]
    public async Task OnNext_FullBuffer_DropsTheNewestFramesWhereThatIsAskedFor()
    {
        RecordingInlet inlet = Filled(TenFrames with { WhenFull = Overflow.DropNewest });
        Assert.Equal(["0+5 [1@5 1@55 1@105] complete 15", "5+5 [] complete 15", "15+0 [] complete 15"], await ReadAsync(inlet));
        Assert.Equal(5, inlet.DroppedFrames);
    }

    [Fact]
    public async Task OnNext_FullBuffer_FailsWhereThatIsAskedFor()
    {
        RecordingInlet inlet = Filled(TenFrames with { WhenFull = Overflow.Fail });
        Assert.True(await inlet.WaitForNextAsync());
        inlet.Next().Return();
        inlet.Next().Return();
        Assert.Contains("frame 10 met a full buffer of 10 frames, 10 ms", (await FaultOf(inlet)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CountDropsIn_WheneverItIsCalled_EntersEveryDropOnce(bool early)
    {
        var ledger = new Ledger();
        var inlet = new RecordingInlet(Info, TenFrames with { Spikes = 2 });
        if (early)
            inlet.CountDropsIn(ledger);
        for (int i = 0; i < 4; i++)
            inlet.OnNext(Batch(5 * i, 5));
        if (!early)
            inlet.CountDropsIn(ledger);
        LedgerAccount books = ledger.Close();
        Assert.Equal((10, 10, 2, 2), (books.FramesIn, books.FramesDropped, books.SpikesIn, books.SpikesDropped));
        Assert.True(books.Balances);
    }

    [Fact]
    public async Task AddFrames_NumbersOfACamera_AreScaledToSamples()
    {
        var inlet = new RecordingInlet(Info, new InletOptions { Scale = -0.5 });
        ushort[] counts = [2, 65535, 0, 4];
        inlet.AddFrames(0, counts);
        inlet.AddFrames(5, [double.NaN, 1e3]);
        Assert.True(await inlet.WaitForNextAsync());
        Assert.Equal([-1f, -32767.5f, -0f, -2f], inlet.Next().Float32.ToArray());
        RecordingBatch second = inlet.Next();
        Assert.Equal((5L, 1), (second.FirstFrame, second.FrameCount));
        Assert.Equal([float.NaN, -500f], second.Float32.ToArray());
    }

    [Fact]
    public async Task AddFrames_DoublePrecision_StaysWhole()
    {
        var inlet = new RecordingInlet(Info with { SampleType = SampleType.Float64 });
        inlet.AddFrames<double>(0, [0.1, 1e-300]);
        Assert.True(await inlet.WaitForNextAsync());
        Assert.Equal([0.1, 1e-300], inlet.Next().Float64.ToArray());
    }

    private static readonly Dictionary<string, (Action<RecordingInlet> Do, string Says)> Mistakes = new()
    {
        ["frames that run backwards"] = (inlet => inlet.OnNext(Batch(4, 1)), "frame 4 came where frame 5 or a later one was due"),
        ["a frame twice"] = (inlet => inlet.AddFrames(4, [1f, 2f]), "frame 4 came where frame 5 or a later one was due"),
        ["a negative frame"] = (inlet => inlet.AddFrames(-1, [1f, 2f]), "frame -1 came where frame 5"),
        ["a frame that overflows"] = (inlet => inlet.AddFrames(long.MaxValue, [1f, 2f]), "frame 9223372036854775807 came; allowed is up to 2^53"),
        ["other targets"] = (inlet => inlet.OnNext(Shaped(3, SampleType.Float32)), "has 3 target(s) as Float32; allowed are the recording's 2 as Float32"),
        ["other numbers"] = (inlet => inlet.OnNext(Shaped(2, SampleType.Float64)), "has 2 target(s) as Float64; allowed are the recording's 2 as Float32"),
        ["half a frame"] = (inlet => inlet.AddFrames(5, [1f, 2f, 3f]), "3 samples came with frame 5; allowed is a multiple of the 2 targets"),
        ["too much at once"] = (inlet => inlet.OnNext(Batch(5, 11)), "11 frames came at once; allowed are the 10 that there is room for"),
        ["a train that is not there"] = (inlet => inlet.AddSpikes([new SpikeEvent(3, 60)], 6), "a spike of train 3 came; allowed are 0 to 2"),
        ["a negative tick"] = (inlet => inlet.AddSpikes([new SpikeEvent(0, -1)], 6), "a spike at tick -1 came"),
        ["a watermark that falls"] = (inlet => inlet.AddSpikes([], 4), "spikes were complete through frame 4 after 5"),
        ["an error of the producer"] = (inlet => inlet.OnError(new TimeoutException("the camera is unplugged")), "the camera is unplugged"),
    };

    public static IEnumerable<TheoryDataRow<string>> MistakeNames() => Mistakes.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public async Task Mistake_DoesNotThrowAndEndsTheRecordingInASentence(string name)
    {
        (Action<RecordingInlet> make, string says) = Mistakes[name];
        var inlet = new RecordingInlet(Info, TenFrames);
        inlet.OnNext(Batch(0, 5));
        make(inlet);
        inlet.OnNext(Batch(20, 5));
        inlet.OnCompleted();
        Assert.True(await inlet.WaitForNextAsync());
        RecordingBatch good = inlet.Next();
        Assert.Equal((0L, 5), (good.FirstFrame, good.FrameCount));
        Assert.Contains(says, (await FaultOf(inlet)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSpikes_ToARecordingWithoutTrains_SaysSo()
    {
        var inlet = new RecordingInlet(Info with { Sources = 0 });
        inlet.AddSpikes([new SpikeEvent(0, 1)], 1);
        Assert.Contains("a spike of train 0 came to a recording without trains; allowed are no spikes", (await FaultOf(inlet)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileNothingComes_EndsTheWait()
    {
        var inlet = new RecordingInlet(Info);
        ValueTask<bool> waiting = inlet.WaitForNextAsync();
        Assert.False(waiting.IsCompleted);
        inlet.Stop();
        Assert.False(await waiting);
        Assert.True(inlet.Stopped);
        inlet.OnNext(Batch(0, 5));
        Assert.False(await inlet.WaitForNextAsync());
    }

    [Fact]
    public void ToString_SaysWhatItHolds()
        => Assert.Equal("room for 10 frames, 10 ms, 0.1 kB; when full: drop the oldest", new RecordingInlet(Info, TenFrames).ToString());

    [Theory]
    [InlineData(0.0)]
    [InlineData(4000.0)]
    public void Room_OutOfRange_IsRefused(double seconds)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new InletOptions { Room = TimeSpan.FromSeconds(seconds) });

    /// <summary>Frames and spikes come apart, spikes later and in any order, cut anyhow: what goes on is the same.</summary>
    [Fact]
    public void Inlet_HoweverFramesAndSpikesCome_GivesTheRecordingInItsOrder()
    {
        SpikeEvent[] spikes = [.. Enumerable.Range(0, 60).Select(i => new SpikeEvent(i * 7 % 3, 13 * i)).OrderBy(spike => spike.Tick)];
        Gen.Select(Gen.Int[1, 9].Array[4, 30], Gen.Int[0, 12], Gen.Int[0, 1000]).Sample(
            (cuts, delay, seed) =>
            {
                var inlet = new RecordingInlet(Info);
                long frame = 0, complete = 0;
                foreach (int cut in cuts)
                {
                    inlet.AddFrames<float>(frame, [.. Enumerable.Range(0, cut).SelectMany(i => new float[] { frame + i, -(frame + i) })]);
                    frame += cut;
                    long through = Math.Max(complete, frame - delay);
                    SpikeEvent[] due = [.. spikes.Where(spike => Info.FrameOf(spike.Tick) >= complete && Info.FrameOf(spike.Tick) < through)];
                    Array.Sort([.. due.Select((_, i) => (i + 1) * (seed + 17) % 101)], due);
                    inlet.AddSpikes(due, through);
                    complete = through;
                }
                inlet.OnCompleted();
                var seen = new List<SpikeEvent>();
                long next = 0;
                while (inlet.WaitForNextAsync().AsTask().Result)
                {
                    RecordingBatch batch = inlet.Next();
                    Assert.Equal(next, batch.FirstFrame);
                    next += batch.FrameCount;
                    seen.AddRange(batch.Spikes.Spikes);
                    batch.Return();
                }
                return next == frame && seen.SequenceEqual(spikes.Where(spike => Info.FrameOf(spike.Tick) < complete));
            });
    }

    /// <summary>A camera's thread costs no memory, once buffers are as large as they will be.</summary>
    [Fact]
    public void Inlet_InTheSteadyState_AllocatesNothing()
    {
        var inlet = new RecordingInlet(Info, TenFrames with { WhenFull = Overflow.DropOldest });
        ushort[] counts = [1, 2, 3, 4];
        SpikeEvent[] spikes = [new(2, 0), new(0, 0)];
        long before = 0;
        for (int i = 0; i < 4000; i++)
        {
            if (i == 3000)
                before = GC.GetAllocatedBytesForCurrentThread();
            (spikes[0], spikes[1]) = (new(2, 20 * i + 9), new(0, 20 * i));
            inlet.AddFrames<ushort>(2 * i, counts);
            inlet.AddSpikes(spikes, 2 * i + 2);
            // The run is behind, and takes what is left of it now and then: five times two frames.
            for (int read = 0; i % 16 == 15 && read < 5 && inlet.WaitForNextAsync() is { IsCompleted: true }; read++)
                inlet.Next().Return();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(inlet.DroppedFrames > 100);
    }

    private static RecordingInlet Filled(InletOptions options)
    {
        var inlet = new RecordingInlet(Info, options);
        for (int i = 0; i < 3; i++)
            inlet.OnNext(Batch(5 * i, 5));
        inlet.OnCompleted();
        return inlet;
    }

    private static RecordingBatch Shaped(int targets, SampleType type)
    {
        var batch = new RecordingBatch();
        batch.Reset(5, 1, targets, type);
        batch.SpikesCompleteThroughFrame = 6;
        return batch;
    }

    private static async Task<InvalidDataException> FaultOf(RecordingInlet inlet)
        => await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (await inlet.WaitForNextAsync())
                inlet.Next().Return();
        });
}
