using System.Buffers.Binary;
using System.Globalization;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>Turns what goes wrong inside an HDF5 file into one sentence.</summary>
internal static class Hdf5Guard
{
    /// <summary>Does something with a file that may be broken.</summary>
    /// <param name="file">What to call the file and its dataset.</param>
    /// <param name="read">What is done.</param>
    public static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (broken is not (FileFormatException or OperationCanceledException or OutOfMemoryException or UnauthorizedAccessException or FileNotFoundException))
        {
            // The library throws plain exceptions for whatever it finds.
            string why = (broken.InnerException ?? broken).Message.Split('\n', '.')[0].Trim();
            throw new FileFormatException(file, $"HDF5 that cannot be read ({why})", "a whole file, of types and filters that are known here (gzip, shuffle)");
        }
    }

    /// <summary>Holds the length of a file against what its superblock says.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is shorter.</exception>
    public static void RequireWhole(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> block = stackalloc byte[64];
        int read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        // End-of-file address, where addresses have eight bytes, as they do in all but exotic files.
        int at = block[8] switch
        {
            0 when block[13] == 8 => 40,
            1 when block[13] == 8 => 44,
            2 or 3 when block[9] == 8 => 28,
            _ => -1,
        };
        if (read == block.Length && at < 0)
            return;
        ulong end = read < block.Length ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(block[at..]);
        if ((ulong)stream.Length < end)
        {
            throw new FileFormatException(
                path, string.Create(CultureInfo.InvariantCulture, $"{stream.Length} bytes"),
                end == ulong.MaxValue ? "a whole HDF5 file; this one is truncated" : string.Create(CultureInfo.InvariantCulture, $"the {end} that its superblock states; the file is truncated"));
        }
    }
}
