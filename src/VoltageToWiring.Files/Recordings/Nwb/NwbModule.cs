using PureHDF;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>What we alone write: the clocks of the recording, and what was inferred from it.</summary>
internal static class NwbModule
{
    private const string Path = "/processing/" + NwbClocks.Module;

    /// <summary>Of a recording, and what was inferred from it.</summary>
    public static H5Group Of(NwbTree tree, RecordingConversion conversion)
    {
        var module = new H5Group { [NwbClocks.Table] = Clocks(tree, conversion.From) };
        if (conversion.Wiring is { } wiring)
            module["inferred_wiring"] = Wiring(tree, wiring);
        return Described(tree, module);
    }

    /// <summary>Of what was inferred alone.</summary>
    public static H5Group Of(NwbTree tree, InferredWiring wiring) => Described(tree, new H5Group { ["inferred_wiring"] = Wiring(tree, wiring) });

    private static H5Group Described(NwbTree tree, H5Group module)
    {
        module.Attributes["description"] = "Clocks of the recording as exact ratios, and the wiring inferred from it.";
        return tree.OfCore(module, "ProcessingModule", Path);
    }

    private static H5Group Clocks(NwbTree tree, IRecordingFile recording)
    {
        RecordingInfo info = recording.Info;
        (string Name, string Description, long Value)[] columns =
        [
            (NwbClocks.FrameNumerator, "Numerator of the frame rate, Hz.", info.FrameClock.RateNumerator),
            (NwbClocks.FrameDenominator, "Denominator of the frame rate.", info.FrameClock.RateDenominator),
            (NwbClocks.SpikeNumerator, "Numerator of the rate of the clock on which spikes are stamped, Hz.", info.SpikeClock.RateNumerator),
            (NwbClocks.SpikeDenominator, "Denominator of that rate.", info.SpikeClock.RateDenominator),
            (NwbClocks.First, "Index of the frame of the first row of voltage_imaging.", recording.Contents.Runs[0].First),
            (NwbClocks.Total, "Length of the recording in frames, gaps included.", info.TotalFrames ?? 0),
        ];
        string path = $"{Path}/{NwbClocks.Table}";
        H5Group table = tree.Table(path, "DynamicTable", "The recording's clocks and length.", [.. columns.Select(column => column.Name)], 1);
        foreach ((string name, string description, long value) in columns)
            table[name] = tree.Column(new H5Dataset(new[] { value }), $"{path}/{name}", description);
        return table;
    }

    private static H5Group Wiring(NwbTree tree, InferredWiring wiring)
    {
        string path = $"{Path}/inferred_wiring";
        H5Group table = tree.Table(path, "DynamicTable", wiring.Description, [.. wiring.Columns.Select(column => column.Name)], wiring.Rows);
        foreach (WiringColumn column in wiring.Columns)
            table[column.Name] = tree.Column(new H5Dataset(column.Values), $"{path}/{column.Name}", column.Description);
        return table;
    }
}
