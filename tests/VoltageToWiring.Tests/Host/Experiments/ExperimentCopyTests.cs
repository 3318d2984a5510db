using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Tests.Host.Experiments;

public class ExperimentCopyTests
{
    [Theory]
    [InlineData("grid: { seed: 0..2, source.simulate.trains.count: [5, 6] }\nsummary: { of: [output.spikes], by: [seed] }\nkeep: [timeline]")]
    [InlineData("zip: [{ seed: [1, 2], source.simulate.targets: [3, 4] }, { source.simulate.trains.count: [5, 6] }]\ngrid: { source.simulate.imaging.spike_snr: \"log(1, 40, 3)\" }")]
    [InlineData("grid: { inference.online: [none, { score: pairwise }] }\nset: { source.simulate.neuron: { C: 90 pF } }\nfigures: [roc, { voltage: { from: 1 s, for: 1 s } }]")]
    [InlineData("set: { seed: 4 }\nkeep: []")]
    public void Copy_RunsTheSameCells(string text)
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = Read(text, "live.yaml", Path.GetDirectoryName(TestFiles.Pipeline("live.yaml"))!, "source.simulate.duration=2 s", "source.simulate.duration=3 s");
        ExperimentCopy.Write(experiment, folder.Path);
        Experiment copy = Experiment.FromText(File.ReadAllText(folder.File("experiment.yaml")), "copy", [], folder.Path, "build");
        AssertSame(experiment, copy);
        Assert.Equal(File.ReadAllText(TestFiles.Pipeline("live.yaml")), File.ReadAllText(folder.File("pipeline.yaml")));
        // A copy of a copy is the copy.
        string first = File.ReadAllText(folder.File("experiment.yaml"));
        ExperimentCopy.Write(copy, folder.Path);
        Assert.Equal(first, File.ReadAllText(folder.File("experiment.yaml")));
    }

    [Fact]
    public void Copy_OfFilesThatAreNamedAnywhere_NeedsNothingElse()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in/wirings"));
        File.WriteAllText(folder.File("in/times.csv"), "train,time_s\n0,0.5\n1,0.7\n");
        foreach ((string name, string strength) in new[] { ("weak", "1 nS"), ("strong", "4 nS") })
            File.WriteAllText(folder.File($"in/wirings/{name}.csv"), $"source,target,kind,strength\n0,0,exc,{strength}\n");
        File.WriteAllText(
            folder.File("in/p.yaml"),
            "source: { simulate: { duration: 2 s, trains: { count: 2, file: times.csv }, wiring: wirings/weak.csv } }\ninference: { sta: { scheme: none } }\n");
        Experiment experiment = Read("grid: { source.simulate.wiring: [random, wirings/strong.csv, wirings/weak.csv] }", "p.yaml", folder.File("in"));
        ExperimentCopy.Write(experiment, folder.Path);
        Directory.Delete(folder.File("in"), recursive: true);
        Experiment copy = Experiment.FromText(File.ReadAllText(folder.File("experiment.yaml")), "copy", [], folder.Path, "build");
        Assert.Equal(["times-0.csv", "weak-1.csv", "strong-2.csv"], Directory.GetFiles(folder.File("files")).Select(Path.GetFileName).OrderBy(name => name![^5]));
        AssertSame(experiment, copy);
    }

    private static void AssertSame(Experiment experiment, Experiment copy)
    {
        Assert.Equal(experiment.Keys, copy.Keys);
        Assert.Equal(experiment.Cells.Select(cell => cell.Key), copy.Cells.Select(cell => cell.Key));
        Assert.Equal(experiment.Name, copy.Name);
        Assert.Equal(experiment.SummaryKeys, copy.SummaryKeys);
        Assert.Equal(experiment.SummaryFields, copy.SummaryFields);
        Assert.Equal(experiment.Figures.Select(figure => $"{figure.Name} {figure.Settings?.ToJsonString()}"), copy.Figures.Select(figure => $"{figure.Name} {figure.Settings?.ToJsonString()}"));
    }

    private static Experiment Read(string text, string pipeline, string directory, params string[] settings) => Experiment.FromText(
        $"name: tiny\npipeline: {pipeline}\n{text}", "tiny.yaml", settings.Select(setting => new PipelineSetting(setting)), directory, "build");
}
