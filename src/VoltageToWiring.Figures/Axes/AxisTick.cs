namespace VoltageToWiring.Figures.Axes;

/// <summary>A place on an axis that is named.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">Its name; empty for a mark without one.</param>
public sealed record AxisTick(double Value, string Label);
