namespace VoltageToWiring.Figures.Axes;

/// <summary>How values lie along an axis.</summary>
public abstract class AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    public static AxisScale Linear { get; } = new LinearScale();

    /// <summary>The same for whole numbers, such as indices: nothing between them is named.</summary>
    public static AxisScale Whole { get; } = new WholeScale();

    /// <summary>Equal ratios are equally far apart; for values above 0.</summary>
    public static AxisScale Logarithmic { get; } = new LogarithmicScale();

    /// <summary>Linear near 0 and logarithmic far from it, on both sides: asinh.</summary>
    public static AxisScale Symmetric { get; } = new SymmetricScale();

    /// <summary>Where a value lies, in units of the paper.</summary>
    internal abstract double Map(double value);

    /// <summary>The value that lies at a place on the paper.</summary>
    internal abstract double Unmap(double place);

    /// <summary>Round values to name between two ends, ascending.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="most">How many at most, at least 2; a few more where there would be one alone.</param>
    internal abstract IReadOnlyList<AxisTick> Ticks(double low, double high, int most);
}
