using System.Globalization;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Resolves what is done to traces, and how spikes are found in them.</summary>
internal sealed class DetectionResolver(PipelineFile file, PipelineBinder binder, NamedFiles files)
{
    private const string Path = "detection";

    // A template longer than this is not one of a spike.
    private const int MostTemplateFrames = 1000;

    private readonly DetectionSection _detection = file.Detection;

    /// <summary>What completes a recording; nothing where it goes on as it is.</summary>
    /// <param name="recording">What its source says of it.</param>
    public IReadOnlyList<IRecordingCompletion> Completions(RecordingInfo recording)
    {
        TraceOptions traces = Traces();
        DetectionOptions? detection = Detection(recording.FrameClock);
        return traces.ChangeTraces || detection is not null ? [new TraceCompletion(traces, detection)] : [];
    }

    private TraceOptions Traces() => new()
    {
        // Of other recordings the source turns samples over.
        Negative = file.Source.Simulate?.Imaging.Polarity == IndicatorPolarity.Negative,
        DetrendSeconds = file.Traces.Detrend.Time?.Si,
    };

    // Null where spikes come from the source.
    private DetectionOptions? Detection(SampleClock clock)
    {
        if (file.Spikes == SpikesSetting.FromSource)
            return null;
        if (_detection.Refractory.Si * clock.RateHz < 1 - 1e-9)
            throw binder.Error($"{Path}.refractory", $"is {_detection.Refractory}", $"at least one frame, {Milliseconds(clock.PeriodSeconds)}");
        CheckLength($"{Path}.before", _detection.Before, clock);
        CheckLength($"{Path}.after", _detection.After, clock);
        return new DetectionOptions
        {
            BeforeSeconds = _detection.Before.Si,
            AfterSeconds = _detection.After.Si,
            RefractorySeconds = _detection.Refractory.Si,
            ThresholdFloor = _detection.Threshold,
            Template = _detection.Template.File is { } name ? files.Read($"{Path}.template", name, ReadTemplate) : null,
        };
    }

    private void CheckLength(string path, Quantity time, SampleClock clock)
    {
        if (time.Si * clock.RateHz > MostTemplateFrames)
            throw binder.Error(path, $"is {time}, {time.Si * clock.RateHz:0} frames", $"at most {MostTemplateFrames} frames");
    }

    private static double[] ReadTemplate(string full)
    {
        NpyArray array = NpyFile.Read(full);
        string shape = string.Join(" × ", array.Shape);
        if (array.Values.Length is < 2 or > MostTemplateFrames || array.Shape.Count(length => length > 1) > 1)
            throw new FileFormatException(full, $"an array of {shape}", $"one value for each frame of a template, 2 to {MostTemplateFrames}");
        if (array.Values.FirstOrDefault(value => !double.IsFinite(value), 0) is not 0)
            throw new FileFormatException(full, "a value that is not finite", "finite values");
        return array.Values.Max() > 0 ? array.Values : throw new FileFormatException(full, "no value above 0", "a waveform whose largest value is its peak");
    }

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.######", CultureInfo.InvariantCulture) + " ms";
}
