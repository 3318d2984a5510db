using PureHDF;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>Makes objects of an NWB file with the attributes that the schema demands of all of them.</summary>
/// <param name="ids">Their ids.</param>
internal sealed class NwbTree(NwbIds ids)
{
    private const string Core = "core";
    private const string Common = "hdmf-common";

    /// <summary>The file's own id.</summary>
    public string Identifier => ids.Of("/");

    /// <summary>Marks an object of the core schema.</summary>
    public T OfCore<T>(T thing, string type, string path)
        where T : H5Object
        => Marked(thing, Core, type, path);

    /// <summary>A table: its columns, and a number for each row.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="type">Its neurodata_type; that of units is of the core schema.</param>
    /// <param name="description">What it is.</param>
    /// <param name="columns">Its columns, without those that only index others.</param>
    /// <param name="rows">Number of rows.</param>
    public H5Group Table(string path, string type, string description, IReadOnlyList<string> columns, int rows)
    {
        var table = new H5Group
        {
            ["id"] = Marked(new H5Dataset<int[]>([.. Enumerable.Range(0, rows)]), Common, "ElementIdentifiers", $"{path}/id"),
        };
        table.Attributes["colnames"] = new H5Attribute(columns.ToArray());
        table.Attributes["description"] = description;
        return Marked(table, type == "Units" ? Core : Common, type, path);
    }

    /// <summary>A column of a table.</summary>
    public T Column<T>(T data, string path, string description, string type = "VectorData")
        where T : H5Object
    {
        data.Attributes["description"] = description;
        return Marked(data, Common, type, path);
    }

    private T Marked<T>(T thing, string schema, string type, string path)
        where T : H5Object
    {
        thing.Attributes["namespace"] = schema;
        thing.Attributes["neurodata_type"] = type;
        thing.Attributes["object_id"] = ids.Of(path);
        return thing;
    }
}
