using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Samples alone, frames × targets, whose frame rate somebody else knows.</summary>
internal static class NpyRecording
{
    public static RowRecording Open(string path, ReadOptions options)
    {
        using FileStream file = File.OpenRead(path);
        NpyHeader header = NpyHeader.Read(path, file);
        NpyShape shape = NpyShape.Of(path, header);
        RawNumbers numbers = header.Numbers(path);
        if (file.Length - file.Position < shape.Rows * shape.Targets * numbers.Bytes)
            throw new FileFormatException(path, $"{file.Length - file.Position} bytes of data", $"{shape.Rows * shape.Targets * numbers.Bytes} for this shape; the file is truncated");
        SampleClock clock = options.RateOf(path, null);
        var info = new RecordingInfo
        {
            Name = Path.GetFileNameWithoutExtension(path),
            FrameClock = clock,
            SpikeClock = Rates.SpikesOf(clock),
            Sources = 0,
            Targets = shape.Targets,
            SampleType = shape.SampleType,
            AmplitudeUnit = options.Unit ?? "V",
            TrainsKnownBeforehand = true,
            TotalFrames = shape.Rows,
        };
        return new RowRecording(
            path, RecordingFormat.Npy, "1", info, new RecordingContents { Runs = shape.Rows > 0 ? [new FrameRun(0, shape.Rows)] : [], Spikes = 0 }, [],
            () => Rows(path, header.DataStart, numbers));
    }

    private static NpyRowsReader Rows(string path, int dataStart, RawNumbers numbers)
    {
        FileStream data = File.OpenRead(path);
        data.Position = dataStart;
        return new NpyRowsReader(path, data, numbers);
    }
}
