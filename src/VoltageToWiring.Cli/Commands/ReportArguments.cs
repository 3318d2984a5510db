using System.CommandLine;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The arguments that say how figures are written.</summary>
internal static class ReportArguments
{
    public static Option<string?> Figures() => new("--figures")
    {
        Description = "Write every figure to a file in figures/ as well, 85 or 180 mm wide: png (300 dpi), svg or pdf.",
        HelpName = "png|svg|pdf",
    };

    public static Option<string?> Theme() => new("--theme")
    {
        Description = "Colours of those files: light or dark. Default: light. The report itself follows its reader.",
        HelpName = "light|dark",
    };

    /// <summary>How figures are to be written; null where they are not.</summary>
    public static FigureFiles? Read(string? figures, string? theme)
    {
        if (theme is not (null or "light" or "dark"))
            throw new PipelineException($"--theme: found '{theme}'; allowed is light or dark.");
        return figures switch
        {
            null when theme is not null => throw new PipelineException(
                "--theme: found without --figures; allowed is the theme of the figures that are written, such as --figures svg --theme dark."),
            null => null,
            "png" or "svg" or "pdf" => new FigureFiles(figures, theme == "dark"),
            _ => throw new PipelineException($"--figures: found '{figures}'; allowed is png, svg or pdf."),
        };
    }
}
