using System.Security.Cryptography;
using System.Text;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Experiments;

/// <summary>Keys of cells by all that their results depend on. How a file was written, its comments and the order of its keys have no say.</summary>
/// <param name="build">The build that runs them.</param>
/// <param name="kept">What is kept of each.</param>
internal sealed class CellKeys(string build, KeptFiles kept)
{
    // Spike times and wirings are mostly the same in all cells.
    private readonly Dictionary<string, string> _contents = [];

    /// <summary>The key of a cell, as 64 hexadecimal digits.</summary>
    /// <param name="pipeline">Its pipeline.</param>
    public string Of(LoadedPipeline pipeline)
    {
        string resolved = pipeline.ToYaml((file, _) => ContentOf(Path.GetFullPath(file, pipeline.Directory)));
        return Hex(Encoding.UTF8.GetBytes($"{build}\n{string.Join(' ', kept.Words)}\n{resolved}"));
    }

    private string ContentOf(string file)
    {
        if (!_contents.TryGetValue(file, out string? hash))
            _contents[file] = hash = Hex(File.ReadAllBytes(file));
        return hash;
    }

    private static string Hex(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
