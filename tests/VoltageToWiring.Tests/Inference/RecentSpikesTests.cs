using VoltageToWiring.Inference.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class RecentSpikesTests
{
    [Fact]
    public void Between_AfterAnyAddsAndDiscards_AreTheSpikesOfThoseFrames()
        => Gen.Select(Gen.Int[0, 5].Array[1, 600], Gen.Int[0, 400], Gen.Int[0, 800], Gen.Int[0, 800]).Sample((steps, lag, first, end) =>
        {
            var spikes = new RecentSpikes();
            var all = new List<(long Frame, int Source)>();
            long frame = 0, discarded = 0;
            for (int i = 0; i < steps.Length; i++)
            {
                frame += steps[i];
                spikes.Add(frame, i);
                all.Add((frame, i));
                if (i % 7 == 0)
                {
                    discarded = Math.Max(discarded, frame - lag);
                    spikes.DiscardBefore(discarded);
                }
            }
            Assert.Equal(all.Where(spike => spike.Frame >= discarded), spikes.Between(long.MinValue, long.MaxValue).ToArray());
            long from = Math.Min(first, end), to = Math.Max(first, end);
            Assert.Equal(all.Where(spike => spike.Frame >= Math.Max(discarded, from) && spike.Frame < to), spikes.Between(from, to).ToArray());
        });
}
