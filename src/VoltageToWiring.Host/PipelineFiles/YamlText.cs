namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>The text of YAML files.</summary>
internal static class YamlText
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What kind of file it should be.</param>
    /// <param name="example">One that there is.</param>
    /// <exception cref="PipelineException">It does not exist, or cannot be read.</exception>
    public static string Read(string path, string kind, string example)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            throw new PipelineException($"The {kind} file {path} {Why(cause)}; allowed is a YAML file such as {example}.", cause);
        }
    }

    /// <summary>Whether an exception says that a file cannot be read.</summary>
    /// <param name="cause">The exception.</param>
    public static bool IsUnreadable(Exception cause) => cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>Why a file cannot be read, as the middle of a sentence.</summary>
    /// <param name="cause">What reading it threw.</param>
    public static string Why(Exception cause)
        => cause is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read: " + cause.Message.TrimEnd('.');

    /// <summary>Where relative file names in a file begin.</summary>
    /// <param name="path">The file.</param>
    public static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
