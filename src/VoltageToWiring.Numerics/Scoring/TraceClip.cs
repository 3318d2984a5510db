using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Cuts sixteen traces to [m − 5s, m + 2s], m being the median and s the spread of each: removes output spikes without detecting them, and
/// takes the median off.
/// </summary>
/// <remarks>
/// The upper cut lies lower than the lower one because what rises far above the median is a spike and its approach, which says little of any
/// one input; +3s loses up to a third of the speed of detection in little noise, +1s begins to lose potentials themselves.
/// </remarks>
public sealed class TraceClip
{
    private const double SpreadsBelow = 5;
    private const double SpreadsAbove = 2;

    private readonly float[] _median = new float[Tile.Lanes];
    private readonly float[] _low = new float[Tile.Lanes];
    private readonly float[] _high = new float[Tile.Lanes];

    /// <summary>Sets the cut of one trace.</summary>
    /// <param name="lane">Which of the sixteen.</param>
    /// <param name="location">Its median and spread.</param>
    public void Set(int lane, RobustLocation location)
    {
        _median[lane] = (float)location.Median;
        _low[lane] = (float)(-SpreadsBelow * location.Spread);
        _high[lane] = (float)(SpreadsAbove * location.Spread);
    }

    /// <summary>Cuts.</summary>
    /// <param name="trace">Rows; NaN where a frame is missing.</param>
    /// <param name="clipped">Receives as many rows; 0, the median, where a frame is missing.</param>
    public void Apply(ReadOnlySpan<float> trace, Span<float> clipped)
    {
        Vector512<float> median = Vector512.Create(_median), low = Vector512.Create(_low), high = Vector512.Create(_high);
        for (int at = 0; at < trace.Length; at += Tile.Lanes)
        {
            Vector512<float> y = Vector512.Create(trace.Slice(at, Tile.Lanes)) - median;
            Vector512<float> cut = Vector512.ConditionalSelect(Vector512.LessThan(y, low), low, y);
            cut = Vector512.ConditionalSelect(Vector512.GreaterThan(cut, high), high, cut);
            Vector512.ConditionalSelect(Vector512.Equals(y, y), cut, Vector512<float>.Zero).CopyTo(clipped[at..]);
        }
    }
}
