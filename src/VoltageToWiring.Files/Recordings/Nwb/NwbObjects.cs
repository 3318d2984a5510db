using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>Attributes and small datasets of an NWB file.</summary>
internal static class NwbObjects
{
    /// <summary>The neurodata_type of an object; null where it has none.</summary>
    public static string? TypeOf(IH5Object thing) => TextOf(thing, "neurodata_type");

    /// <summary>An attribute that is text; null where there is none.</summary>
    public static string? TextOf(IH5Object thing, string attribute)
    {
        if (!thing.AttributeExists(attribute) || thing.Attribute(attribute) is not { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } text)
            return null;
        return text.Space.Rank == 0 ? text.Read<string>() : text.Read<string[]>() is [var first, ..] ? first : null;
    }

    /// <summary>An attribute that is a number; null where there is none. Single precision stays what it is.</summary>
    /// <param name="file">What to call the file and its object.</param>
    /// <param name="thing">The object.</param>
    /// <param name="attribute">Name of the attribute.</param>
    public static (double Value, bool IsSingle)? NumberOf(string file, IH5Object thing, string attribute)
    {
        if (!thing.AttributeExists(attribute))
            return null;
        IH5Attribute found = thing.Attribute(attribute);
        RawNumbers numbers = Hdf5Numbers.Of($"{file}, attribute {attribute}", found.Type);
        double value = (numbers.Kind, numbers.Bytes) switch
        {
            ('f', 4) => One<float>(found),
            ('f', 8) => One<double>(found),
            ('i', 4) => One<int>(found),
            ('i', 8) => One<long>(found),
            ('u', 8) => One<ulong>(found),
            _ => throw new FileFormatException($"{file}, attribute {attribute}", $"a number of {numbers.Bytes} bytes", "a float, or an integer of 4 or 8 bytes"),
        };
        return double.IsFinite(value) ? (value, numbers is { Kind: 'f', Bytes: 4 }) : throw new FileFormatException(
            $"{file}, attribute {attribute}", value.ToString(CultureInfo.InvariantCulture), "a finite number");
    }

    /// <summary>A dataset of one axis, whole.</summary>
    /// <typeparam name="T">double or long.</typeparam>
    /// <param name="file">What to call the file and its dataset.</param>
    /// <param name="dataset">The dataset.</param>
    public static T[] All<T>(string file, NativeDataset dataset)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (dataset.Space.Rank > 1)
            throw new FileFormatException(file, $"{dataset.Space.Rank} axes", "one axis");
        RawNumbers numbers = Hdf5Numbers.Of(file, dataset.Type);
        int count = dataset.Space.Rank == 0 ? 1 : checked((int)dataset.Space.Dimensions[0]);
        var values = new T[count];
        var raw = new byte[checked(count * numbers.Bytes)];
        if (count > 0)
            Hdf5Guard.Guard(file, () => { Hdf5Numbers.Read(dataset, numbers, raw, new PureHDF.Selections.AllSelection(), default); return 0; });
        numbers.Read(raw, values.AsSpan());
        return values;
    }

    private static double One<T>(IH5Attribute attribute)
        where T : unmanaged, System.Numerics.INumberBase<T>
        => double.CreateTruncating(attribute.Space.Rank == 0 ? attribute.Read<T>() : attribute.Read<T[]>()[0]);
}
