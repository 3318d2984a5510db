using System.Globalization;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What <c>info</c> prints.</summary>
internal static class RecordingText
{
    private const int ShownGaps = 8;

    public static void Write(IRecordingFile file, TextWriter to)
    {
        RecordingInfo info = file.Info;
        RecordingContents contents = file.Contents;
        long total = info.TotalFrames ?? 0;
        Line("file", file.Path);
        Line("format", $"{RecordingFormats.NameOf(file.Format)}, version {file.Version}");
        Line("recording", info.Name);
        if (contents.Started is { } started)
            Line("started", started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Line("frames", string.Create(CultureInfo.InvariantCulture, $"{contents.Frames}{(contents.Frames == total ? "" : $" of {total}")} at {(contents.RateIsUnknown ? "a rate that the file does not state" : info.FrameClock)}"));
        if (!contents.RateIsUnknown)
            Line("duration", string.Create(CultureInfo.InvariantCulture, $"{info.FrameClock.TimeSeconds(total):0.######} s"));
        if (contents.Movie is { } movie)
            Line("movie", $"{movie}{(info.Pixels is null ? "" : "; --rois FILE makes traces of them")}");
        if (info.Pixels is null)
            Line("targets", info.Targets);
        Line("samples", $"{SampleTypes.NameOf(info.SampleType)}, {info.AmplitudeUnit}");
        Line("sources", info.Sources);
        Line("spikes", string.Create(CultureInfo.InvariantCulture, $"{contents.Spikes} on a clock of {info.SpikeClock}"));
        Line("gaps", GapsOf(contents.Gaps(total)));
        if (contents.Note is { } note)
            Line("note", note);

        void Line<T>(string name, T value) => to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {value}"));
    }

    private static string GapsOf(IReadOnlyList<FrameRun> gaps) => gaps.Count == 0 ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"{gaps.Count}, {gaps.Sum(gap => gap.Count)} frames: {string.Join(", ", gaps.Take(ShownGaps).Select(gap => string.Create(CultureInfo.InvariantCulture, $"{gap.First}–{gap.End - 1}")))}{(gaps.Count > ShownGaps ? ", …" : "")}");
}
