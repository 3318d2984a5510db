using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Charts;

/// <summary>Something that is drawn in a chart, in the units of its axes. Values that are not finite leave a hole.</summary>
public abstract record ChartPart;

/// <summary>A line through points.</summary>
/// <param name="Xs">Where they lie, ascending for the thinning of long lines.</param>
/// <param name="Ys">How high.</param>
/// <param name="Stroke">How it is drawn.</param>
public sealed record Curve(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, Stroke Stroke) : ChartPart;

/// <summary>The area between two lines.</summary>
/// <param name="Xs">Where their points lie, ascending.</param>
/// <param name="Low">The lower line.</param>
/// <param name="High">The upper line.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Opacity">How much it hides, 0 to 1.</param>
public sealed record Band(IReadOnlyList<double> Xs, IReadOnlyList<double> Low, IReadOnlyList<double> High, Tone Tone, double Opacity = 0.25)
    : ChartPart;

/// <summary>Points.</summary>
/// <param name="Xs">Where they lie.</param>
/// <param name="Ys">How high.</param>
/// <param name="Mark">How each is drawn.</param>
public sealed record Dots(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, Mark Mark) : ChartPart;

/// <summary>Upright bars side by side, such as those of a histogram.</summary>
/// <param name="Edges">Where bars begin and end, one more than there are bars, ascending.</param>
/// <param name="Heights">How high each is.</param>
/// <param name="Tone">Their colour.</param>
/// <param name="Opacity">How much they hide, 0 to 1.</param>
public sealed record Columns(IReadOnlyList<double> Edges, IReadOnlyList<double> Heights, Tone Tone, double Opacity = 0.7) : ChartPart;

/// <summary>Lying bars, one for each name of the upright axis.</summary>
/// <param name="From">Where each begins.</param>
/// <param name="To">Where each ends.</param>
/// <param name="Tone">Their colour.</param>
/// <param name="Opacity">How much they hide, 0 to 1.</param>
public sealed record Beams(IReadOnlyList<double> From, IReadOnlyList<double> To, Tone Tone, double Opacity = 0.8) : ChartPart;

/// <summary>Squares of a matrix, coloured by a signed value: column x from x − ½ to x + ½, row y likewise.</summary>
/// <param name="Levels">The step of each cell on the diverging scale, row by row.</param>
/// <param name="Columns">Cells in a row.</param>
public sealed record Cells(IReadOnlyList<int> Levels, int Columns) : ChartPart;

/// <summary>Shaded squares of a table: column x from x − ½ to x + ½, row y likewise.</summary>
/// <param name="Strengths">How much each hides, 0 to 1, row by row; NaN for an empty one.</param>
/// <param name="Columns">Squares in a row.</param>
/// <param name="Tone">Their colour.</param>
public sealed record Shades(IReadOnlyList<double> Strengths, int Columns, Tone Tone) : ChartPart;

/// <summary>Short texts, each in the middle of its place.</summary>
/// <param name="Xs">Where they lie.</param>
/// <param name="Ys">How high.</param>
/// <param name="Texts">The texts.</param>
public sealed record Words(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<string> Texts) : ChartPart;
