using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Whether the spikes of a file belong to its recording.</summary>
internal static class SpikeChecks
{
    /// <summary>Brings spikes into their order, and holds them against the recording. The exposure that its end interrupted is part of it.</summary>
    /// <param name="file">What to call the file and its dataset.</param>
    /// <param name="info">The recording.</param>
    /// <param name="spikes">The spikes, in any order.</param>
    /// <exception cref="FileFormatException">One is of no train, or outside of the recording.</exception>
    public static SpikeEvent[] Checked(string file, RecordingInfo info, SpikeEvent[] spikes)
    {
        foreach (SpikeEvent spike in spikes)
        {
            if ((uint)spike.Source >= (uint)info.Sources)
                throw new FileFormatException(file, $"a spike of source {spike.Source}", info.Sources == 0 ? "no spikes" : $"sources 0 to {info.Sources - 1}");
            if (spike.Tick < 0 || info.FrameOf(spike.Tick) > info.TotalFrames)
                throw new FileFormatException(file, $"a spike of source {spike.Source} at {Seconds(info.SpikeClock.TimeSeconds(spike.Tick))}", $"0 to {Seconds(info.FrameClock.TimeSeconds(info.TotalFrames ?? 0))}, the length of the recording");
        }
        return SpikeOrder.Sorted(spikes);
    }

    private static string Seconds(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture) + " s";
}
