using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Tests.Host.Sweeps;

namespace VoltageToWiring.Tests.Host.Reports;

/// <summary>Figures that an experiment asks for, and what it may say of them.</summary>
public class SweepFigureSettingsTests
{
    private const string Head = "name: tiny\npipeline: live.yaml\ngrid: { source.simulate.trains.count: [5, 6], seed: 0..1 }\n";

    [Theory]
    [InlineData("figures: [rok]", "tiny.yaml, line 4: figures[0] is rok, which is no figure; allowed is one of statistic-against, heat-map, detection-against-time, detectable-strength, voltage, averages, roc, connections-table, flagged-by-chance (perhaps roc?).")]
    [InlineData("figures: [statistic-against]", "tiny.yaml, line 4: figures[0].statistic-against.x is missing; allowed is a text.")]
    [InlineData("figures:\n  - heat-map: { x: seed, y: source.simulate.trains.count, valeu: 3 }", "tiny.yaml, line 5: figures[0].heat-map.valeu is not a known key; allowed is one of x, y, value, middle, scale, title (perhaps value?).")]
    [InlineData("figures: [{ statistic-against: { x: sede, y: [output.spikes] } }]", "tiny.yaml, line 4: figures[0].statistic-against.x names sede, which does not vary; allowed is one of source.simulate.trains.count, seed (perhaps seed?).")]
    [InlineData("figures: [{ statistic-against: { x: seed, y: [] } }]", "tiny.yaml, line 4: figures[0].statistic-against.y is an empty list; allowed is one field or more.")]
    [InlineData("figures: [{ statistic-against: { x: seed, y: [output.spike] } }]", "tiny.yaml, line 4: figures[0].statistic-against.y names output.spike, which is no field that holds a figure; allowed is one of")]
    [InlineData("figures: [{ statistic-against: { x: seed, y: [output.spikes, output.rate_hz], lines: seed } }]", "tiny.yaml, line 4: figures[0].statistic-against.lines is there beside 2 fields; allowed is")]
    [InlineData("figures: [{ statistic-against: { x: seed, y: [output.spikes], x_per: 2 } }]", "tiny.yaml, line 4: figures[0].statistic-against.x_per is '2'; allowed is a value of seed above 0, with its unit.")]
    [InlineData("figures: [{ statistic-against: { x: seed, y: [output.spikes], dots: some } }]", "tiny.yaml, line 4: figures[0].statistic-against.dots is 'some'; allowed is all, none.")]
    [InlineData("figures: [{ heat-map: { x: seed, y: seed, value: output.spikes } }]", "tiny.yaml, line 4: figures[0].heat-map.y names seed, as x does; allowed is another key.")]
    [InlineData("figures: [{ detection-against-time: { kind: any, by: [joint] } }]", "tiny.yaml, line 4: figures[0].detection-against-time.kind is 'any'; allowed is exc, inh, none.")]
    [InlineData("figures: [{ detection-against-time: { kind: exc, by: [jointly] } }]", "tiny.yaml, line 4: figures[0].detection-against-time.by names jointly; allowed is one of one-look, watched-p, joint, pairwise, sta (perhaps joint?).")]
    [InlineData("figures: [{ detection-against-time: { kind: exc, by: [one-look] } }]\nkeep: [averages]", "tiny.yaml, line 4: figures[0].detection-against-time needs timeline of the cells, which keep leaves out; allowed is keep: [averages, timeline].")]
    [InlineData("figures: [averages]\nkeep: []", "tiny.yaml, line 4: figures[0].averages needs averages of the cells, which keep leaves out; allowed is keep: [averages].")]
    [InlineData("figures: [{ roc: { run: { seeed: 0 } } }]", "tiny.yaml, line 4: figures[0].roc.run names seeed, which does not vary; allowed is one of")]
    [InlineData("figures: [{ roc: { run: { seed: 7 } } }]", "tiny.yaml, line 4: figures[0].roc.run chooses the cell with seed 7, which is not there; allowed is a value of seed: 0, 1.")]
    [InlineData("figures: [{ averages: { runs: [{ seed: 0 }, { source.simulate.trains.count: 50 }] } }]", "tiny.yaml, line 4: figures[0].averages.runs chooses the cell with source.simulate.trains.count 50, which is not there; allowed is a value of source.simulate.trains.count: 5, 6.")]
    [InlineData("zip: { inference.online.alpha: [0.01, 0.05], batch: [10 ms, 20 ms] }\nfigures: [{ roc: { run: { batch: 10 ms, inference.online.alpha: 0.05 } } }]", "tiny.yaml, line 5: figures[0].roc.run chooses the cell with batch 10 ms, inference.online.alpha 0.05, which is not there; allowed is values that stand together in a cell.")]
    [InlineData("figures: [{ averages: { runs: { seed: 0 } } }]", "tiny.yaml, line 4: figures[0].averages.runs is a map with the keys seed; allowed is a list of maps")]
    [InlineData("figures: [{ voltage: { from: 1, for: 1 s } }]", "tiny.yaml, line 4: figures[0].voltage.from is '1', which has no unit; allowed is a time")]
    [InlineData("figures: [{ roc: none }]", "tiny.yaml, line 4: figures[0].roc is 'none'; allowed is a map of settings.")]
    public void Read_Mistake_IsNamedWithItsLine(string mistake, string sentence)
        => Assert.StartsWith(sentence, Assert.Throws<PipelineException>(() => TinySweep.Read(Head + mistake)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_CellThatTheCommandLineLeavesOut_IsNoMistakeAndNotInTheCopy()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(Head + "figures: [flagged-by-chance, { roc: { run: { seed: 1 } } }]", "seed=0");
        Assert.Equal(2, experiment.Figures.Count);
        ExperimentCopy.Write(experiment, folder.Path);
        Experiment copy = Experiment.FromFile(folder.File("experiment.yaml"), []);
        Assert.Equal(["flagged-by-chance"], copy.Figures.Select(figure => figure.Name));
        // And one that the command line brings is none, either.
        Assert.Equal(2, TinySweep.Read(Head + "figures: [flagged-by-chance, { roc: { run: { seed: 7 } } }]", "seed=7").Figures.Count);
    }

    [Fact]
    public void Of_WhatAFolderHas_IsWhatTheExperimentHad()
    {
        Experiment experiment = TinySweep.Read(Head + "figures: [flagged-by-chance, { statistic-against: { x: seed, y: [output.spikes], x_scale: linear, title: \"It: said \\\"so\\\"\" } }]");
        Assert.IsType<VoltageToWiring.Host.Reports.Sweeps.Kinds.FlaggedByChance>(SweepFigures.Of(experiment.Figures[0]));
        var figure = Assert.IsType<VoltageToWiring.Host.Reports.Sweeps.Kinds.StatisticAgainst>(SweepFigures.Of(experiment.Figures[1]));
        Assert.Equal(("seed", "It: said \"so\""), (figure.X, figure.Title));
        Assert.Throws<PipelineException>(() => SweepFigures.Of(new FigureRequest("of-another-version", null)));
    }

    [Fact]
    public void CellChoice_KnowsACellHoweverItsValueIsWritten()
    {
        string[] keys = ["trains.modulation", "seed"];
        var choice = new CellChoice([new("trains.modulation", "{ \"sd\": \"0.4\", \"tau\": \"300 ms\" }")]);
        Assert.True(choice.IsOf(keys, ["{ sd: 0.4, tau: 300 ms }", "3"]));
        Assert.False(choice.IsOf(keys, ["{ sd: 0.5, tau: 300 ms }", "3"]));
        Assert.True(CellChoice.First.IsOf(keys, ["none", "0"]));
        Assert.False(new CellChoice([new("other", "3")]).IsOf(keys, ["none", "3"]));
    }
}
