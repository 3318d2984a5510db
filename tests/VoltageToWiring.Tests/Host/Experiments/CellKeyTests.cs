using VoltageToWiring.Host.Experiments;

namespace VoltageToWiring.Tests.Host.Experiments;

public class CellKeyTests
{
    private const string Pipeline = "name: p\nsource: { simulate: { duration: 2 s, trains: { count: 4 }, wiring: w.csv } }\ninference: { sta: { scheme: none } }\n";
    private const string Wiring = "source,target,kind,strength\n0,0,exc,4 nS\n";

    [Fact]
    public void Key_OfTheSameCellHoweverWritten_IsTheSame()
    {
        string key = KeyOf(Pipeline, "grid: { seed: [3] }");
        Assert.Equal(key, KeyOf("# a comment\n" + Pipeline.Replace(", ", ",   ", StringComparison.Ordinal), "grid: { seed: [3] }"));
        Assert.Equal(key, KeyOf("inference: { sta: { scheme: none } }\nsource: { simulate: { wiring: w.csv, trains: { count: 4 }, duration: 2 s } }\nname: p", "grid: { seed: [3] }"));
        Assert.Equal(key, KeyOf(Pipeline, "# moved from the grid\nset: { seed: 3 }"));
        Assert.Equal(key, KeyOf(Pipeline + "seed: 3\n", "summary: { of: [output.spikes] }\nfigures: [roc]"));
        // A default that is written out.
        Assert.Equal(key, KeyOf(Pipeline, "set: { seed: 3, source.simulate.imaging.spike_snr: 20 }"));
    }

    [Theory]
    [InlineData("set: { seed: 4 }")]
    [InlineData("set: { seed: 3, source.simulate.imaging.spike_snr: 21 }")]
    [InlineData("set: { seed: 3, inference.sta.window: 50 ms }")]
    [InlineData("set: { seed: 3 }\nkeep: [timeline]")]
    public void Key_OfAnotherCell_IsAnother(string experiment) => Assert.NotEqual(KeyOf(Pipeline, "set: { seed: 3 }"), KeyOf(Pipeline, experiment));

    [Fact]
    public void Key_OfAnotherBuild_IsAnother() => Assert.NotEqual(KeyOf(Pipeline, ""), KeyOf(Pipeline, "", build: "another"));

    [Fact]
    public void Key_OfAnotherContentOfAFile_IsAnother()
    {
        Assert.Equal(KeyOf(Pipeline, ""), KeyOf(Pipeline.Replace("w.csv", "./w.csv", StringComparison.Ordinal), ""));
        Assert.NotEqual(KeyOf(Pipeline, ""), KeyOf(Pipeline, "", wiring: Wiring.Replace('4', '5')));
    }

    [Fact]
    public void Build_DependsOnNamesAndContentsOfAssembliesAndOnTheRuntime()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("elsewhere"));
        File.WriteAllText(folder.File("a.dll"), "one");
        File.WriteAllText(folder.File("b.dll"), "two");
        File.WriteAllText(folder.File("c.dll"), "two");
        File.WriteAllText(folder.File("elsewhere/b.dll"), "three");
        string Of(string runtime, params string[] files) => BuildIdentity.Of(files.Select(folder.File), runtime);
        string build = Of("runtime", "a.dll", "b.dll");
        Assert.Equal(build, Of("runtime", "b.dll", "a.dll"));
        Assert.NotEqual(build, Of("runtime", "a.dll", "c.dll"));
        Assert.NotEqual(build, Of("runtime", "a.dll", "elsewhere/b.dll"));
        Assert.NotEqual(build, Of("runtime", "a.dll"));
        Assert.NotEqual(build, Of("another", "a.dll", "b.dll"));
    }

    [Fact]
    public void Build_ThatRuns_IsThatOfItsAssemblies()
    {
        Assert.Matches("^[0-9a-f]{64}$", BuildIdentity.Current);
        Assert.Contains(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"), file => Path.GetFileName(file) == "VoltageToWiring.Numerics.dll");
    }

    private static string KeyOf(string pipeline, string experiment, string build = "build", string wiring = Wiring)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("p.yaml"), pipeline);
        File.WriteAllText(folder.File("w.csv"), wiring);
        return Experiment.FromText("name: x\npipeline: p.yaml\n" + experiment, "x.yaml", [], folder.Path, build).Cells[0].Key;
    }
}
