using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>Unpacks the strips and tiles of a page, through LibTiff.</summary>
internal sealed class PackedSegments : IDisposable
{
    [ThreadStatic]
    private static string? s_problem;

    private readonly FileStream _file;
    private readonly LibTiff _tiff;

    // The library has one handler for all files; without one it writes to the terminal.
    static PackedSegments() => LibTiff.SetErrorHandler(new Listener());

    public PackedSegments(string path)
    {
        _file = File.OpenRead(path);
        LibTiff? tiff = LibTiff.ClientOpen(path, "r", _file, new TiffStream());
        if (tiff is null)
            _file.Dispose();
        _tiff = tiff ?? throw new FileFormatException(path, 1, s_problem ?? "what LibTiff cannot open", "a TIFF file", "page");
    }

    /// <summary>Goes to a page.</summary>
    /// <param name="directory">Where its directory lies.</param>
    public void Begin(long directory) => _tiff.SetSubDirectory(directory);

    /// <summary>Unpacks a strip or a tile of the page.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="into">Receives it, in the byte order of this machine.</param>
    /// <param name="bytes">How long it is.</param>
    /// <param name="path">What to call the file.</param>
    /// <param name="page">What to call the page.</param>
    /// <exception cref="FileFormatException">It is broken.</exception>
    public void Read(int index, byte[] into, int bytes, string path, long page)
    {
        s_problem = null;
        int read;
        try
        {
            read = _tiff.IsTiled() ? _tiff.ReadEncodedTile(index, into, 0, bytes) : _tiff.ReadEncodedStrip(index, into, 0, bytes);
        }
        catch (Exception broken) when (broken is IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // Broken data makes the library stumble now and then.
            read = -1;
        }
        if (read < bytes)
            throw new FileFormatException(path, page, $"compressed pixels that cannot be unpacked{(s_problem is { } problem ? $" ({problem})" : "")}", "a whole page", "page");
    }

    public void Dispose()
    {
        _tiff.Dispose();
        _file.Dispose();
    }

    private sealed class Listener : TiffErrorHandler
    {
        public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
            => s_problem = string.Format(CultureInfo.InvariantCulture, format, args).TrimEnd('.');

        public override void ErrorHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}
