using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Tests.Streaming;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    [InlineData(4, 1)]
    [InlineData(4, 1000)]
    public void Run_AnyTeam_DoesEveryPartOnce(int workers, int parts)
    {
        using var team = new WorkerTeam(workers);
        var work = new Counted(parts);
        for (int round = 0; round < 50; round++)
            team.Run(parts, work);
        Assert.All(work.Counts, count => Assert.Equal(50, count));
    }

    [Fact]
    public void Run_APartThrows_TheExceptionComesOutAndTheTeamGoesOn()
    {
        using var team = new WorkerTeam(3);
        Assert.Throws<InvalidOperationException>(() => team.Run(100, new Failing()));
        var work = new Counted(10);
        team.Run(10, work);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    private sealed class Counted(int parts) : IPartitionedWork
    {
        public int[] Counts { get; } = new int[parts];

        public void DoPart(int part, int worker) => Interlocked.Increment(ref Counts[part]);
    }

    private sealed class Failing : IPartitionedWork
    {
        public void DoPart(int part, int worker)
        {
            if (part == 50)
                throw new InvalidOperationException("planned");
        }
    }
}
