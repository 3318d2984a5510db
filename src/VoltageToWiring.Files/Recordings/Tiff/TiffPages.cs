namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>
/// Goes through the pages of a movie, one after the other, and keeps none of them. LibTiff's own walk ends at 65,535 pages, two minutes at 500 Hz.
/// </summary>
/// <remarks>
/// ImageJ writes stacks above 4 GB with the directory of the first page only, and its description says how many follow it, one after the other.
/// </remarks>
internal sealed class TiffPages
{
    private readonly TiffBytes _file;
    private readonly long _unlisted;
    private long _next;
    private long _directoryBytes;

    /// <exception cref="FileFormatException">The first page cannot be used.</exception>
    public TiffPages(TiffBytes file)
    {
        _file = file;
        _next = file.FirstDirectory;
        if (!Page.TryRead(file, _next, withDescription: true))
            throw TiffLayout.Truncated(file, 1);
        Layout = TiffLayout.Of(file, Page);
        Description = Page.Description ?? "";
        _unlisted = Page.NextDirectory == 0 && !Layout.IsCompressed && Page.Offsets.Count == 1 ? TiffDescription.Images(Description) : 1;
    }

    /// <summary>The page it has come to.</summary>
    public TiffPage Page { get; } = new();

    /// <summary>How many pages it has come to, that one included.</summary>
    public long Count { get; private set; }

    /// <summary>Where the pixels of this page are, seen from where its directory says; for pages without one.</summary>
    public long Shift { get; private set; }

    public TiffLayout Layout { get; }

    /// <summary>What the first page says of the file.</summary>
    public string Description { get; }

    /// <summary>Goes to the next page; at first to the first.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="FileFormatException">It cannot be used.</exception>
    public bool MoveNext()
    {
        if (_unlisted > 1)
            return MoveUnlisted();
        if (_next == 0)
            return false;
        if (!Page.TryRead(_file, _next))
            throw TiffLayout.Truncated(_file, Count + 1);
        Count++;
        Layout.Check(_file, Page, Count);
        _next = Page.NextDirectory;
        _directoryBytes += Page.DirectoryBytes;
        if (_directoryBytes > _file.Length)
            throw new FileFormatException(_file.Path, Count, "more pages than the file has room for", "pages that do not lead in a circle", "page");
        return true;
    }

    private bool MoveUnlisted()
    {
        if (Count == 0)
            Layout.Check(_file, Page, 1);
        if (Count == _unlisted)
            return false;
        Shift = Count * Page.ByteCounts[0];
        Count++;
        return _file.Has(Page.Offsets[0] + Shift, Page.ByteCounts[0]) ? true : throw TiffLayout.Truncated(_file, Count);
    }
}
