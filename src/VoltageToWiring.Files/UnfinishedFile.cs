namespace VoltageToWiring.Files;

/// <summary>A file that is written beside its place and moved there when it is whole, so that there is never half of one.</summary>
public sealed class UnfinishedFile : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly string _file;
    private readonly string _beside;

    /// <summary>Starts the file.</summary>
    /// <param name="file">Its place.</param>
    public UnfinishedFile(string file)
    {
        _file = file;
        _beside = file + ".partial";
        Stream = new FileStream(_beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes);
    }

    /// <summary>What it holds so far.</summary>
    public Stream Stream { get; }

    /// <summary>Moves it to its place; what is there is replaced.</summary>
    public void Finish()
    {
        Stream.Dispose();
        File.Move(_beside, _file, overwrite: true);
    }

    /// <summary>Where it was not finished, nothing stays.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        finally
        {
            File.Delete(_beside);
        }
    }
}
