using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Inference.Significance;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host.Calibration;

/// <summary>Figures of two recordings made by hand.</summary>
public class ScoreFiguresTests
{
    private static readonly OnlineOptions Options = new() { Correction = MultiplicityCorrection.None };

    [Fact]
    public void Of_ErrorRates_AreClusteredByRecording()
    {
        // Two unconnected pairs in each recording; in the second one of them is found, and taken back.
        ScoreFigures figures = Only(null,
            Watched(0, "e--", [Online(Excitatory, 1), Online(Undecided), Online(Undecided)], [Online(Excitatory, 1), Online(Undecided), Online(Undecided)]),
            Watched(1, "e--", [Online(Undecided), Online(Inhibitory, 1), Online(Undecided)], [Online(Excitatory, 2), Online(Undecided), Online(Absent, 2)]));
        Assert.Equal((0.25, 0.25), (figures.FalsePositive.Rate!.Value, figures.FalsePositive.StandardError!.Value));
        Assert.Equal((0.5, 0.5), (figures.FamilyWise.Rate!.Value, figures.FamilyWise.StandardError!.Value));
        Assert.Equal((0, 0), (figures.FalseDiscovery.AtEnd.Rate, figures.FalseDiscovery.AtEnd.StandardError));
        Assert.Equal((0.5, 0.5, 1), (figures.FalseDiscovery.AtWorst.Rate, figures.FalseDiscovery.AtWorst.StandardError, figures.FalseDiscovery.WorstAtS));
        Assert.Equal(0.25, figures.UnconnectedDeclaredAbsent.Rate);
    }

    [Fact]
    public void Of_Connections_HaveTimesSignsAndShares()
    {
        ScoreFigures figures = Only(null,
            Watched(0, "eei", [Online(Excitatory, 10), Online(Inhibitory, 20), Online(Inhibitory, 70)]),
            Watched(1, "eei", [Online(Excitatory, 30), Online(Excitatory, 65), Online(Absent, 1)]));
        DetectionFigures exc = figures.Excitatory;
        // 10, 30, 65 and one with the wrong sign, at infinity.
        Assert.Equal((4, 10, 20, 47.5, null, null), (exc.Connections, exc.P10S, exc.P25S, exc.MedianS, exc.P75S, exc.P90S));
        Assert.Equal((0.5, 0.75, 0.25), (exc.FoundBy60S!.Value.Rate, exc.FoundByEnd.Rate, exc.WrongSign.Rate));
        Assert.Null(exc.FoundBy300S);
        Assert.Equal((0.0, 0.5, 0.5), (figures.Inhibitory.FoundBy60S!.Value.Rate, figures.Inhibitory.FoundByEnd.Rate, figures.Inhibitory.DeclaredAbsent.Rate));
        Assert.Null(figures.Inhibitory.MedianS);
        Assert.Null(figures.Inhibitory.MedianStandardErrorS);
    }

    [Fact]
    public void Of_Coverage_IsOfTheLongRecordingsAmplitudes()
    {
        var truth = new TrueAmplitudes(Report(1000, true, Pair(0, 0, Online(Excitatory) with { Amplitude = 5 }), Pair(1, 0, Online(Absent) with { Amplitude = 1 })), 9);
        ScoreFigures figures = Only(truth,
            Watched(0, "e-", [Seen(0, 10, 4, 6), Seen(0, 10, 2, 3)], [Seen(4, 6, 5, 6), Seen(-1, 2, 0, 2)]),
            Watched(1, "e-", [Seen(6, 10, 7, 8), Seen(0, 2, 0, 2)], [Seen(4, 6, 4, 6), Seen(2, 3, 2, 3)]));
        Assert.Equal(0.5, figures.Coverage!.AnytimeAlways.Rate);
        Assert.Equal(0.75, figures.Coverage.AnytimeAtEnd.Rate);
        Assert.Equal((0.5, 1.0), (figures.CoverageConnected!.AnytimeAlways.Rate, figures.CoverageConnected.AnytimeAtEnd.Rate));
        Assert.Equal((0.5, 0.5), (figures.CoverageUnconnected!.AnytimeAlways.Rate, figures.CoverageUnconnected.AnytimeAtEnd.Rate));
        Assert.Equal((0.75, 0.25), (figures.Coverage.FixedAtEnd.Rate, figures.Coverage.FixedAlways.Rate));
        Assert.Null(Only(null, Watched(0, "e", [Seen(0, 1, 0, 1)])).Coverage);
    }

    [Fact]
    public void Of_PairsTheTruthLacks_DoNotCount()
    {
        var truth = new TrueAmplitudes(Report(1000, true, Pair(0, 0, Online(Insufficient))), 9);
        Assert.Equal(new ClusteredRate(null, null, 0, 0), Only(truth, Watched(0, "e", [Seen(0, 1, 0, 1)])).Coverage!.AnytimeAlways);
    }

    [Fact]
    public void Of_Warnings_OfTheDataLeavePairsOutButNotThoseOfADecision()
    {
        OnlineEstimate Warned(ConnectionState state, ConnectionWarnings warnings) => Online(state, 1) with { Warnings = warnings };
        ScoreFigures figures = Only(null, Watched(0, "----",
            [Warned(Excitatory, ConnectionWarnings.Synchrony), Warned(Excitatory, ConnectionWarnings.BelowMinimum), Online(Undecided), Online(Undecided)]));
        Assert.Equal(0.5, figures.FalsePositive.Rate);
        Assert.Equal((1.0, 3.0), (figures.Warnings.FalsePositiveWithoutWarning.Part, figures.Warnings.FalsePositiveWithoutWarning.Whole));
        Assert.Equal((0.25, 0.25, 0.0), (figures.Warnings.Shares["synchrony"].Rate, figures.Warnings.Shares["below_minimum"].Rate, figures.Warnings.Shares["irregular_rate"].Rate));
    }

    [Fact]
    public void Of_NoRecordings_IsEmpty() => Assert.Empty(ScoreFigures.Of([], null));

    [Fact]
    public void Sentences_SayWhatTheCorrectionPromises()
    {
        ScoreFigures figures = Only(null, Watched(0, "-", [Online(Undecided)]), Watched(1, "-", [Online(Undecided)]));
        Assert.Equal(["The false positive rate is at most 0.05 within two standard errors: yes."], Verdicts.Sentences(figures, Options));
        ScoreFigures wrong = Only(null, Watched(0, "-", [Online(Excitatory, 1)]), Watched(1, "-", [Online(Excitatory, 1)]));
        Assert.Equal(
            [
                "The false positive rate is at most 0.05 within two standard errors: no.",
                "The false discovery rate, at the end and at its worst, is at most 0.05 within two standard errors: no.",
            ],
            Verdicts.Sentences(wrong, new OnlineOptions()));
        ScoreFigures one = Only(null, Watched(0, "-", [Online(Undecided)]));
        Assert.Equal(
            "The fraction of recordings with any false positive is at most 0.05 within two standard errors: not to be said of so few.",
            Verdicts.Sentences(one, Options with { Correction = MultiplicityCorrection.FamilyWise })[1]);
    }

    private static OnlineEstimate Seen(double low, double high, double fixedLow, double fixedHigh)
        => Online(Undecided) with { AnytimeInterval = new Interval(low, high), FixedInterval = new Interval(fixedLow, fixedHigh) };

    private static ScoreFigures Only(TrueAmplitudes? truth, params RecordingOutcome[] outcomes) => Assert.Single(ScoreFigures.Of(outcomes, truth));

    /// <summary>One estimate for each train in each report; reports at 1 s, 2 s, …, the last at 100 s.</summary>
    private static RecordingOutcome Watched(ulong seed, string truth, params OnlineEstimate[][] reports)
    {
        var collector = new OutcomeCollector(Truth(truth));
        for (int report = 0; report < reports.Length; report++)
        {
            bool last = report == reports.Length - 1;
            collector.OnNext(Report(last ? 100 : report + 1, last, [.. reports[report].Select((online, source) => Pair(source, 0, online))]));
        }
        return collector.Conclude(seed);
    }
}
