using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Tests.Host.Studies;

public class StudyFileTests
{
    [Fact]
    public void Read_GridAndLoad_MakesACellForEachCombination()
    {
        Study study = TinyStudy.Read("load: { warm_up: 1 s, duration: 2 s, repeats: 3 }\ngrid: { batch: [1 ms, 2 ms], load.collector: [workstation, server] }");
        Assert.Equal(["batch", "load.collector"], study.Keys);
        Assert.Equal(["1 ms, workstation", "1 ms, server", "2 ms, workstation", "2 ms, server"], study.Cells.Select(cell => string.Join(", ", cell.Values)));
        Assert.Equal(9, study.Cells[0].Seconds);
        Assert.Equal([CollectorMode.Workstation, CollectorMode.Server], study.Cells.Take(2).Select(cell => cell.Load.Collector));
        Assert.Equal([1, 2], new[] { study.Cells[0], study.Cells[2] }.Select(cell => cell.Pipeline.Resolved.Simulated.BatchSteps));
    }

    [Fact]
    public void Read_Settings_HoldInEveryCellAndTrial()
    {
        Study study = TinyStudy.Read("capacity: [{ largest: source.simulate.targets, to: 8 }]", "load.duration=7 s", "seed=5");
        Assert.Equal(7, study.Cells[0].Load.Duration.Si);
        StudyCell trial = study.TrialOf(study.Searches[0], 8);
        Assert.Equal((5ul, 8, 7.0), (trial.Pipeline.Resolved.Seed, trial.Pipeline.Resolved.Simulation.Wiring.Targets, trial.Load.Duration.Si));
    }

    [Theory]
    [InlineData("lod: { repeats: 2 }", "lod")]
    [InlineData("load: { repeat: 2 }", "load.repeat")]
    [InlineData("load: { duration: 0 s }", "load.duration")]
    [InlineData("load: { duration: 100 ms }\nset: { inference.online.report_every: 200 ms }", "load.duration is 100 ms, shorter than the 200 ms from one report to the next")]
    [InlineData("load: { slowed: { stage: imaging, by: 1 ms } }", "load.slowed.stage is imaging; allowed is sta or significance")]
    [InlineData("set: { pace: max }", "pace")]
    [InlineData("set: { inference.sta: { scheme: whole-train, surrogates: 10, window: 50 ms } }", "whole-train")]
    [InlineData("set: { source.simulate.imaging.gaps: [{ at: 1 s, for: 100 ms }] }", "gaps are not for a study")]
    [InlineData("capacity: [{ largest: source.simulate.targets, to: 8, percentile: 98 }]", "percentile")]
    [InlineData("capacity: [{ largest: source.simulate.targets, from: 9, to: 8 }]", "is 9, above to, 8")]
    [InlineData("capacity: [{ largest: batch, to: 8 }]", "source.simulate.imaging.frame_rate")]
    [InlineData("capacity: [{ largest: source.simulate.targets, to: 8, deadline: two frames }]", "deadline")]
    [InlineData("capacity: [{ largest: pairs, from: 101, to: 120 }]", "no number of pairs from 101 to 120 is a square")]
    [InlineData("capacity: [{ largest: source.simulate.imaging.frame_rate, from: 1001, to: 1023, deadline: one frame }]", "no frame rate from 1001 to 1023 Hz")]
    public void Read_Mistake_IsOneSentenceThatNamesIt(string text, string named)
    {
        PipelineException problem = Assert.Throws<PipelineException>(() => TinyStudy.Read(text));
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Contains("allowed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrialOf_FrameRate_HasABatchAndAReportForEveryFrame()
    {
        Study study = TinyStudy.Read("capacity: [{ largest: source.simulate.imaging.frame_rate, from: 100, to: 20000, deadline: one frame }]");
        foreach (int rate in CapacityKeys.Ladder("source.simulate.imaging.frame_rate", 100, 20_000))
        {
            ResolvedPipeline trial = study.TrialOf(study.Searches[0], rate).Pipeline.Resolved;
            Assert.Equal(rate, trial.Simulation.FrameClock.RateHz);
            Assert.Equal(1, trial.Simulated.BatchSteps / trial.Simulation.Camera.StepsPerFrame);
            Assert.Equal(1, trial.Sta.ReportEveryFrames);
            Assert.True(trial.Simulation.StepClock.PeriodSeconds <= 1e-4);
        }
    }

    [Fact]
    public void TrialOf_FrameRate_HasTheWindowAndInferenceThatItsOwnSetAsksFor()
    {
        const string rates = "largest: source.simulate.imaging.frame_rate, from: 1000, to: 1024";
        Study study = TinyStudy.Read(
            $"grid: {{ inference.sta.window: [20 ms, 30 ms] }}\ncapacity: [{{ {rates} }}, {{ {rates}, set: {{ inference.sta.window: 100 ms, inference.online: none }} }}]");
        ResolvedPipeline plain = study.TrialOf(study.Searches[0], 1000).Pipeline.Resolved, set = study.TrialOf(study.Searches[1], 1000).Pipeline.Resolved;
        Assert.Equal((50, 100), (plain.Sta.WindowFrames, set.Sta.WindowFrames));
        Assert.NotNull(plain.Online);
        Assert.Null(set.Online);
    }

    [Fact]
    public void TrialOf_FrameRateOfAPipelineWithAStepRate_HasATimestepInItsPlace()
    {
        Study study = TinyStudy.Read(
            "capacity: [{ largest: source.simulate.imaging.frame_rate, from: 1000, to: 1024 }]", "source.simulate.timestep=null", "source.simulate.step_rate=1 kHz");
        ResolvedPipeline trial = study.TrialOf(study.Searches[0], 1024).Pipeline.Resolved;
        Assert.Equal(1024, trial.Simulation.FrameClock.RateHz);
        Assert.True(trial.Simulation.StepClock.PeriodSeconds <= 1e-4);
    }

    [Fact]
    public void Ladder_OfPairs_HasEverySquareThatIsFarEnoughFromTheOneBefore()
    {
        Assert.Equal([100, 121, 144], CapacityKeys.Ladder("pairs", 100, 150));
        Assert.Equal([1_000_000], CapacityKeys.Ladder("pairs", 998_100, 1_001_100));
        Assert.Empty(CapacityKeys.Ladder("pairs", 101, 120));
    }

    [Fact]
    public void IsIn_KnowsAStudyFromAnExperimentAndAPipeline()
    {
        Assert.True(Study.IsIn(TestFiles.Pipeline("latency-study.yaml")));
        Assert.False(Study.IsIn(TestFiles.Pipeline("notebook.yaml")));
        Assert.False(Study.IsIn(TestFiles.Pipeline("latency.yaml")));
        Assert.False(Study.IsIn(TestFiles.Pipeline("nothing.yaml")));
    }

    [Fact]
    public void StudySchema_IsTheFileBesideThePipelines()
        => Assert.Equal(File.ReadAllText(TestFiles.Pipeline("study.schema.json")), StudySchema.ToText());
}
