using CsvHelper;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Results;

/// <summary>Writes <c>spikes.csv</c>: every spike that was detected, neuron after neuron, in a neuron in their order.</summary>
public static class DetectedSpikesCsv
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "spikes.csv";

    private static readonly string[] Columns = ["neuron", "frame", "time_s", "snr"];

    /// <summary>Writes the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="spikes">The spikes.</param>
    /// <param name="info">The recording.</param>
    public static void Write(string file, SpikeKeeper spikes, RecordingInfo info)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        ArgumentNullException.ThrowIfNull(info);
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, Columns);
        for (int neuron = 0; neuron < info.Targets; neuron++)
        {
            foreach (FoundSpike spike in spikes.Detected(neuron))
            {
                csv.WriteField(neuron);
                csv.WriteField(spike.Frame);
                csv.WriteField(info.FrameClock.TimeSeconds(spike.Frame));
                csv.WriteField(spike.Snr);
                csv.NextRecord();
            }
        }
    }
}
