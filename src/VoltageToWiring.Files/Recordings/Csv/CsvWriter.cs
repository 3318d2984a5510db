using System.Globalization;
using System.Text;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>Writes a recording as two tables, see <see cref="CsvRecording"/>. Numbers are the shortest that read back to the bit.</summary>
internal static class CsvWriter
{
    private const int BufferBytes = 1 << 16;

    public static void Write(RecordingConversion conversion, string path, CancellationToken cancellation)
    {
        using var traces = new UnfinishedFile(path);
        using var spikes = new UnfinishedFile(CsvSpikes.FileBeside(path));
        using (StreamWriter writer = Writer(traces))
        {
            WriteHead(writer, conversion);
            foreach (RecordingBatch batch in conversion.Batches(cancellation))
                WriteFrames(writer, conversion.From.Info, batch);
        }
        using (StreamWriter writer = Writer(spikes))
            WriteSpikes(writer, conversion.From.Info, conversion.From.ReadSpikes(cancellation));
        spikes.Finish();
        traces.Finish();
    }

    private static void WriteHead(StreamWriter writer, RecordingConversion conversion)
    {
        RecordingInfo info = conversion.From.Info;
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"""
            # v2w recording: 1
            # name: {info.Name.ReplaceLineEndings(" ")}
            # frame_rate: {info.FrameClock.RateNumerator}/{info.FrameClock.RateDenominator}
            # spike_rate: {info.SpikeClock.RateNumerator}/{info.SpikeClock.RateDenominator}
            # sources: {info.Sources}
            # total_frames: {info.TotalFrames}
            # frames: {conversion.From.Contents.Frames}
            # spikes: {conversion.From.Contents.Spikes}
            # sample_type: {SampleTypes.NameOf(info.SampleType)}
            # unit: {info.AmplitudeUnit.ReplaceLineEndings(" ")}
            # started: {conversion.Started.ToUniversalTime():O}
            frame,time_s
            """).ReplaceLineEndings("\n"));
        for (int target = 0; target < info.Targets; target++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",target_{target}"));
        writer.Write('\n');
    }

    private static void WriteFrames(StreamWriter writer, RecordingInfo info, RecordingBatch batch)
    {
        for (int frame = 0; frame < batch.FrameCount; frame++)
        {
            Append(writer, batch.FirstFrame + frame);
            writer.Write(',');
            Append(writer, info.FrameClock.TimeSeconds(batch.FirstFrame + frame));
            for (int at = frame * info.Targets; at < (frame + 1) * info.Targets; at++)
            {
                writer.Write(',');
                if (info.SampleType == SampleType.Float64)
                    Append(writer, batch.Float64[at]);
                else
                    Append(writer, batch.Float32[at]);
            }
            writer.Write('\n');
        }
    }

    private static void WriteSpikes(StreamWriter writer, RecordingInfo info, SpikeEvent[] spikes)
    {
        writer.Write("train,time_s,tick\n");
        foreach (SpikeEvent spike in spikes)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{spike.Source},{info.SpikeClock.TimeSeconds(spike.Tick)},{spike.Tick}\n"));
    }

    private static void Append<T>(StreamWriter writer, T number)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[40];
        number.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        writer.Write(text[..length]);
    }

    private static StreamWriter Writer(UnfinishedFile file) => new(file.Stream, new UTF8Encoding(false), BufferBytes, leaveOpen: true);
}
