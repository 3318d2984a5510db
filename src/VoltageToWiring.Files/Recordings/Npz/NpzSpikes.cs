using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Reads the spikes of an npz file.</summary>
internal static class NpzSpikes
{
    public static SpikeEvent[] Read(NpzArchive archive, SampleClock clock)
    {
        if (!archive.Has("spike_source"))
            return [];
        long[] sources = archive.Integers("spike_source", 1);
        (string array, long[] ticks) = archive.Has("spike_tick") ? ("spike_tick", Ticks(archive)) : ("spike_time", TicksOfTimes(archive, clock));
        if (ticks.Length != sources.Length)
            throw new FileFormatException(archive.Called(array), $"{ticks.Length} spikes", $"the {sources.Length} of spike_source");
        var spikes = new SpikeEvent[sources.Length];
        for (int i = 0; i < spikes.Length; i++)
        {
            if (sources[i] is < 0 or > int.MaxValue)
                throw new FileFormatException(archive.Called("spike_source"), $"source {sources[i]}", "sources from 0 on");
            spikes[i] = new SpikeEvent((int)sources[i], ticks[i]);
        }
        return spikes;
    }

    private static long[] Ticks(NpzArchive archive) => archive.Has("spike_rate")
        ? archive.Integers("spike_tick", 1)
        : throw new FileFormatException(archive.Called("spike_tick"), "no spike_rate beside it", "the rate of the clock that ticks");

    private static long[] TicksOfTimes(NpzArchive archive, SampleClock clock)
    {
        double[] times = archive.Numbers("spike_time", 1);
        return Array.ConvertAll(times, time => double.IsFinite(time)
            ? Rates.TickOf(clock, time)
            : throw new FileFormatException(archive.Called("spike_time"), time.ToString(CultureInfo.InvariantCulture), "times in s"));
    }
}
