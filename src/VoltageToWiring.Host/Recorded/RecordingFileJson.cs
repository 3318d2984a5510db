using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Recorded;

/// <summary>What <c>v2w info --json</c> prints of a file.</summary>
public sealed record RecordingFileJson
{
    /// <summary>Version of this layout.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>How it holds the recording: log, nwb, npz, npy, csv or tiff.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the format.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>Name of the recording.</summary>
    public required string Name { get; init; }

    /// <summary>When it began, ISO 8601; null where nobody knows.</summary>
    public required DateTimeOffset? Started { get; init; }

    /// <summary>Frames that are there.</summary>
    public required long Frames { get; init; }

    /// <summary>Length in frames, gaps included.</summary>
    public required long TotalFrames { get; init; }

    /// <summary>Length, s; null where nobody knows the rate.</summary>
    public required double? DurationS { get; init; }

    /// <summary>Numerator and denominator of the frame rate, Hz; null where nobody knows it.</summary>
    public required IReadOnlyList<long>? FrameRate { get; init; }

    /// <summary>Numerator and denominator of the rate of the spike clock, Hz.</summary>
    public required IReadOnlyList<long> SpikeRate { get; init; }

    /// <summary>Width and height of the frames of a movie; null for traces.</summary>
    public required IReadOnlyList<int>? Pixels { get; init; }

    /// <summary>Imaged neurons; of a movie without regions of interest, pixels.</summary>
    public required int Targets { get; init; }

    /// <summary>Presynaptic trains.</summary>
    public required int Sources { get; init; }

    /// <summary>float32, float64 or, of pixels, uint16.</summary>
    public required string SampleType { get; init; }

    /// <summary>Unit of the samples.</summary>
    public required string Unit { get; init; }

    /// <summary>How many spikes there are.</summary>
    public required long Spikes { get; init; }

    /// <summary>First frame and number of frames of each gap.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Gaps { get; init; }

    /// <summary>What somebody who uses the file should know; null for nothing.</summary>
    public required string? Note { get; init; }

    /// <summary>Lays a file out.</summary>
    /// <param name="file">The file.</param>
    public static RecordingFileJson From(IRecordingFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        RecordingInfo info = file.Info;
        long total = info.TotalFrames ?? 0;
        return new RecordingFileJson
        {
            File = file.Path,
            Format = RecordingFormats.WordOf(file.Format),
            FormatVersion = file.Version,
            Name = info.Name,
            Started = file.Contents.Started,
            Frames = file.Contents.Frames,
            TotalFrames = total,
            DurationS = file.Contents.RateIsUnknown ? null : info.FrameClock.TimeSeconds(total),
            FrameRate = file.Contents.RateIsUnknown ? null : [info.FrameClock.RateNumerator, info.FrameClock.RateDenominator],
            SpikeRate = [info.SpikeClock.RateNumerator, info.SpikeClock.RateDenominator],
            Pixels = file.Contents.Movie is { } pixels ? [pixels.Width, pixels.Height] : null,
            Targets = info.Targets,
            Sources = info.Sources,
            SampleType = SampleTypes.NameOf(info.SampleType),
            Unit = info.AmplitudeUnit,
            Spikes = file.Contents.Spikes,
            Gaps = [.. file.Contents.Gaps(total).Select(gap => new[] { gap.First, gap.Count })],
            Note = file.Contents.Note,
        };
    }
}
