namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// When all trains are set against all others: amplitudes solved for, synchrony looked for. With up to 2,000 trains at every fit; with more, so
/// seldom that a recording never costs more for each second than it does with 2,000, or than a look whenever it is twice as long.
/// </summary>
/// <remarks>
/// A factorization costs the cube of the number of trains: of 13,000 it takes a minute, and a recording of ten minutes has seventy fits. In
/// between the newest amplitudes stay; whitening, cuts and weights are fitted as ever. Before there are as many frames as trains nothing is
/// solved: there is less to learn from than there are unknowns.
/// </remarks>
/// <param name="sources">Number of trains.</param>
/// <param name="clock">Times.</param>
internal sealed class RegressionSchedule(int sources, ScoringClock clock)
{
    /// <summary>The most trains that are set against each other at every fit.</summary>
    public const int ManyTrains = 2000;

    private readonly double _interval = clock.Refit * Math.Pow((double)sources / ManyTrains, 3);
    private long _last;

    /// <summary>Whether a fit that has come calls for it; it then counts as done.</summary>
    /// <param name="frames">Frames that the sums hold.</param>
    public bool IsDue(long frames)
    {
        if (sources > ManyTrains && (frames < sources || frames - _last < Math.Min(_last, _interval)))
            return false;
        _last = frames;
        return true;
    }
}
