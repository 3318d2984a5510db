using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Tests.Host.Sweeps;

public class SweepFolderTests
{
    private const string Two = """
        name: tiny
        pipeline: live.yaml
        set: { source.simulate.duration: 500 ms, source.simulate.trains.count: 3, inference.online: none, inference.sta.scheme: none }
        grid: { seed: 1..2 }
        """;

    [Fact]
    public async Task Open_FolderOfTheSameSweep_GoesOn()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(Two));
        using SweepFolder again = SweepFolder.Open(folder.Path, TinySweep.Read(Two), force: false);
        Assert.All(TinySweep.Read(Two).Cells, cell => Assert.True(again.IsFinished(cell)));
    }

    [Fact]
    public async Task Open_FolderOfAPartOfTheSweep_GoesOn()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(Two));
        VoltageToWiring.Host.Sweeps.SweepResult more = await TinySweep.RunAsync(folder.Path, TinySweep.Read(Two, "seed=0..3"));
        Assert.Equal((2, 2), (more.Found, more.Computed));
    }

    [Fact]
    public async Task Open_FolderOfOtherSettings_IsRefusedUnlessForced()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(Two));
        SortedDictionary<string, string> before = TinySweep.Files(folder.Path);
        Experiment other = TinySweep.Read(Two, "seed=2..3");
        Assert.Equal(
            $"--out {folder.Path}: found 1 finished cells of this experiment with other settings; allowed is another folder, or --force to remove them.",
            Assert.Throws<PipelineException>(() => SweepFolder.Open(folder.Path, other, force: false)).Message);
        Assert.Equal(before, TinySweep.Files(folder.Path));
        using SweepFolder forced = SweepFolder.Open(folder.Path, other, force: true);
        Assert.Equal([true, false], other.Cells.Select(forced.IsFinished));
        Assert.Single(Directory.GetDirectories(folder.File("cells")));
    }

    [Theory]
    [InlineData("name: tiny", "name: tiny2", "of the experiment tiny;")]
    [InlineData("\"build\": \"", "\"build\": \"0", "of another build of v2w (")]
    [InlineData("\"schema\": 1", "\"schema\": 2", "of another version of v2w;")]
    [InlineData("\"schema\": 1", "schema", "of another version of v2w;")]
    public async Task Open_FolderOfSomethingElse_SaysWhatItIs(string text, string changed, string sentence)
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(Two));
        string manifest = folder.File("sweep.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(text, changed, StringComparison.Ordinal));
        Experiment other = TinySweep.Read(Two.Replace(text, changed, StringComparison.Ordinal), "source.simulate.imaging.spike_snr=10");
        Assert.Contains("found 2 finished cells " + sentence, Assert.Throws<PipelineException>(() => SweepFolder.Open(folder.Path, other, force: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderOfARun_IsRefusedUnlessForced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("results.json"), "{}");
        Experiment experiment = TinySweep.Read(Two);
        Assert.Contains("found results.json of an earlier run", Assert.Throws<PipelineException>(() => SweepFolder.Open(folder.Path, experiment, force: false)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("results.json")));
        using SweepFolder forced = SweepFolder.Open(folder.Path, experiment, force: true);
        Assert.False(File.Exists(folder.File("results.json")));
    }

    [Fact]
    public void Open_FolderThatAnotherSweepWritesTo_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(Two);
        using (SweepFolder.Open(folder.Path, experiment, force: false))
        {
            Assert.Contains(
                "found another sweep that is writing to it; allowed is to wait",
                Assert.Throws<PipelineException>(() => SweepFolder.Open(folder.Path, experiment, force: true)).Message, StringComparison.Ordinal);
        }
        SweepFolder.Open(folder.Path, experiment, force: false).Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Open_HalfCells_AreRemoved()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(Two);
        Directory.CreateDirectory(folder.File(SweepFolder.NameOf(experiment.Cells[0]) + ".partial"));
        File.WriteAllText(folder.File(SweepFolder.NameOf(experiment.Cells[0]) + ".partial/results.json"), "{");
        using SweepFolder opened = SweepFolder.Open(folder.Path, experiment, force: false);
        Assert.Empty(Directory.GetDirectories(folder.File("cells")));
        Assert.False(opened.IsFinished(experiment.Cells[0]));
    }

    [Theory]
    [InlineData("notebook", "notebook")]
    [InlineData("a b/c", "a-b-c")]
    [InlineData("..", "experiment")]
    public void DefaultPath_OfAName_IsAFolderUnderResults(string name, string folder)
        => Assert.Equal(Path.Combine("results", folder), SweepFolder.DefaultPath(name));
}
