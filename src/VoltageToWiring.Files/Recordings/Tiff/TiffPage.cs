namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>What the directory of a page says, as far as movies need it.</summary>
internal sealed class TiffPage
{
    // Tags of TIFF 6.0 and their defaults.
    private const int ImageWidth = 256, ImageLength = 257, BitsPerSample = 258, CompressionTag = 259, PhotometricTag = 262, ImageDescription = 270;
    private const int StripOffsets = 273, SamplesPerPixelTag = 277, RowsPerStripTag = 278, StripByteCounts = 279;
    private const int TileWidthTag = 322, TileLength = 323, TileOffsets = 324, TileByteCounts = 325, SampleFormatTag = 339;

    // A directory has a score of entries; of what is longer nothing good comes.
    private const int MostEntries = 4096;
    private const int MostSegments = 1 << 22;
    private const int MostText = 1 << 20;

    private byte[] _entries = [];
    private byte[] _values = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Bits { get; private set; }

    public int Compression { get; private set; }

    public int SamplesPerPixel { get; private set; }

    /// <summary>1 for unsigned integers, 2 for signed ones, 3 for floats.</summary>
    public int SampleFormat { get; private set; }

    /// <summary>0 where zero is white, 1 where it is black; others are colours.</summary>
    public int Photometric { get; private set; }

    /// <summary>Width of strips or tiles.</summary>
    public int SegmentWidth { get; private set; }

    /// <summary>Height of strips or tiles; the last strip may be lower.</summary>
    public int SegmentHeight { get; private set; }

    public bool IsTiled { get; private set; }

    /// <summary>Where each strip or tile begins.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>How long each is in the file.</summary>
    public List<long> ByteCounts { get; } = [];

    /// <summary>What the file says of itself; null for nothing.</summary>
    public string? Description { get; private set; }

    /// <summary>Where this directory lies.</summary>
    public long Directory { get; private set; }

    /// <summary>Where the next one lies; 0 where there is none.</summary>
    public long NextDirectory { get; private set; }

    /// <summary>Bytes of the directory itself.</summary>
    public long DirectoryBytes { get; private set; }

    /// <summary>Reads the directory of a page.</summary>
    /// <param name="file">The file.</param>
    /// <param name="directory">Where it lies.</param>
    /// <param name="withDescription">Whether what the file says of itself is wanted.</param>
    /// <returns>False where the file ends before that, or what is there is no directory.</returns>
    public bool TryRead(TiffBytes file, long directory, bool withDescription = false)
    {
        Reset(directory);
        int countBytes = file.IsBig ? 8 : 2, entryBytes = file.IsBig ? 20 : 12, wordBytes = file.IsBig ? 8 : 4;
        Span<byte> word = stackalloc byte[8];
        if (directory <= 0 || !file.TryRead(directory, word[..countBytes]))
            return false;
        long count = file.IsBig ? file.Long8(word) : file.Short(word);
        if (count is < 1 or > MostEntries)
            return false;
        DirectoryBytes = countBytes + count * entryBytes + wordBytes;
        int length = (int)count * entryBytes + wordBytes;
        if (_entries.Length < length)
            _entries = new byte[length];
        Span<byte> entries = _entries.AsSpan(0, length);
        if (!file.TryRead(directory + countBytes, entries))
            return false;
        NextDirectory = file.Word(entries[^wordBytes..]);
        for (int at = 0; at < length - wordBytes; at += entryBytes)
        {
            if (!TryTake(file, entries.Slice(at, entryBytes), withDescription))
                return false;
        }
        SegmentWidth = IsTiled ? SegmentWidth : Width;
        SegmentHeight = Math.Min(SegmentHeight, IsTiled ? int.MaxValue : Height);
        return true;
    }

    private void Reset(long directory)
    {
        Directory = directory;
        (Width, Height, Bits, Compression, SamplesPerPixel, SampleFormat, Photometric) = (0, 0, 1, 1, 1, 1, 1);
        (SegmentWidth, SegmentHeight, IsTiled, Description, NextDirectory) = (0, int.MaxValue, false, null, 0);
        Offsets.Clear();
        ByteCounts.Clear();
    }

    private bool TryTake(TiffBytes file, ReadOnlySpan<byte> entry, bool withDescription)
    {
        int type = file.Short(entry[2..]);
        long count = file.Word(entry[4..]);
        ReadOnlySpan<byte> value = entry[(file.IsBig ? 12 : 8)..];
        switch (file.Short(entry))
        {
            case ImageWidth: Width = Whole(file, type, value); break;
            case ImageLength: Height = Whole(file, type, value); break;
            case BitsPerSample: Bits = count == 1 ? Whole(file, type, value) : 0; break;
            case CompressionTag: Compression = Whole(file, type, value); break;
            case PhotometricTag: Photometric = Whole(file, type, value); break;
            case SamplesPerPixelTag: SamplesPerPixel = Whole(file, type, value); break;
            case SampleFormatTag: SampleFormat = count == 1 ? Whole(file, type, value) : 0; break;
            case RowsPerStripTag: SegmentHeight = Whole(file, type, value); break;
            case TileWidthTag: (SegmentWidth, IsTiled) = (Whole(file, type, value), true); break;
            case TileLength: SegmentHeight = Whole(file, type, value); break;
            case StripOffsets or TileOffsets: return TryList(file, type, count, value, Offsets);
            case StripByteCounts or TileByteCounts: return TryList(file, type, count, value, ByteCounts);
            case ImageDescription when withDescription: Description = Text(file, count, value); break;
        }
        return true;
    }

    // What is beyond an int is as good as the largest one: nothing of that size is allowed.
    private static int Whole(TiffBytes file, int type, ReadOnlySpan<byte> value) => (int)Math.Min(int.MaxValue, One(file, type, value) is >= 0 and var whole ? whole : int.MaxValue);

    private static long One(TiffBytes file, int type, ReadOnlySpan<byte> value) => type switch
    {
        1 => value[0],
        3 => file.Short(value),
        4 => file.Long(value),
        16 => value.Length >= 8 ? file.Long8(value) : -1,
        _ => -1,
    };

    private static int BytesOf(int type) => type switch { 1 => 1, 3 => 2, 4 => 4, 16 => 8, _ => 0 };

    private bool TryList(TiffBytes file, int type, long count, ReadOnlySpan<byte> value, List<long> list)
    {
        // A directory that has the list twice means the last one.
        list.Clear();
        int bytes = BytesOf(type);
        if (bytes == 0 || count is < 1 or > MostSegments || !TryValues(file, count * bytes, ref value))
            return false;
        for (int i = 0; i < count; i++)
            list.Add(One(file, type, value[(i * bytes)..]));
        return true;
    }

    // Values that do not fit into an entry lie elsewhere.
    private bool TryValues(TiffBytes file, long bytes, ref ReadOnlySpan<byte> value)
    {
        if (bytes <= value.Length)
            return true;
        if (_values.Length < bytes)
            _values = new byte[bytes];
        bool read = file.TryRead(file.Word(value), _values.AsSpan(0, (int)bytes));
        value = _values;
        return read;
    }

    private string? Text(TiffBytes file, long count, ReadOnlySpan<byte> value)
        => count is > 0 and <= MostText && TryValues(file, count, ref value) ? System.Text.Encoding.UTF8.GetString(value[..(int)count]).TrimEnd('\0') : null;
}
