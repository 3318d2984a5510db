using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class CapacitySearchTests
{
    private const double Early = 0.001;
    private const double Late = 0.02;

    private readonly List<int> _tried = [];

    [Fact]
    public async Task Find_SomethingGivesWay_FindsTheLargestThatDoesNot()
    {
        FoundCapacity found = await FindAsync(value => AnyTimes.Of(value <= 37 ? Early : Late));
        Assert.Equal((37, false), (found.Found, found.IsAtEnd));
        Assert.Equal(2, found.Trials.Count(trial => trial is { Value: 37, Keeps: true }));
        Assert.True(_tried.Count <= 2 + Math.Ceiling(Math.Log2(64)) + 1, $"{_tried.Count} trials");
        Assert.StartsWith("stage significance", found.Bottleneck, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_AllKeepIt_NeedsNoSearch()
    {
        FoundCapacity found = await FindAsync(_ => AnyTimes.Of(Early));
        Assert.Equal((64, true, ""), (found.Found, found.IsAtEnd, found.Bottleneck));
        Assert.Equal([64, 64], _tried);
    }

    [Fact]
    public async Task Find_NothingKeepsIt_SaysSo()
    {
        FoundCapacity found = await FindAsync(_ => AnyTimes.Of(Late));
        Assert.Null(found.Found);
        Assert.Contains(1, _tried);
        Assert.NotEqual("", found.Bottleneck);
        Assert.StartsWith("Not even 1 targets", StudyWords.Of(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_WhatWasFoundFailsItsConfirmation_StepsDownAndConfirmsThat()
    {
        // 37 keeps it once and never again.
        FoundCapacity found = await FindAsync(value => AnyTimes.Of(value < 37 || value == 37 && _tried.Count(tried => tried == 37) == 1 ? Early : Late));
        Assert.True(found.Found is > 30 and < 37, $"{found.Found}");
        Assert.Equal(2, found.Trials.Count(trial => trial.Value == found.Found && trial.Keeps));
    }

    [Fact]
    public async Task Find_FallsBehind_DoesNotKeepIt()
    {
        FoundCapacity found = await FindAsync(value => AnyTimes.Of(Early, value > 10 ? 0.9 : 1));
        Assert.Equal(10, found.Found);
    }

    [Fact]
    public async Task Find_NoEstimateCame_DoesNotKeepIt()
    {
        FoundCapacity found = await FindAsync(value => value > 10 ? AnyTimes.Of(Early) with { Published = LatencyFigures.None } : AnyTimes.Of(Early));
        Assert.Equal(10, found.Found);
        Assert.StartsWith("reports: none came", found.Bottleneck, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_TheMachineItselfWasLate_RunsTheTrialAgain()
    {
        FoundCapacity found = await FindAsync(value => _tried.Count == 1 ? AnyTimes.Of(Late, idleS: Late) : AnyTimes.Of(Early));
        Assert.Equal(64, found.Found);
        Assert.True(found.Trials[0] is { Keeps: false, IsDisturbed: true });
    }

    [Fact]
    public async Task Find_TrialThatCannotRun_NamesMemory()
    {
        FoundCapacity found = await FindAsync(value => value > 20 ? throw new PipelineException("It takes more memory than there is.") : AnyTimes.Of(Early));
        Assert.Equal(20, found.Found);
        Assert.StartsWith("memory: ", found.Bottleneck, StringComparison.Ordinal);
    }

    private Task<FoundCapacity> FindAsync(Func<int, CellTimes> measure)
    {
        Study study = TinyStudy.Read("capacity: [{ largest: source.simulate.targets, from: 1, to: 64, deadline: 10 ms, confirmations: 2 }]");
        return new CapacitySearch(study.Searches[0], value =>
        {
            _tried.Add(value);
            return Task.FromResult(("trial", study.Cells[0], measure(value)));
        }).FindAsync();
    }
}
