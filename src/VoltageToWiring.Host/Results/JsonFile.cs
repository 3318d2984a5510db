using System.Text.Json;

namespace VoltageToWiring.Host.Results;

/// <summary>JSON files of results.</summary>
internal static class JsonFile
{
    /// <summary>Writes a file beside its place and moves it there, so that there is never half of one.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="content">What it holds.</param>
    public static void Write<T>(string file, T content)
    {
        string unfinished = file + ".partial";
        using (FileStream stream = File.Create(unfinished))
        {
            JsonSerializer.Serialize(stream, content, ResultsJson.Format);
            stream.WriteByte((byte)'\n');
        }
        File.Move(unfinished, file, overwrite: true);
    }
}
