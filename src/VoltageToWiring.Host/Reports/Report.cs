using System.Text;
using VoltageToWiring.Figures.Output;
using VoltageToWiring.Files;

namespace VoltageToWiring.Host.Reports;

/// <summary>A page with figures that needs nothing but itself.</summary>
public abstract class Report
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "report.html";

    private readonly IReadOnlyList<DrawnFigure> _figures;

    private protected Report(IReadOnlyList<DrawnFigure> figures)
    {
        _figures = figures;
    }

    /// <summary>The figures, in the order in which they are read.</summary>
    public IEnumerable<ReportFigure> Figures => _figures.Select(figure => figure.Part);

    /// <summary>The figures as drawn.</summary>
    private protected IReadOnlyList<DrawnFigure> Drawings => _figures;

    /// <summary>Gets ready to draw figures, which takes longer than drawing them; to be done while there is nothing else to do.</summary>
    public static void Prepare() => FigureStart.Prepare();

    /// <summary>The page as text.</summary>
    public abstract string ToHtml();

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="folder">The folder to write it to; made where it does not exist.</param>
    /// <returns>The file.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, FileName);
        using var unfinished = new UnfinishedFile(file);
        unfinished.Stream.Write(Encoding.UTF8.GetBytes(ToHtml()));
        unfinished.Finish();
        return file;
    }

    /// <summary>Of the commit in a version a few characters suffice; the whole of it stands where it was run.</summary>
    private protected static string ShortVersion(string version)
        => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and int plus ? version[..Math.Min(version.Length, plus + 8)] : version;
}
