using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>A figure, or a table, that an experiment asks for: its settings, what it needs, and how it comes from finished cells.</summary>
internal abstract record SweepFigure
{
    /// <summary>Heading.</summary>
    [Key("heading of the figure; it has one of its own")]
    public string? Title { get; init; }

    /// <summary>The heading, where the experiment gives none.</summary>
    public abstract string OwnTitle { get; }

    /// <summary>What has to be kept of cells for it.</summary>
    public virtual KeptFiles Needs => KeptFiles.Nothing;

    /// <summary>The cells that it is of, where it is of chosen ones.</summary>
    public virtual IReadOnlyList<CellChoice> Choices => [];

    /// <summary>Says what of the settings does not fit the experiment.</summary>
    /// <param name="settings">The experiment, and where the settings were written.</param>
    /// <exception cref="PipelineException">Something does not.</exception>
    public abstract void Check(FigureSettings settings);

    /// <summary>Makes the figure.</summary>
    /// <param name="runs">The finished cells, at least one.</param>
    /// <param name="name">What the figure is called.</param>
    /// <exception cref="LeftOutException">The cells do not have what it takes.</exception>
    public abstract Task<ReportFigure> OfAsync(SweptRuns runs, string name);

    /// <summary>A figure with its heading and text.</summary>
    protected ReportFigure Drawn(string caption, Figures.Figure figure) => new(Title ?? OwnTitle, caption, figure);
}

/// <summary>Why a figure is left out of a report.</summary>
/// <param name="reason">The reason, in a sentence.</param>
internal sealed class LeftOutException(string reason) : Exception(reason);
