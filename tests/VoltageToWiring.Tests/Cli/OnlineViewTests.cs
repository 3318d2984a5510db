using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Cli;

/// <summary>What the views show of estimates made by hand.</summary>
public class OnlineViewTests
{
    private static readonly OnlineOptions Options = new();

    [Theory]
    [InlineData(30, 1, 96, 27, 2)]
    [InlineData(20, 20, 96, 35, 1)]
    [InlineData(20, 20, 96, 27, 2)]
    [InlineData(30, 10, 96, 27, 1)]
    [InlineData(300, 40, 80, 24, 1)]
    [InlineData(1, 1, 96, 27, 1)]
    [InlineData(1, 1, 20, 5, 1)]
    [InlineData(1200, 2, 60, 10, 1)]
    public void LiveScreen_AnyNumberOfPairs_FitsTheTerminal(int sources, int targets, int width, int height, int scores)
    {
        EstimateReport report = Mixed(sources, targets, [.. new[] { ConnectionScore.Joint, ConnectionScore.Pairwise }.Take(scores)]);
        string[] lines = Screen(report, Truth([.. Enumerable.Repeat(new string('e', sources), targets)]), width, height);
        Assert.Contains(lines, line => line.Contains("decided:", StringComparison.Ordinal));
        // So narrow that lines break there is no promise.
        if (width >= 80)
            Assert.InRange(lines.Length, 1, height - 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void LiveScreen_ThirtyPairsOfOneTarget_ShowsEachOfThem()
    {
        string text = string.Join('\n', Screen(Mixed(30, 1), Truth(new string('e', 30)), 96, 27));
        for (int source = 0; source < 30; source++)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{source}→0 "), text, StringComparison.Ordinal);
        Assert.Contains("18 of 30 decided: 6 exc 6 inh 6 absent  joint score, e-BH at α = 0.05, 12.0 s", text, StringComparison.Ordinal);
        Assert.DoesNotContain(", top", text, StringComparison.Ordinal);
        Assert.DoesNotContain("…", text.Replace("…      ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void LiveScreen_NoPairsOrNoReport_ShowsTheRest()
    {
        Assert.Contains(Screen(Report(1, false), Truth("e"), 96, 27), line => line.Contains("0 of 0", StringComparison.Ordinal));
        Assert.Contains(Screen(null, Truth("e"), 96, 27), line => line.Contains("first report", StringComparison.Ordinal));
    }

    [Fact]
    public void LiveScreen_WithoutOnlineScores_ShowsTheOneLookTest()
        => Assert.Contains(
            Screen(Report(1, false, Tested(0, 0, 2)), Truth("e"), 96, 27), line => line.Contains("0 of 1 pairs at p ≤ 0.05, one look", StringComparison.Ordinal));

    [Fact]
    public void LiveScreen_NewReportOrSize_IsDrawnAnew()
    {
        Wiring truth = Truth([.. Enumerable.Repeat(new string('e', 200), 100)]);
        LiveScreen screen = ScreenOf(truth);
        EstimateReport report = Mixed(200, 100);
        string[] Lines(EstimateReport shown, int height) => Render(screen.Draw(null, shown, 96, height));
        string[] first = Lines(report, 27);
        Assert.Equal(first, Lines(report, 27));
        Assert.InRange(Lines(report, 20).Length, 1, first.Length - 1);
        Assert.Contains("99.0 s", string.Join('\n', Lines(report with { TimeSeconds = 99 }, 27)), StringComparison.Ordinal);
        Assert.Equal(first, Lines(report, 27));
    }

    [Fact]
    public void OneLookTable_TooManyPairs_ShowsTheSmallestP()
    {
        EstimateReport report = Report(12, false, [.. Enumerable.Range(0, 100).Select(source => source == 99 ? Pair(source, 0) : Tested(source, 0, source / 100.0 + 0.5))]);
        string text = string.Join('\n', Render(new OneLookTable(Truth(new string('e', 100))).Draw(report, 50, 15)));
        Assert.Contains("0 of 100 pairs at p ≤ 0.05, one look, 12.0 s recorded (the 10 smallest)", text, StringComparison.Ordinal);
        Assert.Contains("98→0", text, StringComparison.Ordinal);
        Assert.Contains("89→0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("88→0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_APair_SaysStateEvidencePAmplitudeTimeAndTruth()
    {
        string[] lines = Render(new OnlinePanel(Truth("ei-"), Options, "V").Draw(
            Report(12, false, Pair(0, 0, Online(Excitatory, 9.5, 3.25, 3)), Pair(1, 0, Online(Undecided, null, 0.5, 0, 0.5)), Pair(2, 0, Online(Insufficient))), 96, 20));
        Assert.Matches(@"pair +found +evid\. +p +mV +at s +true", lines[1]);
        Assert.Matches(@"^0→0 +● exc +██████ +6e-4 +\+0\.90±0\.20 +9\.5 +exc", lines[2]);
        Assert.Matches(@"^1→0 +\? +[▏▎▍▌▋▊▉█] +0\.316 +\+0\.90±0\.20 +inh", lines[3]);
        Assert.Matches(@"^2→0 +… +– +– +none", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void Table_Warnings_AreMarkedAndExplained()
    {
        OnlineEstimate careful = Online(Inhibitory, 2, 4, 0, 4) with { Warnings = ConnectionWarnings.Bursting };
        string[] lines = Render(new OnlinePanel(Truth("i"), Options, "V").Draw(Report(12, false, Pair(0, 0, careful)), 96, 20));
        Assert.Contains("● inh!", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("! to be read with care", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_TooManyPairs_ShowsThoseWithMostEvidence()
    {
        EstimateReport report = Report(12, false, [.. Enumerable.Range(0, 100).Select(source => Pair(source, 0, Online(Undecided, null, source / 100.0)))]);
        string text = string.Join('\n', Render(new OnlinePanel(Truth(new string('e', 100)), Options, "V").Draw(report, 50, 12)));
        Assert.Contains("top 10", text, StringComparison.Ordinal);
        Assert.Contains("99→0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("89→0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_SeveralTargets_MarksFoundWrongAbsentAndGrowingEvidence()
    {
        EstimateReport report = Report(12, false,
            Pair(0, 0, Online(Excitatory, 1, 3, 3)), Pair(1, 0, Online(Absent, 2, 0.1)), Pair(2, 0, Online(Undecided, null, 0.75)),
            Pair(0, 1, Online(Excitatory, 1, 3, 3)), Pair(1, 1, Online(Insufficient)), Pair(2, 1, Online(Inhibitory, 1, 3, 0, 3)));
        string[] lines = Render(new OnlinePanel(Truth("e--", "--i"), Options, "V").Draw(report, 96, 20));
        Assert.Equal("  0  → targets, ↓ sources   ■ found  × against the truth  · absent  ▃ on its way", lines[1]);
        Assert.Equal("0 ■ ×", lines[2].TrimEnd());
        Assert.Equal("1 ·", lines[3].TrimEnd());
        Assert.Matches("^2 [▁▂▃▄▅] ■$", lines[4].TrimEnd());
    }

    [Fact]
    public void Matrix_TooTall_IsTurned()
    {
        string[] lines = Render(new OnlinePanel(Truth([.. Enumerable.Repeat(new string('-', 30), 4)]), Options, "V").Draw(Mixed(30, 4), 96, 17));
        Assert.Contains("→ sources, ↓ targets", lines[1], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
    }

    [Theory]
    [InlineData(MultiplicityCorrection.None, null, 20)]
    [InlineData(MultiplicityCorrection.FamilyWise, null, 200)]
    [InlineData(MultiplicityCorrection.EBenjaminiHochberg, null, 50)]
    [InlineData(MultiplicityCorrection.None, 60.0, 40)]
    public void DecisionThreshold_IsWhatDecides(MultiplicityCorrection correction, double? horizon, double evidence)
        => Assert.Equal(Math.Log10(evidence), DecisionThreshold.Log10(Options with { Correction = correction, HorizonSeconds = horizon }, Mixed(10, 1)), 1e-12);

    [Fact]
    public void PlainView_CountsStates_OrTheOneLookTest()
    {
        Assert.Equal("6 excitatory, 6 inhibitory, 6 absent, 12 undecided", PlainView.Found(Mixed(30, 1)));
        Assert.Equal("0 of 1 pairs at p ≤ 0.05 (one look)", PlainView.Found(Report(1, false, Tested(0, 0, 2))));
    }

    [Fact]
    public void Ending_SaysWhatWasFoundAndWhen()
    {
        var judged = new OnlineEvaluation(ConnectionScore.Joint, true, 1, 0.5, 0.05, 0, 0.9, 3.04, null, 0);
        Assert.Equal(
            "Against the truth, joint score, watched all along: 100 % of the excitatory and 50 % of the inhibitory connections found, "
            + "5 % of the unconnected pairs flagged; median time to detection 3.0 s (exc) and not reached (inh).",
            OnlineEnding.Sentence(judged));
        Assert.Equal(
            "Against the truth, pairwise score, not deciding, watched all along: 100 % of the excitatory and none there of the inhibitory connections found, "
            + "2 with the wrong sign, none there of the unconnected pairs flagged; median time to detection 3.0 s (exc) and none there (inh).",
            OnlineEnding.Sentence(judged with { Score = ConnectionScore.Pairwise, Deciding = false, SignErrors = 2, Inhibitory = null, FalsePositive = null }));
    }

    private static string[] Screen(EstimateReport? report, Wiring truth, int width, int height)
    {
        var progress = new RunProgress(TimeSpan.FromSeconds(12), 12, 20, new Ledger().Close());
        return Render(ScreenOf(truth).Draw(progress, report, width, height), width);
    }

    private static LiveScreen ScreenOf(Wiring truth)
    {
        var clock = new SampleClock(1000, 1);
        var info = new RecordingInfo
        {
            Name = "fabricated",
            Sources = truth.TrainKinds.Count,
            Targets = truth.Targets,
            FrameClock = clock,
            SpikeClock = clock,
            SampleType = SampleType.Float32,
            AmplitudeUnit = "V",
            TotalFrames = 20_000,
        };
        return new LiveScreen(info, truth, Options, "results/fabricated");
    }

    private static string[] Render(IRenderable what, int width = 96)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(what);
        return text.ToString().TrimEnd('\n').Split('\n');
    }
}
