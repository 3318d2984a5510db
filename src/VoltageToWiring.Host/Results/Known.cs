using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>What files hold of a figure: null where it is not known or not finite, because JSON has no infinity.</summary>
internal static class Known
{
    public static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    public static Interval? Finite(Interval? interval)
        => interval is { } i && double.IsFinite(i.Low) && double.IsFinite(i.High) ? i : null;
}
