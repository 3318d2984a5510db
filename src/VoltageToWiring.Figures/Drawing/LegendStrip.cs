using ScottPlot;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>A legend in rows across the paper, below the charts: it never covers data.</summary>
internal sealed class LegendStrip
{
    private const float RowHeight = 18;
    private const float SampleWidth = 26;
    private const float SampleGap = 6;
    private const float EntryGap = 18;

    private readonly List<(LegendEntry Entry, float X, int Row)> _places = [];

    /// <summary>Finds a place for every entry.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="width">Width of a row, px.</param>
    public LegendStrip(IReadOnlyList<LegendEntry> entries, float width)
    {
        float x = 0;
        int row = 0;
        foreach (LegendEntry entry in entries)
        {
            float needed = SampleWidth + SampleGap + FigureFont.Width(entry.Text, Ink.TickFont);
            if (x > 0 && x + needed > width)
            {
                x = 0;
                row++;
            }
            _places.Add((entry, x, row));
            x += needed + EntryGap;
        }
        Height = entries.Count == 0 ? 0 : (row + 1) * RowHeight;
    }

    /// <summary>Height of all rows, px.</summary>
    public float Height { get; }

    public void Draw(TextLayer texts, float left, float top)
    {
        foreach ((LegendEntry entry, float x, int row) in _places)
        {
            float y = top + (row + 0.5f) * RowHeight;
            texts.Sample(entry, left + x, y, SampleWidth);
            texts.Text(entry.Text, left + x + SampleWidth + SampleGap, y, Alignment.MiddleLeft, Ink.TickFont);
        }
    }
}
