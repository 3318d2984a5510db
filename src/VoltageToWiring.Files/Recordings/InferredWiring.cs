namespace VoltageToWiring.Files.Recordings;

/// <summary>The connections that were inferred from a recording, as a table.</summary>
/// <param name="Description">What the table is, and by what it was made.</param>
/// <param name="Columns">Its columns, all of one length.</param>
public sealed record InferredWiring(string Description, IReadOnlyList<WiringColumn> Columns)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Columns.Count == 0 ? 0 : Columns[0].Values.Length;
}

/// <summary>A column of a table of connections.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with its unit.</param>
/// <param name="Values">An array of int, long, double or string; NaN and the empty text stand for what is not known.</param>
public sealed record WiringColumn(string Name, string Description, Array Values);
