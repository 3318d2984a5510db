using System.Runtime.InteropServices;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Tests.Streaming;

public class AlignedMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3_000_001)]
    public void Allocate_AnyNumber_IsZeroAndBeginsAtACacheLine(int count)
    {
        ArraySegment<float> room = AlignedMemory.Allocate<float>(count);
        Assert.Equal(count, room.Count);
        Assert.False(room.AsSpan().ContainsAnyExcept(0f));
        Assert.Equal(0, AddressOf(room) % AlignedMemory.CacheLineBytes);
    }

    [Fact]
    public void Allocate_FewerThanNone_IsRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => AlignedMemory.Allocate<double>(-1));

    [Fact]
    public void Take_NothingAtFirst_IsEmpty() => Assert.Equal(0, new Slabs<int>().Take(0).Count);

    [Fact]
    public void Take_ManyOfAnySize_AreZeroAlignedAndApart()
        => Gen.Select(Gen.Int[0, 50_000].Array[1, 40], Gen.Bool).Sample((counts, ahead) =>
        {
            var slabs = new Slabs<double>(ahead);
            var taken = new ArraySegment<double>[counts.Length];
            for (int i = 0; i < counts.Length; i++)
            {
                taken[i] = slabs.Take(counts[i]);
                Assert.Equal(counts[i], taken[i].Count);
                Assert.Equal(0, AddressOf(taken[i]) % AlignedMemory.CacheLineBytes);
                Assert.False(taken[i].AsSpan().ContainsAnyExcept(0.0));
                taken[i].AsSpan().Fill(i + 1);
            }
            for (int i = 0; i < counts.Length; i++)
                Assert.False(taken[i].AsSpan().ContainsAnyExcept(i + 1.0));
        }, iter: 50);

    private static long AddressOf<T>(ArraySegment<T> room)
        where T : unmanaged
        => Marshal.UnsafeAddrOfPinnedArrayElement(room.Array!, room.Offset);
}
