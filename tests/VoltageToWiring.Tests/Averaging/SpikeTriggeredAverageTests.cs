using VoltageToWiring.Numerics.Averaging;

namespace VoltageToWiring.Tests.Averaging;

public class SpikeTriggeredAverageTests
{
    [Fact]
    public void Of_ConstantSignal_IsThatConstantWithoutHeight()
    {
        SpikeTriggeredAverage sta = SpikeTriggeredAverage.Of(Enumerable.Repeat(-0.06, 50).ToArray(), [3, 10, 20], 8);
        Assert.All(sta.Average, value => Assert.Equal(-0.06, value, 1e-15));
        Assert.Equal(0, sta.Height);
    }

    [Fact]
    public void Of_SingleSpike_IsItsWindow()
    {
        double[] signal = [0, 1, 2, 3, 4, 5, 6, 7];
        SpikeTriggeredAverage sta = SpikeTriggeredAverage.Of(signal, [2], 3);
        Assert.Equal([2, 3, 4], sta.Average);
        Assert.Equal(2, sta.Height);
    }

    [Fact]
    public void Of_SpikesNearTheEdges_AreCountedAsUnused()
    {
        // A window that ends with the last frame is not used: i + L < T, strictly.
        SpikeTriggeredAverage sta = SpikeTriggeredAverage.Of(new double[10], [-1, 0, 5, 6, 7, 20], 4);
        Assert.Equal(2, sta.SpikesUsed);
        Assert.Equal(4, sta.SpikesUnused);
    }

    [Fact]
    public void Of_NoUsableSpike_IsEmptyAndHasNoHeight()
    {
        SpikeTriggeredAverage sta = SpikeTriggeredAverage.Of(new double[10], [9], 4);
        Assert.Empty(sta.Average);
        Assert.True(double.IsNaN(sta.Height));
    }

    [Fact]
    public void Combine_PartsOfTheSpikes_EqualsAllAtOnce()
        => Gen.Select(Gen.Double[-1, 1].Array[200], Gen.Int[0, 150].Array[0, 30], Gen.Int[0, 30]).Sample((signal, onsets, cut) =>
        {
            const int Window = 40;
            cut = Math.Min(cut, onsets.Length);
            var whole = new SpikeTriggeredSums(2, Window);
            whole.Add(1, signal, 0, onsets);
            var first = new SpikeTriggeredSums(2, Window);
            first.Add(1, signal, 0, onsets.AsSpan(..cut));
            var second = new SpikeTriggeredSums(2, Window);
            second.Add(1, signal, 0, onsets.AsSpan(cut..));
            first.Combine(second);
            Assert.Equal(whole.Used(1), first.Used(1));
            Assert.Equal(0, first.Used(0));
            var a = new double[Window];
            var b = new double[Window];
            whole.CopyAverage(1, a);
            first.CopyAverage(1, b);
            for (int i = 0; i < Window && onsets.Length > 0; i++)
                Assert.Equal(a[i], b[i], 1e-14);
        });

    [Fact]
    public void Combine_OtherShape_IsRefused()
        => Assert.Throws<ArgumentException>(() => new SpikeTriggeredSums(2, 10).Combine(new SpikeTriggeredSums(2, 11)));

    [Fact]
    public void Height_NoSpike_IsNaN() => Assert.True(double.IsNaN(new SpikeTriggeredSums(1, 10).Height(0)));
}
