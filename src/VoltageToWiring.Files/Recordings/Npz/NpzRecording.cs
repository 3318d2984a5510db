using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>
/// A recording as NumPy arrays: <c>numpy.savez(file, samples=x, frame_rate=1000.0, spike_source=s, spike_time=t)</c> writes one.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>samples</term><description>frames × targets, floats or integers, rows one after the other (C order). Integers of up to two
/// bytes and floats of up to four are taken in single precision, others in double precision.</description></item>
/// <item><term>frame_rate</term><description>Hz: a number, or two integers, numerator and denominator.</description></item>
/// <item><term>frames</term><description>The index of the frame of each row, ascending; where it is missing, there is no gap.</description></item>
/// <item><term>total_frames</term><description>Length of the recording, gaps included; where it is missing, it ends with its last row.</description></item>
/// <item><term>spike_source</term><description>The train of each spike, from 0.</description></item>
/// <item><term>spike_tick, spike_rate</term><description>The tick of each spike on a clock, and its rate as for frame_rate.</description></item>
/// <item><term>spike_time</term><description>In place of both: the time of each spike, s, from the beginning of the first frame.</description></item>
/// <item><term>sources</term><description>Number of trains; where it is missing, one more than the largest of spike_source.</description></item>
/// <item><term>unit, name, started</term><description>Texts: unit of the samples (V where it is missing), name, and when the recording began (ISO 8601).</description></item>
/// </list>
/// <para>Other arrays are ignored. Spikes may come in any order; they are held in memory, samples are not.</para>
/// </remarks>
internal static class NpzRecording
{
    public const string Needed = "samples and frame_rate, and for spikes spike_source with spike_tick and spike_rate, or with spike_time";

    public static RowRecording Open(string path, ReadOptions options, CancellationToken cancellation)
    {
        var archive = new NpzArchive(path);
        try
        {
            return Open(path, archive, options, cancellation);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static RowRecording Open(string path, NpzArchive archive, ReadOptions options, CancellationToken cancellation)
    {
        if (!archive.Has("samples"))
            throw new FileFormatException(path, $"the arrays {string.Join(", ", archive.Names)}", Needed);
        (NpyHeader header, Stream first) = archive.Open("samples");
        first.Dispose();
        string called = archive.Called("samples");
        NpyShape shape = NpyShape.Of(called, header);
        IReadOnlyList<FrameRun> runs = archive.Has("frames") ? NpzFrames.Read(archive, shape.Rows, cancellation) : shape.Rows > 0 ? [new FrameRun(0, shape.Rows)] : [];
        SampleClock frameClock = options.RateOf(archive.Has("frame_rate") ? archive.Called("frame_rate") : path, Rate(archive, "frame_rate"));
        RecordingInfo info = new()
        {
            Name = archive.Text("name") ?? Path.GetFileNameWithoutExtension(path),
            FrameClock = frameClock,
            SpikeClock = Rate(archive, "spike_rate") ?? Rates.SpikesOf(frameClock),
            Sources = 0,
            Targets = shape.Targets,
            SampleType = shape.SampleType,
            AmplitudeUnit = options.Unit ?? archive.Text("unit") ?? "V",
            TrainsKnownBeforehand = true,
            TotalFrames = Total(archive, runs.Count == 0 ? 0 : runs[^1].End),
        };
        SpikeEvent[] spikes = NpzSpikes.Read(archive, info.SpikeClock);
        info = info with { Sources = Sources(archive, spikes) };
        return new RowRecording(
            path, RecordingFormat.Npz, archive.Text("format") ?? "1", info,
            new RecordingContents { Runs = runs, Spikes = spikes.Length, Started = Started(archive) },
            SpikeChecks.Checked(archive.Called("spike_source"), info, spikes), () => Rows(archive, called), archive);
    }

    private static NpyRowsReader Rows(NpzArchive archive, string called)
    {
        (NpyHeader header, Stream data) = archive.Open("samples");
        return new NpyRowsReader(called, data, header.Numbers(called));
    }

    private static SampleClock? Rate(NpzArchive archive, string array)
    {
        if (!archive.Has(array))
            return null;
        (NpyHeader header, Stream stream) = archive.Open(array);
        stream.Dispose();
        SampleClock? rate = header.Shape.Count == 0
            ? Rates.Of(archive.Numbers(array, 0)[0])
            : archive.Integers(array, 1) is [var numerator, var denominator] ? Rates.Of(numerator, denominator) : null;
        return rate ?? throw new FileFormatException(archive.Called(array), "what is no rate", "a positive number of Hz, or two integers, numerator and denominator");
    }

    private static long Total(NpzArchive archive, long least)
    {
        long total = archive.Has("total_frames") ? archive.Integers("total_frames", 0)[0] : least;
        return total >= least ? total : throw new FileFormatException(
            archive.Called("total_frames"), total.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"at least the {least} frames that samples has"));
    }

    private static int Sources(NpzArchive archive, SpikeEvent[] spikes)
    {
        int least = spikes.Length == 0 ? 0 : spikes.Max(spike => spike.Source) + 1;
        if (!archive.Has("sources"))
            return least;
        long sources = archive.Integers("sources", 0)[0];
        return sources is >= 0 and <= int.MaxValue ? (int)sources : throw new FileFormatException(
            archive.Called("sources"), sources.ToString(CultureInfo.InvariantCulture), "a number of trains");
    }

    private static DateTimeOffset? Started(NpzArchive archive)
        => DateTimeOffset.TryParse(archive.Text("started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset started) ? started : null;
}
