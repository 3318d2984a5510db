using System.Globalization;

namespace VoltageToWiring.Files;

/// <summary>One synapse as a wiring file states it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Source">Index of the presynaptic train.</param>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="IsExcitatory">exc, or inh.</param>
/// <param name="Strength">Conductance with its unit; empty for the pipeline's.</param>
/// <param name="Delay">Time with its unit; empty for the pipeline's.</param>
public sealed record WiringRow(long Line, int Source, int Target, bool IsExcitatory, string Strength, string Delay);

/// <summary>Reads wirings: CSV with the columns <c>source,target,kind,strength,delay</c>, the last two optional.</summary>
public static class WiringFile
{
    /// <summary>Reads all synapses.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sources">Number of presynaptic trains.</param>
    /// <param name="targets">Number of postsynaptic neurons.</param>
    /// <exception cref="FileFormatException">A row is not a synapse, or stands twice.</exception>
    public static IReadOnlyList<WiringRow> Read(string file, int sources, int targets)
    {
        var rows = new List<WiringRow>();
        var pairs = new HashSet<(int, int)>();
        foreach ((long line, string[] cells) in CsvTable.Read(file, ["source", "target", "kind"], ["strength", "delay"]))
        {
            int source = Index(file, line, "source", cells[0], sources);
            int target = Index(file, line, "target", cells[1], targets);
            if (cells[2] is not ("exc" or "inh"))
                throw new FileFormatException(file, line, $"kind '{cells[2]}'", "exc or inh");
            if (!pairs.Add((source, target)))
                throw new FileFormatException(file, line, $"a second synapse from {source} to {target}", "one synapse for each pair");
            rows.Add(new WiringRow(line, source, target, cells[2] == "exc", cells[3], cells[4]));
        }
        return rows;
    }

    private static int Index(string file, long line, string column, string text, int count)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < count
            ? index
            : throw new FileFormatException(file, line, $"{column} '{text}'", $"0 to {count - 1}");
}
