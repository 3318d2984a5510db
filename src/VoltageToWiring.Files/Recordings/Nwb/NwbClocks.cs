using PureHDF;
using PureHDF.VOL.Native;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// What NWB has no field for: rates as ratios, the number of trains, the length with the gap at its end. A table of one row that we write.
/// </summary>
/// <param name="FrameClock">The clock of the frames.</param>
/// <param name="SpikeClock">The clock of the spikes.</param>
/// <param name="TotalFrames">Length of the recording.</param>
/// <param name="FirstFrame">Index of the first row's frame.</param>
internal sealed record NwbClocks(SampleClock FrameClock, SampleClock SpikeClock, long TotalFrames, long FirstFrame)
{
    public const string Module = "voltage_to_wiring";
    public const string Table = "recording";

    public const string FrameNumerator = "frame_rate_numerator";
    public const string FrameDenominator = "frame_rate_denominator";
    public const string SpikeNumerator = "spike_rate_numerator";
    public const string SpikeDenominator = "spike_rate_denominator";
    public const string Total = "total_frames";
    public const string First = "first_frame";

    /// <summary>Reads the table; null where there is none.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="series">The series that is read; the table is about ours alone.</param>
    public static NwbClocks? Read(string path, NativeFile file, NwbSeries series)
    {
        string at = $"processing/{Module}/{Table}";
        if (series.Path != NwbRecording.OurSeries || !file.LinkExists(at))
            return null;
        return new NwbClocks(Rate(FrameNumerator, FrameDenominator), Rate(SpikeNumerator, SpikeDenominator), One(Total), One(First));

        SampleClock Rate(string numerator, string denominator) => Rates.Of(One(numerator), One(denominator))
            ?? throw new FileFormatException($"{path}, {at}/{numerator}", "what is no rate", "a positive rate");

        long One(string column)
        {
            string called = $"{path}, {at}/{column}";
            return file.LinkExists($"{at}/{column}") && NwbObjects.All<long>(called, (NativeDataset)file.Dataset($"{at}/{column}")) is [var value]
                ? value
                : throw new FileFormatException(called, "no single number", "one row");
        }
    }
}
