using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class PackedOnsetsTests
{
    // Close by, far apart, alike, and as far as a step reaches or just further.
    private static readonly Gen<int> Steps = Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Int[65_530, 65_540], Gen.Int[60_000, 300_000]);

    private static readonly Gen<int[]> Onsets = Gen.OneOf(Steps, Gen.Int[0, 1000]).Array[0, 200].Select(Cumulated);

    [Fact]
    public void ToArray_OfAnyPackedOnsets_AreTheOnsets()
        => Onsets.Sample(onsets => Assert.Equal(onsets, new PackedOnsets(Packed(onsets)).ToArray()));

    [Fact]
    public void Read_PieceByPiece_IsWhatLiesBeforeEachEnd()
        => Gen.Select(Onsets, Gen.Int[1, 200_000].Array[1, 20]).Sample((onsets, pieces) =>
        {
            var packed = new PackedOnsets(Packed(onsets));
            var place = default(OnsetPlace);
            int[] room = [];
            int from = 0;
            foreach (int end in Cumulated(pieces).Append(int.MaxValue))
            {
                _ = packed.Fetch(place, 100);
                Assert.Equal(onsets.Where(onset => onset >= from && onset < end), packed.Read(ref place, end, ref room).ToArray());
                from = end;
            }
            Assert.Equal(packed.Length, place.Index);
        });

    [Fact]
    public void Pack_IntoTheRoomThatIsSaid_Fits()
        => Onsets.Sample(onsets => Assert.InRange(Packed(onsets).Length, onsets.Length, PackedOnsets.MaxLength(onsets.Length, onsets.LastOrDefault())));

    private static ushort[] Packed(int[] onsets)
    {
        var steps = new ushort[PackedOnsets.MaxLength(onsets.Length, onsets.LastOrDefault())];
        return steps[..PackedOnsets.Pack(onsets, steps)];
    }

    private static int[] Cumulated(int[] steps)
    {
        int frame = 0;
        return [.. steps.Select(step => frame += step)];
    }
}
