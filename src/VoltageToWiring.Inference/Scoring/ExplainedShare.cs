namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// How much of a trace the inputs explain, before anything is solved: of amplitudes with variance a² and noise of variance s² the moments are
/// E|Xᵀy|² = a²·|G|² + s²·tr G and E|y|² = a²·tr G + s²·n, with G = XᵀX, so both follow (Haseman &amp; Elston 1972).
/// </summary>
internal static class ExplainedShare
{
    // Fewer than one in a hundred is no more than chance makes of it.
    private const double Least = 0.01;

    /// <summary>a²·tr G / |y|², between a hundredth and 1.</summary>
    /// <param name="crossSquares">|Xᵀy|².</param>
    /// <param name="squares">|y|².</param>
    /// <param name="trace">tr G.</param>
    /// <param name="gramSquares">|G|², the sum of squares of its elements.</param>
    /// <param name="frames">n, the length of y.</param>
    public static double Of(double crossSquares, double squares, double trace, double gramSquares, double frames)
    {
        double variance = (crossSquares - trace * squares / frames) / (gramSquares - trace * trace / frames);
        double share = variance * trace / squares;
        return share > Least ? Math.Min(1, share) : Least;
    }
}
