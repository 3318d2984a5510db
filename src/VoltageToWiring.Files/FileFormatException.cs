using System.Globalization;

namespace VoltageToWiring.Files;

/// <summary>A file that is not what it should be: where, what was found, what is allowed, in one sentence.</summary>
public sealed class FileFormatException : Exception
{
    /// <summary>A problem at a line.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="found">What was found.</param>
    /// <param name="allowed">What is allowed.</param>
    /// <param name="unit">What the file consists of, line or row.</param>
    public FileFormatException(string file, long line, string found, string allowed, string unit = "line")
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}, {unit} {line}: found {found}; allowed is {allowed}."))
    {
    }

    /// <summary>A problem of the file as a whole.</summary>
    /// <param name="file">The file.</param>
    /// <param name="found">What was found.</param>
    /// <param name="allowed">What is allowed.</param>
    public FileFormatException(string file, string found, string allowed)
        : base($"{file}: found {found}; allowed is {allowed}.")
    {
    }
}
