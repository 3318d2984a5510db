namespace VoltageToWiring.Host.Reports;

/// <summary>The timelines of the pairs that figures follow through a run, read once for all figures.</summary>
internal sealed class ShownTimelines
{
    private const int MostLines = 60;
    private const int MostTracks = 6;
    private const int TracksOfEachKind = 2;

    private readonly Lazy<Dictionary<(int Source, int Target), PairTimeline>> _timelines;

    /// <param name="folder">The run.</param>
    /// <param name="pairs">Its pairs.</param>
    public ShownTimelines(RunFolder folder, RunPairs pairs)
    {
        Lines = pairs.Telling(MostLines, LinesOfEachKind);
        Tracks = [.. pairs.Strongest(TracksOfEachKind).Take(MostTracks)];
        _timelines = new(() => pairs.Score is not { } score ? []
            : TimelineFile.Read(folder.Timeline, score, Lines.Concat(Tracks).Select(pair => (pair.Source, pair.Target)).Distinct()));
    }

    /// <summary>Of many pairs, how many of each kind are among <see cref="Lines"/> at most.</summary>
    public static int LinesOfEachKind => 20;

    /// <summary>The pairs whose evidence is followed.</summary>
    public IReadOnlyList<ReportedPair> Lines { get; }

    /// <summary>The pairs whose amplitude is followed.</summary>
    public IReadOnlyList<ReportedPair> Tracks { get; }

    /// <summary>What is known of a pair; null where there is no report of it.</summary>
    public PairTimeline? Of(ReportedPair pair) => _timelines.Value.GetValueOrDefault((pair.Source, pair.Target));
}
