using System.Diagnostics;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

/// <summary>Studies with processes of their own, as <c>v2w study</c> starts them.</summary>
[Collection(nameof(Allocations.AllocationMeter))]
public class StudyRunTests
{
    private const string Short = "load: { warm_up: 100 ms, duration: 200 ms, stretch: 500 ms }";

    private static readonly SelfProgram V2w = new(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "v2w.exe" : "v2w"), []);

    [Fact]
    public async Task Run_ASearchAndACell_MeasuresBothBesideAnIdleLoop()
    {
        using var folder = new TemporaryFolder();
        Study study = TinyStudy.Read($"{Short}\ncapacity: [{{ largest: source.simulate.targets, from: 2, to: 2, deadline: 10 s, confirmations: 1 }}]");
        var run = new StudyRun(study, folder.Path, V2w, TimeProvider.System);
        StudyJson found = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("completed", found.Ending);
        CellTimes times = Assert.Single(Assert.Single(found.Cells).Runs).Times;
        Assert.Equal(200, times.Published.Count);
        Assert.True(times.Idle!.Count > 0);
        Assert.Equal(2, Assert.Single(found.Capacity).Found);
        foreach (string histogram in new[] { "published", "absorbed", "idle", "stage-sta", "stage-significance" })
            Assert.NotNull(HistogramFiles.Read(folder.File("cells/001/1"), histogram));
        Assert.NotEmpty(MeasuringProcess.Read(folder.File("cells/001/1"))!.Moments);
        Assert.Equal(1, run.Progress().Fraction);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("zeromq")]
    public async Task Run_FramesFromAnotherProcess_AllComeAndNoneBeforeItsTime(string source)
    {
        using var folder = new TemporaryFolder();
        Study study = TinyStudy.Read($"{Short}\nset: {{ load.source: {source} }}");
        StudyJson found = await new StudyRun(study, folder.Path, V2w, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Null(Assert.Single(found.Cells).Fault);
        CellTimes times = Assert.Single(found.Cells[0].Runs).Times;
        Assert.Equal((200, 300, 0), (times.Published.Count, times.FramesUsed, times.FramesDropped));
        Assert.True(times.Published.P50S > 0);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatWasMeasuredAndLeavesNoProcess()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Study study = TinyStudy.Read($"{Short}\ngrid: {{ load.duration: [200 ms, 1 h] }}");
        var run = new StudyRun(study, folder.Path, V2w, TimeProvider.System);
        run.Measured += _ => cancellation.CancelAfter(TimeSpan.FromMilliseconds(500));
        StudyJson found = await run.RunAsync(cancellation.Token);
        Assert.Equal("cancelled", found.Ending);
        Assert.Equal(1, Assert.Single(found.Cells).Number);
        StudyFiles.Write(folder.Path, found);
        Assert.Equal(2, File.ReadAllLines(folder.File(StudyFiles.TableName)).Length);
        Assert.Empty(ProcessesOf(folder.Path));
    }

    [Fact]
    public async Task Run_TwoRepeats_SaysAfterEachWhatIsKnown()
    {
        using var folder = new TemporaryFolder();
        var run = new StudyRun(TinyStudy.Read($"{Short}\nset: {{ load.repeats: 2 }}"), folder.Path, V2w, TimeProvider.System);
        var known = new List<int>();
        run.Measured += soFar => known.Add(Assert.Single(soFar.Cells).Runs.Count);
        await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], known);
    }

    [Fact]
    public async Task Run_RunThatFails_GivesItsSentenceAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        Study study = TinyStudy.Read($"{Short}\ngrid: {{ source.simulate.synapses.output_rate: [900 Hz, 4 Hz] }}");
        StudyJson found = await new StudyRun(study, folder.Path, V2w, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("with failed cells", found.Ending);
        Assert.Contains("900", found.Cells[0].Fault!, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", found.Cells[0].Fault!, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found.Cells[0].Fault!);
        Assert.Null(found.Cells[1].Fault);
        Assert.Single(found.Cells[1].Runs);
    }

    // What is left of a study that is killed: its run sees the end of its input.
    [Fact]
    public async Task Measure_ItsInputEnds_EndsToo()
    {
        using var folder = new TemporaryFolder();
        CellOrder.Write(folder.Path, TinyStudy.Read("load: { duration: 1 h }").Cells[0]);
        using Process process = Process.Start(new ProcessStartInfo(V2w.File, ["study", MeasuringProcess.Option, folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Null(MeasuringProcess.Read(folder.Path));
    }

    private static IEnumerable<string> ProcessesOf(string folder)
    {
        if (!Directory.Exists("/proc"))
            yield break;
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string line = "";
            try
            {
                line = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
            if (line.Contains(folder, StringComparison.Ordinal))
                yield return line;
        }
    }
}
