using System.Globalization;
using CsvHelper;

namespace VoltageToWiring.Host.Results;

/// <summary>Rows of CSV files: comma, line feed, numbers that read back to the same bits in any culture.</summary>
internal static class CsvLines
{
    public static CsvWriter Create(string file)
    {
        var configuration = new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return new CsvWriter(new StreamWriter(file), configuration);
    }

    public static void Write(CsvWriter csv, params ReadOnlySpan<object?> cells)
    {
        foreach (object? cell in cells)
            csv.WriteField(Text(cell));
        csv.NextRecord();
    }

    private static string? Text(object? cell) => cell switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell as string,
    };
}
