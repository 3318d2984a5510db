using System.Text.Json;
using VoltageToWiring.Files;

namespace VoltageToWiring.Host.Results;

/// <summary>JSON files of results.</summary>
internal static class JsonFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="content">What it holds.</param>
    public static void Write<T>(string file, T content)
    {
        using var unfinished = new UnfinishedFile(file);
        JsonSerializer.Serialize(unfinished.Stream, content, ResultsJson.Format);
        unfinished.Stream.WriteByte((byte)'\n');
        unfinished.Finish();
    }
}
