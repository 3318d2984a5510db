using VoltageToWiring.Figures;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>A piece of the recorded trace, and the second about a spike.</summary>
internal static class TracePart
{
    private const string Title = "What was recorded";
    private const double CloseUpSeconds = 1;
    private const double BeforeTheSpike = 0.6;

    public static ReportFigure Of(RunFolder folder)
    {
        using NpyRows? file = folder.Rows(ExcerptJson.FileName);
        if (folder.Results.Excerpt is not { } excerpt || file is null)
            return ReportFigure.LeftOut(Title, $"There is no {ExcerptJson.FileName}: nothing was recorded, or the run is older than this figure.");
        if (file.Shape is not [var frames] || frames != excerpt.Frames)
            throw new FileFormatException(folder.File(ExcerptJson.FileName), $"an array of shape ({string.Join(", ", file.Shape)})", Invariant($"{excerpt.Frames} samples"));
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        double[] samples = unit.Of(file.Read(0));
        if (Median.Of([.. samples.Where(double.IsFinite)]) is not { } median)
            return ReportFigure.LeftOut(Title, "Every sample of the excerpt is missing.");
        double seconds = 1 / excerpt.FrameRateHz;
        var whole = new RecordedTrace(
            Invariant($"target {excerpt.Target}"), excerpt.FirstFrame * seconds, seconds, samples, excerpt.SpikesS ?? [], median);
        RecordedTrace[] traces = CloseUp(whole) is { } closeUp ? [whole, closeUp] : [whole];
        string spikes = excerpt.SpikesS is null && folder.Results.Recording is null ? " The neuron fired too often for its spikes to be marked." : "";
        return new ReportFigure(
            Title, $"The trace of one target as it entered inference, with its median over this excerpt.{spikes}", TraceFigure.Of(traces, unit.Name));
    }

    /// <summary>The second about the first spike; null where there is none, or no more than a second.</summary>
    private static RecordedTrace? CloseUp(RecordedTrace whole)
    {
        int frames = (int)(CloseUpSeconds / whole.FrameSeconds);
        if (whole.SpikeSeconds.Count == 0 || frames < 2 || frames >= whole.Samples.Count)
            return null;
        int spike = (int)((whole.SpikeSeconds[0] - whole.FirstSeconds) / whole.FrameSeconds);
        int first = Math.Clamp(spike - (int)(BeforeTheSpike * frames), 0, whole.Samples.Count - frames);
        double from = whole.FirstSeconds + first * whole.FrameSeconds, to = from + CloseUpSeconds;
        return whole with
        {
            Title = "the second about the first spike",
            FirstSeconds = from,
            Samples = [.. whole.Samples.Skip(first).Take(frames)],
            SpikeSeconds = [.. whole.SpikeSeconds.Where(time => time >= from && time < to)],
        };
    }
}
