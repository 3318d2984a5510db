using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Output;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Host.Reports;

/// <summary>Writes the figures of a report to files, at the sizes of a publication.</summary>
/// <param name="Format">png, svg or pdf.</param>
/// <param name="IsDark">Whether they are dark.</param>
public sealed record FigureFiles(string Format, bool IsDark)
{
    private const string FolderName = "figures";

    /// <summary>Removes what an earlier run or sweep left in a results folder.</summary>
    /// <param name="folder">The results folder.</param>
    public static void Clear(string folder)
    {
        string figures = Path.Combine(folder, FolderName);
        if (!Directory.Exists(figures))
            return;
        foreach (string file in Directory.EnumerateFiles(figures).Where(file => Path.GetExtension(file) is ".png" or ".svg" or ".pdf"))
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(figures).Any())
            Directory.Delete(figures);
    }

    /// <summary>Writes every figure that is not left out.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder that holds the folder of the figures.</param>
    /// <param name="cancellation">Ends it; what is written stays.</param>
    /// <returns>The folder of the figures.</returns>
    public string Write(Report report, string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        string figures = Path.Combine(folder, FolderName);
        Directory.CreateDirectory(figures);
        Parallel.ForEach(
            report.Figures.Select(part => part.Figure).OfType<Figure>(), new ParallelOptions { CancellationToken = cancellation },
            figure => Write(figure, Path.Combine(figures, $"{figure.Name}.{Format}")));
        return figures;
    }

    private void Write(Figure figure, string file)
    {
        FigureTheme theme = IsDark ? FigureTheme.Dark : FigureTheme.Light;
        switch (Format)
        {
            case "svg":
                File.WriteAllText(file, figure.ToSvg(theme));
                break;
            case "pdf":
                File.WriteAllBytes(file, figure.ToPdf(theme));
                break;
            default:
                File.WriteAllBytes(file, figure.ToPng(theme));
                break;
        }
    }
}
