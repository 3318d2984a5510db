using System.Globalization;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings;

/// <summary>A file whose samples are multiplied and whose spikes are moved, as somebody knows better than the file.</summary>
internal static class CorrectedRecording
{
    private const int RowsTogether = 1024;

    /// <summary>The file itself where there is nothing to correct. Spikes that leave the recording are left out.</summary>
    /// <param name="file">The file, which is disposed of with what is returned.</param>
    /// <param name="options">The corrections.</param>
    public static IRecordingFile Of(IRecordingFile file, ReadOptions options)
    {
        if (options is { Factor: 1, SpikeOffsetSeconds: 0 })
            return file;
        RecordingInfo info = file.Info;
        long ticks = Rates.TickOf(info.SpikeClock, options.SpikeOffsetSeconds);
        SpikeEvent[] all = file.ReadSpikes();
        SpikeEvent[] moved = [.. all.Select(spike => spike with { Tick = spike.Tick + ticks }).Where(spike => spike.Tick >= 0 && info.FrameOf(spike.Tick) <= info.TotalFrames)];
        RecordingContents contents = file.Contents with { Spikes = moved.Length, Note = Note(file.Contents.Note, all.Length - moved.Length) };
        return new RowRecording(
            file.Path, file.Format, file.Version, info, contents, moved, () => new CorrectedRows(file.Open(RowsTogether), options.Factor), file);
    }

    private static string? Note(string? note, int left) => left == 0 ? note
        : $"{note}{(note is null ? "" : " ")}{string.Create(CultureInfo.InvariantCulture, $"{left} spikes that were moved out of the recording are left out.")}";

    /// <summary>Rows out of batches.</summary>
    private sealed class CorrectedRows(ISource<RecordingBatch> source, double factor) : ISampleRows
    {
        private RecordingBatch? _batch;
        private int _used;

        public void Read(Span<float> samples)
        {
            while (samples.Length > 0)
            {
                ReadOnlySpan<float> some = Some(static batch => batch.Float32.Length).Float32.Slice(_used);
                int count = Math.Min(some.Length, samples.Length);
                for (int i = 0; i < count; i++)
                    samples[i] = (float)(some[i] * factor);
                samples = samples[count..];
                _used += count;
            }
        }

        public void Read(Span<double> samples)
        {
            while (samples.Length > 0)
            {
                ReadOnlySpan<double> some = Some(static batch => batch.Float64.Length).Float64.Slice(_used);
                int count = Math.Min(some.Length, samples.Length);
                for (int i = 0; i < count; i++)
                    samples[i] = some[i] * factor;
                samples = samples[count..];
                _used += count;
            }
        }

        public void Dispose()
        {
            _batch?.Return();
            (source as IDisposable)?.Dispose();
        }

        private RecordingBatch Some(Func<RecordingBatch, int> lengthOf)
        {
            while (_batch is null || _used == lengthOf(_batch))
            {
                _batch?.Return();
                _batch = null;
                _used = 0;
                if (!source.WaitForNextAsync().AsTask().GetAwaiter().GetResult())
                    throw new EndOfStreamException("The file has fewer frames than it says.");
                _batch = source.Next();
            }
            return _batch;
        }
    }
}
