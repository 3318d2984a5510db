using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Streaming;

public class PairLayoutTests
{
    [Theory]
    [InlineData(3, 2, false, 6)]
    [InlineData(4, 4, true, 12)]
    [InlineData(1, 1, true, 0)]
    public void Of_EveryIndex_IsAnotherPossiblePairInOrder(int sources, int targets, bool same, int count)
    {
        var pairs = new PairLayout(sources, targets, same);
        Assert.Equal(count, pairs.Count);
        (int Source, int Target)[] expected = [.. Enumerable.Range(0, targets).SelectMany(t => Enumerable.Range(0, sources).Select(s => (s, t))).Where(p => pairs.Has(p.s, p.t))];
        Assert.Equal(expected, Enumerable.Range(0, count).Select(pairs.Of));
        Assert.Equal(Enumerable.Range(0, count), expected.Select(p => pairs.IndexOf(p.Source, p.Target)));
    }
}
