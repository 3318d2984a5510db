using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class DrawnSpikeTrainsTests
{
    private static readonly RandomStreams Streams = new(11);
    private static readonly RateModulation Modulation = new(0.4, 0.3);

    public static IEnumerable<TheoryDataRow<SpikeProcess, bool, bool>> Kinds()
        => from process in (SpikeProcess[])[SpikeProcess.Poisson, new GammaProcess(4), new BurstingProcess()]
           from modulated in new[] { false, true }
           from copied in new[] { false, true }
           select new TheoryDataRow<SpikeProcess, bool, bool>(process, modulated, copied);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadUntil_AnyBatch_GivesTheSameSpikesAsTheWholeTrains(SpikeProcess process, bool modulated, bool copied)
    {
        // Longer than what whole trains are gathered in, and no multiple of it.
        SimulationOptions options = Trains(123_457, 3, process) with
        {
            Modulation = modulated ? Modulation : null,
            Copies = copied ? new TrainCopies(1, 0.5, 2) : null,
        };
        SpikeEvent[] whole = Read(options, 123_457);
        Assert.Equal(copied ? 5 : 3, whole.Select(spike => spike.Source).Distinct().Count());
        foreach (int batch in new[] { 1, 7, 10, 1001, 100_000 })
            Assert.Equal(whole, Read(options, batch));
        double[][] times = new DrawnSpikeTrains(options, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        Assert.All(times, train => Assert.Equal(train.Order(), train));
        Assert.Equal(
            whole, times.SelectMany((train, source) => train.Select(time => new SpikeEvent(source, SpikeClock.ToTick(time, 1e-4))))
                .OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source));
    }

    [Fact]
    public void ReadAllTimes_PoissonTrains_AreTheSumsOfTheirStreamsIntervals()
    {
        // What the project's golden numbers of random: streams rest upon, said once more without any of its code for trains.
        double[][] times = new DrawnSpikeTrains(Trains(50_000, 2, SpikeProcess.Poisson), Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        for (int train = 0; train < 2; train++)
        {
            RandomStream random = Streams.Stream("spike-trains", train);
            var expected = new List<double>();
            for (double time = random.NextExponential(1 / 40.0); time < 5; time += random.NextExponential(1 / 40.0))
                expected.Add(time);
            Assert.Equal(expected, times[train]);
        }
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(4, 0.5)]
    public void ReadAllTimes_GammaTrains_HaveTheirRateAndCv(int shape, double cv)
    {
        double[][] times = new DrawnSpikeTrains(Trains(10_000_000, 5, new GammaProcess(shape)), Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        // 40 Hz for 1000 s: the count's variance is CV² times its mean.
        Assert.All(times, train => Assert.InRange(train.Length, 40_000 - 5 * cv * 200, 40_000 + 5 * cv * 200));
        Assert.All(times, train => Assert.InRange(Cv(train), cv * 0.97, cv * 1.03));
    }

    [Fact]
    public void ReadAllTimes_BurstingTrains_HaveTheirRateAndAreIrregular()
    {
        double[][] times = new DrawnSpikeTrains(Trains(10_000_000, 5, new BurstingProcess()), Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        // Of 11400 bursts the count's standard error is below that of bursts that come as a Poisson process, 3.7·√11400 spikes.
        Assert.All(times, train => Assert.InRange(train.Length, 40_000 - 5 * 395, 40_000 + 5 * 395));
        Assert.All(times, train => Assert.True(Cv(train) > 1.3));
    }

    [Fact]
    public void ReadAllTimes_ModulatedTrains_RiseAndFallTogetherAsTheProcessSays()
    {
        const int Trains_ = 50;
        const double DurationSeconds = 2000, BinSeconds = 0.01;
        SimulationOptions options = Trains((int)(DurationSeconds * 10_000), Trains_, SpikeProcess.Poisson) with { Modulation = Modulation };
        var counts = new double[(int)(DurationSeconds / BinSeconds)];
        foreach (double[] train in new DrawnSpikeTrains(options, Streams).ReadAllTimes(TestContext.Current.CancellationToken))
        {
            foreach (double time in train)
                counts[(int)(time / BinSeconds)]++;
        }
        double mean = Trains_ * 40 * BinSeconds;
        // The mean of m over 2000 s has a standard error of √(2τ·var(m)/2000 s) = 0.7 %.
        Assert.InRange(counts.Average(), 0.965 * mean, 1.035 * mean);
        // Counts in different bins share nothing but m: their covariance over mean² is exp(sd²·exp(−lag/τ)) − 1, known to some 3 % of var(m).
        foreach (double lagSeconds in new[] { 0.01, 0.3, 0.9 })
        {
            int lag = (int)Math.Round(lagSeconds / BinSeconds);
            double covariance = Enumerable.Range(0, counts.Length - lag).Average(i => (counts[i] / mean - 1) * (counts[i + lag] / mean - 1));
            double expected = Math.Exp(0.16 * Math.Exp(-lagSeconds / 0.3)) - 1;
            Assert.InRange(covariance, expected - 0.026, expected + 0.026);
        }
    }

    [Fact]
    public void ReadAllTimes_CopiesOfFractionOne_AreTheTrainItself()
    {
        foreach (SpikeProcess process in (SpikeProcess[])[SpikeProcess.Poisson, new GammaProcess(4), new BurstingProcess()])
        {
            SimulationOptions options = Trains(200_000, 3, process) with { Copies = new TrainCopies(1, 1, 2), Modulation = Modulation };
            double[][] times = new DrawnSpikeTrains(options, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
            Assert.NotEmpty(times[1]);
            Assert.Equal(times[1], times[3]);
            Assert.Equal(times[1], times[4]);
        }
    }

    [Fact]
    public void ReadAllTimes_Copies_ShareTheFractionAndHaveTheRate()
    {
        SimulationOptions options = Trains(10_000_000, 2, SpikeProcess.Poisson) with { Copies = new TrainCopies(1, 0.2, 2) };
        double[][] times = new DrawnSpikeTrains(options, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        Assert.All(times, train => Assert.InRange(train.Length, 40_000 - 1000, 40_000 + 1000));
        double original = times[1].Length;
        double error = Math.Sqrt(original * 0.2 * 0.8);
        double first = times[1].Intersect(times[2]).Count();
        double second = times[1].Intersect(times[3]).Count();
        Assert.InRange(first, 0.2 * original - 5 * error, 0.2 * original + 5 * error);
        Assert.InRange(second, 0.2 * original - 5 * error, 0.2 * original + 5 * error);
        // Each copy chooses on its own: a spike is in both with 0.2².
        double both = times[2].Intersect(times[3]).Count();
        Assert.InRange(both, 0.04 * original - 5 * Math.Sqrt(0.04 * original), 0.04 * original + 5 * Math.Sqrt(0.04 * original));
        Assert.Empty(times[0].Intersect(times[2]));
    }

    [Fact]
    public void ReadUntil_OwnAndCopiedSpikeOnOneStep_AreOneSpike()
    {
        // At 2 kHz and steps of 10 ms nearly every step holds an own spike and a copied one.
        SimulationOptions options = Trains(1000, 1, SpikeProcess.Poisson) with
        {
            StepClock = new SampleClock(100),
            RatesHz = [2000],
            Copies = new TrainCopies(0, 0.5, 1),
        };
        double[][] times = new DrawnSpikeTrains(options, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        var copied = times[0].Intersect(times[1]).ToHashSet();
        var copiedTicks = copied.Select(time => SpikeClock.ToTick(time, 0.01)).ToHashSet();
        Assert.True(copiedTicks.Count > 990);
        Assert.All(times[1].Where(time => !copied.Contains(time)), own => Assert.DoesNotContain(SpikeClock.ToTick(own, 0.01), copiedTicks));
    }

    [Fact]
    public void ReadAllTimes_OneMoreTrainOrCopy_ChangesNoOther()
    {
        SimulationOptions few = Trains(100_000, 2, SpikeProcess.Poisson) with { Copies = new TrainCopies(1, 0.5, 1), Modulation = Modulation };
        SimulationOptions many = Trains(100_000, 4, SpikeProcess.Poisson) with { Copies = new TrainCopies(1, 0.5, 2), Modulation = Modulation };
        double[][] of2 = new DrawnSpikeTrains(few, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        double[][] of4 = new DrawnSpikeTrains(many, Streams).ReadAllTimes(TestContext.Current.CancellationToken);
        Assert.Equal([.. of2[..2], of2[2]], [.. of4[..2], of4[4]]);
    }

    private static SimulationOptions Trains(int steps, int trains, SpikeProcess process) => Options(steps, trains) with { Process = process };

    private static SpikeEvent[] Read(SimulationOptions options, int batchSteps)
    {
        var trains = new DrawnSpikeTrains(options, Streams);
        var spikes = new SpikeList();
        for (long end = batchSteps; ; end += batchSteps)
        {
            bool isLast = end >= options.TotalSteps;
            trains.ReadUntil(isLast ? long.MaxValue : end, spikes);
            if (isLast)
                return [.. spikes.Spikes];
            Assert.True(spikes.Count == 0 || spikes.Spikes[^1].Tick < end);
        }
    }

    private static double Cv(double[] times)
    {
        double[] intervals = [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier)];
        double mean = intervals.Average();
        return Math.Sqrt(intervals.Average(x => (x - mean) * (x - mean))) / mean;
    }
}
