using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>Unpacks the strips and tiles of a page, through LibTiff.</summary>
internal sealed class PackedSegments : IDisposable
{
    [ThreadStatic]
    private static string? _problem;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly LibTiff _tiff;
    private long _page;

    // The library has one handler for all files; without one it writes to the terminal.
    static PackedSegments() => LibTiff.SetErrorHandler(new Listener());

    /// <exception cref="FileFormatException">LibTiff cannot open it.</exception>
    public PackedSegments(string path)
    {
        _path = path;
        _file = File.OpenRead(path);
        try
        {
            _tiff = Try(1, () => LibTiff.ClientOpen(path, "r", _file, new TiffStream())) ?? throw Broken(1);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Goes to a page.</summary>
    /// <param name="directory">Where its directory lies.</param>
    /// <param name="page">Its number.</param>
    /// <exception cref="FileFormatException">LibTiff cannot read it.</exception>
    public void Begin(long directory, long page)
    {
        _page = page;
        if (!Try(page, () => _tiff.SetSubDirectory(directory)))
            throw Broken(page);
    }

    /// <summary>Unpacks a strip or a tile of the page.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="into">Receives it, in the byte order of this machine.</param>
    /// <param name="bytes">How long it is.</param>
    /// <exception cref="FileFormatException">It is broken.</exception>
    public void Read(int index, byte[] into, int bytes)
    {
        if (Try(_page, () => _tiff.IsTiled() ? _tiff.ReadEncodedTile(index, into, 0, bytes) : _tiff.ReadEncodedStrip(index, into, 0, bytes)) < bytes)
            throw Broken(_page);
    }

    public void Dispose()
    {
        _tiff.Dispose();
        _file.Dispose();
    }

    private T Try<T>(long page, Func<T> call)
    {
        _problem = null;
        try
        {
            return call();
        }
        catch (Exception broken) when (broken is not IOException)
        {
            // Over broken files the library stumbles in ways of any kind.
            throw Broken(page);
        }
    }

    private FileFormatException Broken(long page) => new(
        _path, page, $"compressed pixels that cannot be unpacked{(_problem is { } problem ? $" ({problem})" : "")}", "a whole page", "page");

    private sealed class Listener : TiffErrorHandler
    {
        public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
            => _problem = string.Format(CultureInfo.InvariantCulture, format, args).TrimEnd('.');

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
