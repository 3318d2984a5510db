using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace VoltageToWiring.Files;

/// <summary>Reads the rows of a CSV file whose header must name certain columns.</summary>
public static class CsvTable
{
    /// <summary>The rows, each with its line and the cells of the columns asked for; a missing optional column gives empty cells.</summary>
    /// <param name="file">The file.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be.</param>
    /// <exception cref="FileFormatException">It is no such table.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<(long Line, string[] Cells)> Read(string file, string[] required, string[] optional)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            AllowComments = true,
            BadDataFound = bad => throw new FileFormatException(file, bad.Context.Parser!.RawRow, "a quote that is not closed", "plain cells"),
            MissingFieldFound = null,
        };
        using var reader = new StreamReader(file);
        using var csv = new CsvReader(reader, configuration);
        string allowed = $"a header with the columns {string.Join(',', required.Concat(optional))}";
        if (!csv.Read())
            throw new FileFormatException(file, "nothing", allowed);
        csv.ReadHeader();
        string[] header = csv.HeaderRecord ?? [];
        if (required.FirstOrDefault(column => !header.Contains(column)) is { } missing)
            throw new FileFormatException(file, csv.Context.Parser!.RawRow, $"no column {missing}", allowed);
        if (header.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FileFormatException(file, csv.Context.Parser!.RawRow, $"the column {twice.Key} twice", allowed);
        int[] columns = [.. required.Concat(optional).Select(column => Array.IndexOf(header, column))];
        while (csv.Read())
        {
            CsvParser parser = (CsvParser)csv.Context.Parser!;
            if (parser.Count > header.Length)
                throw new FileFormatException(file, parser.RawRow, $"{parser.Count} cells", $"at most the {header.Length} of the header");
            yield return (parser.RawRow, [.. columns.Select(column => column < 0 ? "" : csv.GetField(column) ?? "")]);
        }
    }
}
