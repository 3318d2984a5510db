using VoltageToWiring.Files;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Reads files that keys name.</summary>
/// <param name="binder">Knows where every key was written.</param>
/// <param name="directory">Where relative file names begin.</param>
internal sealed class NamedFiles(PipelineBinder binder, string directory)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The key.</param>
    /// <param name="file">The file's name, as written.</param>
    /// <param name="read">Reads it, given its full name.</param>
    /// <exception cref="PipelineException">It cannot be read, or is not what the key takes.</exception>
    public T Read<T>(string path, string file, Func<string, T> read)
    {
        string full = Path.GetFullPath(file, directory);
        try
        {
            return read(full);
        }
        catch (FileFormatException cause)
        {
            throw new PipelineException($"{binder.Where(path)}: {path} names {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            throw binder.Error(path, $"names {file}, which {why}", "a readable file, relative to the pipeline file");
        }
    }
}
