using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Tests.Host.Experiments;

public class ExperimentTests
{
    private const string Beginning = "name: tiny\npipeline: live.yaml\n";

    [Fact]
    public void Cells_OfAGrid_AreEveryValueWithEveryOtherTheLastKeyFastest()
    {
        Experiment experiment = Read("grid: { source.simulate.trains.count: [5, 6], seed: 3..5 }");
        Assert.Equal(["source.simulate.trains.count", "seed"], experiment.Keys);
        Assert.Equal(["5 3", "5 4", "5 5", "6 3", "6 4", "6 5"], Values(experiment));
        Assert.Equal([1, 2, 3, 4, 5, 6], experiment.Cells.Select(cell => cell.Number));
        Assert.Equal("trains.count 6, seed 4", experiment.Cells[4].Description);
        ResolvedPipeline fifth = experiment.PipelineOf(experiment.Cells[4]).Resolved;
        Assert.Equal((6, 4ul), (fifth.Simulation.Trains, fifth.Seed));
    }

    [Theory]
    [InlineData("grid: { seed: [1, 2] }\nzip: { source.simulate.targets: [1, 2], source.simulate.trains.count: [5, 6] }", "1 1 5|1 2 6|2 1 5|2 2 6")]
    [InlineData("zip: { source.simulate.targets: [1, 2], source.simulate.trains.count: [5, 6] }\ngrid: { seed: [1, 2] }", "1 5 1|1 5 2|2 6 1|2 6 2")]
    [InlineData("zip: { seed: [1, 2, 1], source.simulate.trains.count: [5, 6, 6] }", "1 5|2 6|1 6")]
    [InlineData("zip: [{ seed: [1, 2], source.simulate.targets: [3, 4] }, { source.simulate.trains.count: [5, 6] }]", "1 3 5|1 3 6|2 4 5|2 4 6")]
    public void Cells_OfKeysThatMoveTogether_AreCrossedAsOne(string varied, string cells)
        => Assert.Equal(cells.Split('|'), Values(Read(varied)));

    [Fact]
    public void Cells_WhereNothingVaries_AreOne()
    {
        Experiment experiment = Read("set: { seed: 7 }");
        Assert.Empty(experiment.Keys);
        Assert.Equal(7ul, experiment.PipelineOf(Assert.Single(experiment.Cells)).Resolved.Seed);
    }

    [Fact]
    public void Cells_OfSections_TakeThemWhole()
    {
        Experiment experiment = Read("grid: { inference.online: [none, { score: pairwise, delays: [0 ms, 1 ms] }] }");
        Assert.Equal(["none", "{ score: pairwise, delays: [0 ms, 1 ms] }"], Values(experiment));
        Assert.Null(experiment.PipelineOf(experiment.Cells[0]).Resolved.Online);
        Assert.Equal([0, 0.001], experiment.PipelineOf(experiment.Cells[1]).Resolved.Online!.DelaysSeconds);
    }

    [Fact]
    public void Cells_RunAsFastAsPossibleInOneTask()
    {
        ResolvedPipeline cell = Read("").PipelineOf(Read("").Cells[0]).Resolved;
        Assert.Equal(VoltageToWiring.Streaming.Pacing.Pace.Max, cell.Pace);
        Assert.False(cell.Links.HasLinkBefore("sta"));
    }

    [Fact]
    public void CommandLine_SetsKeysAndReplacesValuesOfThoseThatVary()
    {
        Experiment experiment = Read("grid: { seed: 0..19, source.simulate.trains.count: [5, 6] }\nset: { source.simulate.duration: 9 s }", "seed=[1, 8..9]", "source.simulate.duration=3 s", "source.simulate.targets=2");
        Assert.Equal(["1 5", "1 6", "8 5", "8 6", "9 5", "9 6"], Values(experiment));
        ResolvedPipeline cell = experiment.PipelineOf(experiment.Cells[0]).Resolved;
        Assert.Equal((3.0, 2), (cell.Simulation.DurationSeconds, cell.Simulation.Wiring.Targets));
    }

    [Fact]
    public void SummaryKeys_ByDefault_AreAllThatVaryButTheSeed()
    {
        Assert.Equal(["source.simulate.trains.count"], Read("grid: { source.simulate.trains.count: [5, 6], seed: 0..1 }").SummaryKeys);
        Assert.Equal(["seed"], Read("grid: { source.simulate.trains.count: [5, 6], seed: 0..1 }\nsummary: { by: [seed] }").SummaryKeys);
    }

    [Fact]
    public void Figures_KeepTheirSettingsAsWritten()
    {
        IReadOnlyList<FigureRequest> figures = Read("grid: { seed: 0..3 }\nfigures: [roc, { voltage: { from: 1 s, for: 500 ms, runs: [{ seed: 0 }, { seed: 3 }] } }]").Figures;
        Assert.Equal(["roc", "voltage"], figures.Select(figure => figure.Name));
        Assert.Null(figures[0].Settings);
        Assert.Equal("""{"from":"1 s","for":"500 ms","runs":[{"seed":"0"},{"seed":"3"}]}""", figures[1].Settings!.ToJsonString());
    }

    [Theory]
    [InlineData("grid: { seeed: 0..3 }", "tiny.yaml, line 3: grid.seeed is not a key of a pipeline; allowed is one of name, seed, random, source, traces, spikes, detection, batch, inference, until, report (perhaps seed?).")]
    [InlineData("grid:\n  source.simulate.trains.cuont: 5", "tiny.yaml, line 4: grid.source.simulate.trains.cuont is not a key of a pipeline; allowed is one of")]
    [InlineData("grid: { seed: 5..3 }", "tiny.yaml, line 3: grid.seed is '5..3', an empty range; allowed is a range that ascends, such as 3..5.")]
    [InlineData("grid: { seed: [] }", "tiny.yaml, line 3: grid.seed is an empty list; allowed is")]
    [InlineData("grid: { seed: [1, 2, 1] }", "tiny.yaml, line 3: grid.seed has the value 1 twice; allowed is every value once.")]
    [InlineData("grid: { seed: 0..100000 }", "tiny.yaml, line 3: grid.seed is '0..100000'; allowed is a range of at most 100000 values.")]
    [InlineData("grid: { seed: 0..9999, source.simulate.trains.count: 1..11 }", "tiny.yaml: found 110000 cells; allowed is at most 100000.")]
    [InlineData("grid: { workers: [1, 2] }", "tiny.yaml, line 3: grid.workers is not for an experiment to set; allowed is any other key")]
    [InlineData("set: { links.capacity: 3 }", "tiny.yaml, line 3: set.links.capacity is not for an experiment to set; allowed is any other key")]
    [InlineData("grid: { seed: 0..3 }\nset: { seed: 3 }", "tiny.yaml, line 4: seed is set as well as varied (tiny.yaml, line 3); allowed is every key once.")]
    [InlineData("grid: { inference.online.alpha: [0.1], inference.online: [none] }", "tiny.yaml, line 3: inference.online.alpha lies in inference.online, which varies and would undo it")]
    [InlineData("zip: { seed: 0..3, source.simulate.trains.count: [1, 2] }", "tiny.yaml, line 3: zip has 4 values of seed and 2 of source.simulate.trains.count; allowed is as many of each")]
    [InlineData("zip: { seed: [1, 2, 1], source.simulate.trains.count: [5, 6, 5] }", "tiny.yaml, line 3: zip has seed 1, source.simulate.trains.count 5 more than once; allowed is every combination once.")]
    [InlineData("zip: { seed: [1, 2, 1] }", "tiny.yaml, line 3: zip.seed has the value 1 twice; allowed is every value once.")]
    [InlineData("summary: { of: [evaluation.sta.fprr] }", "tiny.yaml, line 3: summary.of lists evaluation.sta.fprr, which is no field that holds a figure; allowed is one of")]
    [InlineData("summary: { by: [seed] }", "tiny.yaml, line 3: summary.by lists seed, which does not vary; allowed is an empty list, because nothing varies.")]
    [InlineData("keep: [everything]", "tiny.yaml, line 3: keep lists everything; allowed is a list out of timeline, averages.")]
    [InlineData("figures: [ROC]", "tiny.yaml, line 3: figures[0] is 'ROC'; allowed is a list of names such as roc")]
    [InlineData("grdi: {}", "tiny.yaml, line 3: grdi is not a known key; allowed is one of name, pipeline, set, grid, zip, summary, figures, keep (perhaps grid?).")]
    public void Read_MistakeInTheExperiment_IsNamedWithItsLine(string mistake, string sentence)
        => Assert.StartsWith(sentence, Refused(mistake), StringComparison.Ordinal);

    [Theory]
    [InlineData("grid:\n  source.simulate.synapses.excitatory.strength: [0.4 nS, 0.4]\n  seed: 0..9", "Cell 11 of 20 (excitatory.strength 0.4, seed 0): tiny.yaml, line 4: source.simulate.synapses.excitatory.strength is '0.4', which has no unit; allowed is a conductance")]
    [InlineData("grid: { inference.sta.window: [100 ms, 30 s] }", "Cell 2 of 2 (sta.window 30 s): tiny.yaml, line 3: inference.sta.window is 30 s; allowed is a time shorter than the recording, 20 s.")]
    [InlineData("set: { source.simulate.targets: none }", "Cell 1 of 1: tiny.yaml, line 3: source.simulate.targets is 'none'; allowed is a whole number")]
    [InlineData("grid: { source.simulate.targets: [1, 100000] }\nset: { source.simulate.trains.count: 500 }", "Cell 2 of 2 (simulate.targets 100000): The pipeline needs ")]
    public void Read_CellThatCannotRun_IsNamedBeforeAnyRuns(string mistake, string sentence)
        => Assert.StartsWith(sentence, Refused(mistake), StringComparison.Ordinal);

    [Theory]
    [InlineData("seed=4..2", "--set seed: seed is '4..2', an empty range")]
    [InlineData("pace=max", "--set pace: pace is not for an experiment to set")]
    [InlineData("sed=1", "--set sed: sed is not a key of a pipeline; allowed is one of name, seed")]
    [InlineData("source.simulate.trains.count=[5, 6]", "--set source.simulate.trains.count: source.simulate.trains.count has 2 values; allowed is 3 values, because it moves together with source.simulate.targets.")]
    public void Read_MistakeOnTheCommandLine_IsNamed(string setting, string sentence)
        => Assert.StartsWith(
            sentence, Refused("grid: { seed: 0..1 }\nzip: { source.simulate.targets: 1..3, source.simulate.trains.count: 5..7 }", setting), StringComparison.Ordinal);

    [Fact]
    public void Read_FilesThatAreNone_SayWhatIsAllowed()
    {
        string Message(string text) => Assert.Throws<PipelineException>(() => Experiment.FromText(text, "tiny.yaml", [], "", "build")).Message;
        Assert.Equal("tiny.yaml is empty; an experiment has at least the key pipeline.", Message(""));
        Assert.Equal("tiny.yaml, line 2: pipeline names nowhere.yaml, which does not exist; allowed is a pipeline file, relative to the experiment file.", Message("name: x\npipeline: nowhere.yaml"));
        Assert.StartsWith("tiny.yaml: found a pipeline, which v2w run runs; allowed is an experiment", Message("source: {}"), StringComparison.Ordinal);
        Assert.StartsWith("tiny.yaml: name is missing", Message("pipeline: live.yaml"), StringComparison.Ordinal);
        Assert.StartsWith("The experiment file no.yaml does not exist", Assert.Throws<PipelineException>(() => Experiment.FromFile("no.yaml", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notebook_HasTheNotebooksRuns()
    {
        Experiment notebook = Experiment.FromFile(TestFiles.Pipeline("notebook.yaml"), []);
        Assert.Equal(140, notebook.Cells.Count);
        Assert.Equal(["0.2 nS", "0.4 nS", "0.8 nS", "1.6 nS", "3.2 nS", "6.4 nS", "12.8 nS"], notebook.Values[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(seed => $"{seed}"), notebook.Values[1]);
    }

    [Theory]
    [InlineData("recording-time.yaml", 35)]
    [InlineData("watching.yaml", 60)]
    [InlineData("snr-and-frame-rate.yaml", 120)]
    [InlineData("recorded-fraction.yaml", 100)]
    [InlineData("detectable-strength.yaml", 50)]
    public void Experiments_OfTheRepository_CanRun(string name, int cells)
        => Assert.Equal(cells, Experiment.FromFile(TestFiles.Pipeline(name), []).Cells.DistinctBy(cell => cell.Key).Count());

    [Fact]
    public void Schema_OfTheRepository_IsWhatTheProgramPrints()
        => Assert.Equal(File.ReadAllText(TestFiles.Pipeline("experiment.schema.json")), ExperimentSchema.ToText());

    private static IEnumerable<string> Values(Experiment experiment) => experiment.Cells.Select(cell => string.Join(' ', cell.Values));

    private static string Refused(string text, params string[] settings) => Assert.Throws<PipelineException>(() => Read(text, settings)).Message;

    private static Experiment Read(string text, params string[] settings) => Experiment.FromText(
        Beginning + text, "tiny.yaml", settings.Select(setting => new PipelineSetting(setting)), Path.GetDirectoryName(TestFiles.Pipeline("live.yaml"))!, "build");
}
