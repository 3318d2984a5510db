using VoltageToWiring.Files.Recordings.Csv;
using VoltageToWiring.Files.Recordings.Logs;
using VoltageToWiring.Files.Recordings.Npz;
using VoltageToWiring.Files.Recordings.Nwb;
using VoltageToWiring.Files.Recordings.Tiff;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Opens files with recordings, whatever their format.</summary>
public static class RecordingFiles
{
    /// <summary>Opens a file; its name says the format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What it does not say of itself; null for nothing.</param>
    /// <param name="cancellation">Ends the opening, where all of a file must be gone through.</param>
    /// <exception cref="FileFormatException">It is not what its name says, or broken, or no recording.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IRecordingFile Open(string path, ReadOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ReadOptions();
        IRecordingFile file = OpenAsItIs(path, options, cancellation);
        try
        {
            if (file.Info.Pixels is not null && options.Trace is { } trace)
                file = trace(file);
            return file.Info.Pixels is null ? CorrectedRecording.Of(file, options) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IRecordingFile OpenAsItIs(string path, ReadOptions options, CancellationToken cancellation)
        => RecordingFormats.OfFile(path) switch
        {
            RecordingFormat.Log => new LogFile(path, options, cancellation),
            RecordingFormat.Nwb => NwbRecording.Open(path, options, cancellation),
            RecordingFormat.Npz => NpzRecording.Open(path, options, cancellation),
            RecordingFormat.Npy => NpyRecording.Open(path, options),
            RecordingFormat.Csv => CsvRecording.Open(path, options, cancellation),
            RecordingFormat.Tiff => TiffMovie.Open(path, options, cancellation),
            var other => throw new InvalidOperationException($"Nothing opens {other}."),
        };
}
