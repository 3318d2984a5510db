using PureHDF;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>The samples as a TimeSeries: at a rate, or, where frames are missing, with a time for each.</summary>
internal static class NwbTimeSeries
{
    /// <summary>Describes the series; its data are written later.</summary>
    /// <param name="conversion">What is written.</param>
    /// <param name="data">The samples.</param>
    /// <param name="times">A time for each row; null for a rate.</param>
    public static Func<NwbTree, H5Group> Of(RecordingConversion conversion, H5Object data, H5Object? times) => tree =>
    {
        RecordingInfo info = conversion.From.Info;
        data.Attributes["conversion"] = 1f;
        data.Attributes["offset"] = 0f;
        data.Attributes["resolution"] = -1f;
        data.Attributes["unit"] = info.AmplitudeUnit == "V" ? "volts" : info.AmplitudeUnit;
        var series = new H5Group { ["data"] = data };
        if (times is null)
            series["starting_time"] = Starting(info, conversion.From.Contents.Runs[0].First);
        else
            series["timestamps"] = Timed(times);
        series.Attributes["description"] = "Imaged samples: frames × targets.";
        series.Attributes["comments"] = "no comments";
        return tree.OfCore(series, "TimeSeries", $"/{NwbRecording.OurSeries}");
    };

    /// <summary>When the frames of a batch begin, s.</summary>
    public static double[] TimesOf(RecordingInfo info, RecordingBatch batch)
    {
        var times = new double[batch.FrameCount];
        for (int i = 0; i < times.Length; i++)
            times[i] = info.FrameClock.TimeSeconds(batch.FirstFrame + i);
        return times;
    }

    private static H5Dataset Starting(RecordingInfo info, long firstFrame)
    {
        var starting = new H5Dataset(info.FrameClock.TimeSeconds(firstFrame));
        starting.Attributes["rate"] = (float)info.FrameClock.RateHz;
        starting.Attributes["unit"] = "seconds";
        return starting;
    }

    private static H5Object Timed(H5Object times)
    {
        times.Attributes["interval"] = 1;
        times.Attributes["unit"] = "seconds";
        return times;
    }
}
