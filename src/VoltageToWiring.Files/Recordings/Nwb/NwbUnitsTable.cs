using PureHDF;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>Spikes as the table <c>units</c>: the times of all trains, one train after the other, and where each ends.</summary>
internal static class NwbUnitsTable
{
    private const string Path = "/units";

    public static H5Group Of(NwbTree tree, RecordingInfo info, SpikeEvent[] spikes)
    {
        long[] ends = new long[info.Sources];
        foreach (SpikeEvent spike in spikes)
            ends[spike.Source]++;
        for (int source = 1; source < ends.Length; source++)
            ends[source] += ends[source - 1];
        H5Group table = tree.Table(Path, "Units", "Presynaptic spike trains.", ["spike_times"], info.Sources);
        var times = tree.Column(new H5Dataset(Times(info, spikes, ends)), $"{Path}/spike_times", "Spike times of each train, s, ascending.");
        times.Attributes["resolution"] = info.SpikeClock.PeriodSeconds;
        var index = tree.Column(new H5Dataset(ends), $"{Path}/spike_times_index", "Index after the last spike of each train.", "VectorIndex");
        index.Attributes["target"] = (H5ObjectReference)times;
        table["spike_times"] = times;
        table["spike_times_index"] = index;
        return table;
    }

    private static double[] Times(RecordingInfo info, SpikeEvent[] spikes, long[] ends)
    {
        var times = new double[spikes.Length];
        long[] next = [0, .. ends];
        foreach (SpikeEvent spike in spikes)
            times[next[spike.Source]++] = info.SpikeClock.TimeSeconds(spike.Tick);
        return times;
    }
}
