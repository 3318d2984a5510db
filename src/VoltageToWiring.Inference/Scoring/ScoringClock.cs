using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>The times of scoring in frames of the analysis.</summary>
/// <param name="frames">The clock.</param>
internal sealed class ScoringClock(AnalysisFrames frames)
{
    private const double LeadSeconds = 0.1;
    private const double WindowSeconds = 0.15;
    private const double HistorySeconds = 10;
    private const double PieceSeconds = 0.5;
    private const double LongestBridgeSeconds = 0.02;
    private const double RefitSeconds = 10;

    private static readonly double[] UnitFilter = [1, .. new double[WhiteningOrder]];

    // Early on every bit of new data makes a better fit.
    private static readonly double[] FirstFitsSeconds = [1, 1.5, 2, 3, 4, 6, 8, 11, 15, 20];

    /// <summary>Order of the whitening filter.</summary>
    public const int WhiteningOrder = 20;

    /// <summary>The whitening filter that changes nothing.</summary>
    public static ReadOnlySpan<double> NoWhitening => UnitFilter;

    /// <summary>Fewest valid frames of the past that a fit is made of.</summary>
    public const int MinFitFrames = 300;

    /// <summary>Frames of baseline before a spike.</summary>
    public int Lead { get; } = frames.Frames(LeadSeconds, 2);

    /// <summary>Frames after a spike that are looked at.</summary>
    public int Window { get; } = frames.Frames(WindowSeconds, 4);

    /// <summary>Frames of the past that a fit looks at, and longest span of a block.</summary>
    public int History { get; } = frames.Frames(HistorySeconds, 2 * MinFitFrames);

    /// <summary>Frames that the regression takes in at a time; fits fall on its multiples.</summary>
    public int Piece { get; } = frames.Frames(PieceSeconds, 1);

    /// <summary>Frames after which one fit is hardly better than the one before.</summary>
    public int Settled => (int)Pieces(FirstFitsSeconds[^1]);

    /// <summary>Frames from one fit to the next, once fits are hardly better than those before.</summary>
    public int Refit => (int)Pieces(RefitSeconds);

    /// <summary>Longest run of missing frames that is bridged.</summary>
    public int LongestBridge { get; } = frames.Frames(LongestBridgeSeconds);

    /// <summary>Frames before its first that a fit's filters need to settle.</summary>
    public int WarmUp(PspTemplate template)
        => Lead + WhiteningOrder + StateWeighting.StateFrames + (int)Math.Ceiling(12 * template.DecaySeconds / frames.PeriodSeconds);

    /// <summary>The first moment for a fit at or after a frame.</summary>
    public long FitAtOrAfter(long frame)
    {
        foreach (double seconds in FirstFitsSeconds)
        {
            long fit = Pieces(seconds);
            if (fit >= frame)
                return fit;
        }
        long last = Pieces(FirstFitsSeconds[^1]);
        return last + (frame - last + Refit - 1) / Refit * Refit;
    }

    private long Pieces(double seconds) => (long)Math.Round(seconds / PieceSeconds) * Piece;
}
