using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>The spike trains of an NWB file: the table <c>units</c>.</summary>
/// <param name="Sources">Number of trains.</param>
/// <param name="Clock">The clock of their ticks.</param>
/// <param name="Spikes">All spikes, train after train.</param>
/// <param name="LeftOut">Spikes outside of the recording that were left out.</param>
internal sealed record NwbUnits(int Sources, SampleClock Clock, SpikeEvent[] Spikes, long LeftOut)
{
    private const string Index = "units/spike_times_index";
    private const string Times = "units/spike_times";

    /// <summary>Reads them.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="frames">When frames were taken.</param>
    /// <param name="endSeconds">End of the recording, in the session's time.</param>
    /// <param name="exact">The spike clock, where it stands elsewhere in the file.</param>
    /// <param name="options">What to do with spikes outside of the recording.</param>
    public static NwbUnits Read(string path, NativeFile file, NwbTimes frames, double endSeconds, SampleClock? exact, ReadOptions options)
    {
        if (!file.LinkExists(Times))
            return new NwbUnits(0, exact ?? Rates.SpikesOf(frames.Clock), [], 0);
        var dataset = (NativeDataset)file.Dataset(Times);
        double[] times = NwbObjects.All<double>($"{path}, {Times}", dataset);
        long[] ends = Ends(path, file, times.Length);
        SampleClock clock = exact ?? Resolution(path, dataset) ?? Rates.SpikesOf(frames.Clock);
        var spikes = new List<SpikeEvent>(times.Length);
        long leftOut = 0;
        for (int unit = 0, i = 0; unit < ends.Length; unit++)
        {
            for (; i < ends[unit]; i++)
            {
                double time = times[i] - frames.StartSeconds;
                long tick = double.IsFinite(time) ? Rates.TickOf(clock, time) : -1;
                if (tick >= 0 && times[i] <= endSeconds + frames.Clock.PeriodSeconds)
                    spikes.Add(new SpikeEvent(unit, tick));
                else if (options.LeaveOutSpikesOutside && double.IsFinite(time))
                    leftOut++;
                else
                    throw Outside(path, unit, times[i], frames.StartSeconds, endSeconds);
            }
        }
        return new NwbUnits(ends.Length, clock, [.. spikes], leftOut);
    }

    private static long[] Ends(string path, NativeFile file, int times)
    {
        string called = $"{path}, {Index}";
        if (!file.LinkExists(Index))
            throw new FileFormatException(path, $"{Times} without {Index}", "both");
        var dataset = (NativeDataset)file.Dataset(Index);
        if (Hdf5Numbers.Of(called, dataset.Type).Kind == 'f')
            throw new FileFormatException(called, "floats", "integers");
        long[] ends = NwbObjects.All<long>(called, dataset);
        for (int unit = 0; unit < ends.Length; unit++)
        {
            if (ends[unit] < (unit == 0 ? 0 : ends[unit - 1]) || ends[unit] > times)
                throw new FileFormatException(string.Create(CultureInfo.InvariantCulture, $"{called}, row {unit}"), string.Create(CultureInfo.InvariantCulture, $"the index {ends[unit]}"), string.Create(CultureInfo.InvariantCulture, $"indices that ascend, up to the {times} spike times"));
        }
        if (times > (ends.Length == 0 ? 0 : ends[^1]))
            throw new FileFormatException(called, string.Create(CultureInfo.InvariantCulture, $"a last index of {(ends.Length == 0 ? 0 : ends[^1])}"), string.Create(CultureInfo.InvariantCulture, $"{times}, the number of spike times"));
        return ends;
    }

    // The smallest difference between two spike times, as the schema has it; negative or missing where nobody knows.
    private static SampleClock? Resolution(string path, NativeDataset times)
        => NwbObjects.NumberOf($"{path}, {Times}", times, "resolution") is ({ } seconds, _) && seconds > 0 && Rates.Of(1 / seconds) is { } clock
            && Math.Abs(clock.PeriodSeconds / seconds - 1) < 1e-9 ? clock : null;

    private static FileFormatException Outside(string path, int unit, double time, double start, double end) => new(
        $"{path}, {Times}", string.Create(CultureInfo.InvariantCulture, $"a spike of unit {unit} at {time:0.######} s"),
        string.Create(CultureInfo.InvariantCulture, $"{start:0.######} s to {end:0.######} s, the time of the samples, unless spikes outside of it are left out"));
}
