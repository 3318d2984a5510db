using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>The numbers of an HDF5 dataset.</summary>
internal static class Hdf5Numbers
{
    /// <summary>Their type; in memory they are in the machine's order.</summary>
    /// <param name="file">What to call the file and its dataset.</param>
    /// <param name="type">The dataset's type.</param>
    public static RawNumbers Of(string file, IH5DataType type)
    {
        var numbers = type.Class switch
        {
            H5DataTypeClass.FloatingPoint => new RawNumbers('f', type.Size),
            H5DataTypeClass.FixedPoint => new RawNumbers(type.FixedPoint.IsSigned ? 'i' : 'u', type.Size),
            _ => default,
        };
        return numbers.IsKnown ? numbers : throw new FileFormatException(file, $"elements of type {type.Class} with {type.Size} bytes", "floats of 2, 4 or 8 bytes, or integers of 1 to 8");
    }

    /// <summary>Reads a selection as it is in memory.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="raw">Room for the selection.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="access">How to read; null for no matter.</param>
    public static void Read(NativeDataset dataset, RawNumbers numbers, Span<byte> raw, Selection selection, H5DatasetAccess access)
    {
        switch (numbers.Kind, numbers.Bytes)
        {
            case ('f', 2): dataset.Read(access, MemoryMarshal.Cast<byte, Half>(raw), selection); break;
            case ('f', 4): dataset.Read(access, MemoryMarshal.Cast<byte, float>(raw), selection); break;
            case ('f', 8): dataset.Read(access, MemoryMarshal.Cast<byte, double>(raw), selection); break;
            case ('i', 1): dataset.Read(access, MemoryMarshal.Cast<byte, sbyte>(raw), selection); break;
            case ('i', 2): dataset.Read(access, MemoryMarshal.Cast<byte, short>(raw), selection); break;
            case ('i', 4): dataset.Read(access, MemoryMarshal.Cast<byte, int>(raw), selection); break;
            case ('i', 8): dataset.Read(access, MemoryMarshal.Cast<byte, long>(raw), selection); break;
            case ('u', 1): dataset.Read(access, raw, selection); break;
            case ('u', 2): dataset.Read(access, MemoryMarshal.Cast<byte, ushort>(raw), selection); break;
            case ('u', 4): dataset.Read(access, MemoryMarshal.Cast<byte, uint>(raw), selection); break;
            default: dataset.Read(access, MemoryMarshal.Cast<byte, ulong>(raw), selection); break;
        }
    }
}
