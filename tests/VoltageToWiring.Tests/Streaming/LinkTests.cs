using VoltageToWiring.Streaming.Links;

namespace VoltageToWiring.Tests.Streaming;

public class LinkTests
{
    [Fact]
    public async Task Write_FullLinkThatWaits_WaitsUntilThereIsRoom()
    {
        var link = new Link<int>("a → b", new LinkOptions { Capacity = 2 });
        Assert.True(link.TryWrite(1));
        Assert.True(await link.WaitToWriteAsync());
        Assert.True(link.TryWrite(2));
        Assert.False(link.TryWrite(3));
        ValueTask<bool> room = link.WaitToWriteAsync();
        Assert.False(room.IsCompleted);
        Assert.True(link.TryRead(out int first));
        Assert.Equal(1, first);
        Assert.True(await room);
        Assert.True(link.TryWrite(3));
        LinkCounters counters = link.Counters;
        Assert.Equal((3, 1, 0, 2, 1), (counters.Written, counters.Read, counters.Dropped, counters.HighWater, counters.WriterWaits));
    }

    [Theory]
    [InlineData(WhenFull.DropOldest, new[] { 1, 2, 3 }, new[] { 4, 5 })]
    [InlineData(WhenFull.DropNewest, new[] { 3, 4, 5 }, new[] { 1, 2 })]
    public async Task Write_FullLinkThatDrops_CountsAndHandsBackEveryDroppedItem(WhenFull whenFull, int[] lost, int[] kept)
    {
        var dropped = new List<int>();
        var link = new Link<int>("a → b", new LinkOptions { Capacity = 2, WhenFull = whenFull }, dropped.Add);
        for (int i = 1; i <= 5; i++)
            Assert.True(link.TryWrite(i));
        link.Complete(interrupted: false);
        var read = new List<int>();
        while (link.TryRead(out int item))
            read.Add(item);
        Assert.Equal(lost, dropped);
        Assert.Equal(kept, read);
        Assert.Equal(3, link.Counters.Dropped);
        Assert.False(await link.WaitToReadAsync());
    }

    [Fact]
    public async Task Cut_WakesAWaitingWriterAndAWaitingReader()
    {
        var full = new Link<int>("a → b", new LinkOptions { Capacity = 1 });
        Assert.True(full.TryWrite(1));
        ValueTask<bool> writing = full.WaitToWriteAsync();
        Assert.False(writing.IsCompleted);
        full.Cut();
        Assert.False(await writing);
        Assert.False(full.TryWrite(2));
        Assert.False(await full.WaitToWriteAsync());

        var empty = new Link<int>("a → b", new LinkOptions());
        ValueTask<bool> reading = empty.WaitToReadAsync();
        Assert.False(reading.IsCompleted);
        empty.Cut();
        Assert.False(await reading);
        Assert.True(empty.Interrupted);
    }

    [Fact]
    public async Task Cut_WhileItemsWait_EndsReadingThem()
    {
        var link = new Link<int>("a → b", new LinkOptions());
        Assert.True(link.TryWrite(1));
        link.Cut();
        Assert.False(await link.WaitToReadAsync());
        Assert.False(link.TryRead(out _));
    }

    [Fact]
    public void Abandon_HandsBackWhatWaits()
    {
        var abandoned = new List<int>();
        var link = new Link<int>("a → b", new LinkOptions(), onAbandoned: abandoned.Add);
        Assert.True(link.TryWrite(1));
        Assert.True(link.TryWrite(2));
        link.Abandon();
        Assert.Equal([1, 2], abandoned);
        Assert.Equal(2, link.Counters.Abandoned);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Capacity_NotPositive_IsRefused(int capacity)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new LinkOptions { Capacity = capacity });
}
