using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Opens the file of a section on one, to see what it is like.</summary>
internal static class FileResolver
{
    private const string Key = "source.file";

    // As for simulations: a stop waits for the batches that stages are at.
    private const long MaxBatchSamples = 1_000_000;

    public static FileSource Resolve(PipelineFile file, PipelineBinder binder, string directory)
    {
        FileSection section = file.Source.File!;
        if (file.Random == RandomMode.Numpy)
            throw binder.Error("random", "is numpy", "streams with source.file; what NumPy would have drawn for a recording is not in its file");
        string path = Path.GetFullPath(section.Path, directory);
        var options = new ReadOptions
        {
            FrameRate = section.FrameRate is { } rate ? Rates.Of(rate.Si) : null,
            Unit = section.VoltsPerUnit is null ? section.Unit : "V",
            Factor = (section.VoltsPerUnit ?? 1) * (section.Polarity == PolaritySetting.Negative ? -1 : 1),
            SpikeOffsetSeconds = section.SpikeOffset.Si,
            Series = section.Series,
            LeaveOutSpikesOutside = section.SpikesOutside == SpikesOutside.LeaveOut,
            Spikes = section.Movie?.Spikes is { } spikes ? Path.GetFullPath(spikes, directory) : null,
            Trace = new MovieResolver(binder, $"{Key}.movie", directory).Tracing(section.Movie),
        };
        (RecordingInfo info, RecordingContents contents) = Look(path, options, binder, section.Path);
        CheckMovie(section, info, binder);
        double frames = Math.Round(file.Batch.Si * info.FrameClock.RateHz);
        return new FileSource
        {
            Path = path,
            Options = options,
            Stated = info,
            Contents = contents,
            BatchFrames = (int)Math.Clamp(frames, 1, Math.Max(1, MaxBatchSamples / info.Targets)),
            Seed = file.Seed,
            SpikeHeight = section.SpikeHeight,
        };
    }

    private static void CheckMovie(FileSection section, RecordingInfo info, PipelineBinder binder)
    {
        bool isMovie = RecordingFormats.OfName(section.Path) == RecordingFormat.Tiff;
        if (isMovie && section.Movie is null)
            throw binder.Error(Key, $"is a movie of {info.Pixels}", "movie: { rois: FILE } beside it, of which traces are made");
        if (!isMovie && section.Movie is not null)
            throw binder.Error($"{Key}.movie", "stands beside a file of traces", "only a movie, .tif");
        if (info.Pixels is not null && (section.Polarity != PolaritySetting.Stated || section.VoltsPerUnit is not null || section.SpikeOffset.Si != 0))
            throw binder.Error($"{Key}.movie.traces", "is receiver, and polarity, volts_per_unit and spike_offset change traces", "here, or these keys with the receiver");
    }

    private static (RecordingInfo Info, RecordingContents Contents) Look(string path, ReadOptions options, PipelineBinder binder, string named)
    {
        try
        {
            using IRecordingFile file = RecordingFiles.Open(path, options);
            return file.Info.TotalFrames > 0 ? (file.Info, file.Contents) : throw new FileFormatException(path, "no frames", "a recording");
        }
        catch (FileFormatException cause)
        {
            throw new PipelineException($"{binder.Where($"{Key}.path")}: {Key}.path names {cause.Message}", cause);
        }
        catch (FileNotFoundException missing) when (missing.FileName is { } file && file == options.Spikes)
        {
            throw binder.Error($"{Key}.movie.spikes", $"names {file}, which does not exist", "a readable file, relative to the pipeline file");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            throw binder.Error($"{Key}.path", $"names {named}, which {why}", "a readable file, relative to the pipeline file");
        }
    }
}
