using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Logs;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Recordings;

/// <summary>A recording of random numbers, of which some are missing, and ways to have one in a file and out of it.</summary>
internal sealed record InventedRecording(RecordingInfo Info, SortedDictionary<long, double[]> Frames, SpikeEvent[] Spikes)
{
    /// <summary>Frame rate 30000/1001 Hz, spike clock 30 kHz.</summary>
    public static InventedRecording Make(
        int frames = 400, int targets = 3, int sources = 4, SampleType type = SampleType.Float32, bool gaps = true, ulong seed = 1)
    {
        IRandomSource random = new RandomStreams(seed).Stream("recording");
        var info = new RecordingInfo
        {
            Name = "invented",
            FrameClock = new SampleClock(30_000, 1001),
            SpikeClock = new SampleClock(30_000),
            Sources = sources,
            Targets = targets,
            SampleType = type,
            AmplitudeUnit = "dF/F",
            TrainsKnownBeforehand = true,
            TotalFrames = frames,
        };
        var kept = new SortedDictionary<long, double[]>();
        for (long frame = 0; frame < frames; frame++)
        {
            double[] row = [.. Enumerable.Range(0, targets).Select(_ => Sample(random, type))];
            if (!gaps || frame is not (< 3 or (>= 50 and < 60) or 111 or >= 395))
                kept.Add(frame, row);
        }
        if (sources == 0)
            return new InventedRecording(info, kept, []);
        long ticks = frames * 1001L;
        SpikeEvent[] spikes = [.. Enumerable.Range(0, 5 * frames).Select(_ => new SpikeEvent((int)(random.NextDouble() * sources), (long)(random.NextDouble() * ticks)))];
        return new InventedRecording(info, kept, [.. spikes.Distinct().OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source)]);
    }

    private static double Sample(IRandomSource random, SampleType type)
    {
        double sample = random.NextDouble() < 0.02 ? double.NaN : (random.NextDouble() - 0.5) * 1e-2;
        return type == SampleType.Float32 ? (float)sample : sample;
    }

    /// <summary>Batches of some frames, as a rig would send them.</summary>
    public IEnumerable<RecordingBatch> Batches(int batchFrames)
    {
        int spike = 0;
        for (long first = 0; first < Info.TotalFrames; first += batchFrames)
        {
            long end = Math.Min(first + batchFrames, Info.TotalFrames!.Value);
            var runs = new List<(long First, int Count)>();
            for (long frame = first; frame < end; frame++)
            {
                if (!Frames.ContainsKey(frame))
                    continue;
                if (runs.Count > 0 && runs[^1].First + runs[^1].Count == frame)
                    runs[^1] = (runs[^1].First, runs[^1].Count + 1);
                else
                    runs.Add((frame, 1));
            }
            if (runs.Count == 0 || runs[^1].First + runs[^1].Count < end)
                runs.Add((end, 0));
            foreach ((long run, int count) in runs)
            {
                var batch = new RecordingBatch();
                batch.Reset(run, count, Info.Targets, Info.SampleType);
                batch.SpikesCompleteThroughFrame = end;
                for (; spike < Spikes.Length && Info.FrameOf(Spikes[spike].Tick) < end; spike++)
                    batch.Spikes.Add(Spikes[spike]);
                for (int i = 0; i < count; i++)
                    Fill(batch, i, Frames[run + i]);
                yield return batch;
            }
        }
    }

    /// <summary>Writes it as a log.</summary>
    public string Log(TemporaryFolder folder, int batchFrames = 37, bool close = true)
    {
        string path = folder.File("invented.v2wlog");
        using var log = new RecordingLog(path, Info, TimeProvider.System);
        foreach (RecordingBatch batch in Batches(batchFrames))
            log.Write(batch);
        if (close)
            log.Complete();
        return path;
    }

    /// <summary>Fails where a file holds anything else.</summary>
    public void AssertEquals(IRecordingFile file, int batchFrames, string? name = null)
    {
        Assert.Equal(Info with { Name = name ?? Info.Name }, file.Info);
        Assert.Equal(Frames.Count, file.Contents.Frames);
        Assert.Equal(Spikes.Length, file.Contents.Spikes);
        var frames = new SortedDictionary<long, double[]>();
        var spikes = new List<SpikeEvent>();
        long reached = 0;
        foreach (RecordingBatch batch in file.Open(batchFrames).Batches(TestContext.Current.CancellationToken))
        {
            Assert.True(batch.FirstFrame >= reached);
            reached = batch.FirstFrame + batch.FrameCount;
            for (int i = 0; i < batch.FrameCount; i++)
                frames.Add(batch.FirstFrame + i, Row(batch, i));
            foreach (SpikeEvent spike in batch.Spikes.Spikes)
                spikes.Add(spike);
        }
        Assert.Equal(Info.TotalFrames, reached);
        Assert.Equal(Frames.Keys, frames.Keys);
        Assert.All(Frames, frame => Assert.Equal(frame.Value.Select(BitConverter.DoubleToInt64Bits), frames[frame.Key].Select(BitConverter.DoubleToInt64Bits)));
        Assert.Equal(Spikes, spikes);
        Assert.Equal(Spikes, file.ReadSpikes(TestContext.Current.CancellationToken));
    }

    private static void Fill(RecordingBatch batch, int frame, double[] row)
    {
        for (int target = 0; target < row.Length; target++)
        {
            if (batch.SampleType == SampleType.Float64)
                batch.Float64[frame * row.Length + target] = row[target];
            else
                batch.Float32[frame * row.Length + target] = (float)row[target];
        }
    }

    private static double[] Row(RecordingBatch batch, int frame)
    {
        var row = new double[batch.Targets];
        for (int target = 0; target < row.Length; target++)
            row[target] = batch.SampleType == SampleType.Float64 ? batch.Float64[frame * row.Length + target] : batch.Float32[frame * row.Length + target];
        return row;
    }
}
