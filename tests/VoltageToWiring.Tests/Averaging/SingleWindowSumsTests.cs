using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Averaging;

public class SingleWindowSumsTests
{
    private const double Rounding = 1.0 / (1 << 24);

    // All tiles, alone and with what is left over by wider ones.
    private static readonly Gen<int> Windows = Gen.OneOf(Gen.Int[1, 70], Gen.Int[71, 400], Gen.Int[401, 1100]);

    [Fact]
    public void Add_AwkwardLengths_EqualsTheScalarFormBitForBit()
        => Gen.Select(Windows, Gen.Int[0, 40], Gen.Int[0, 1000], Gen.UInt).Sample((window, spikes, firstFrame, seed) =>
        {
            (float[] signal, int[] onsets) = Recording(window, spikes, firstFrame, seed);
            float[] scalar = [.. signal[..window]];
            float[] fast = [.. scalar];
            for (int call = 0; call < 2; call++)
            {
                SingleWindowSums.AddScalar(signal, firstFrame, onsets, scalar);
                SingleWindowSums.Add(signal, firstFrame, onsets, fast);
            }
            Assert.Equal(scalar, fast);
        });

    [Fact]
    public void Add_ManyCalls_IsOffByNoMoreThanTheDocsSay()
        => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.UInt).Sample((spikes, calls, seed) =>
        {
            const int Window = 50;
            var single = new float[Window];
            var exact = new double[Window];
            double largest = 0;
            for (int call = 0; call < calls; call++)
            {
                (float[] signal, int[] onsets) = Recording(Window, spikes, 0, seed + (uint)call);
                largest = Math.Max(largest, signal.Max(Math.Abs));
                SingleWindowSums.Add(signal, 0, onsets, single);
                WindowSums.AddScalar([.. signal.Select(sample => (double)sample)], 0, onsets, exact);
            }
            double bound = (spikes + calls) * Rounding * calls * spikes * largest;
            for (int j = 0; j < Window; j++)
                Assert.InRange(single[j] - exact[j], -bound, bound);
        });

    // A reference that leaves its array, if only on the way, is moved by the collector to where it has no business.
    [Fact]
    public async Task Add_WhileTheCollectorMovesEverything_SumsTheSameWindows()
    {
        const int Window = 1000, Frames = 20_000;
        int[] within = [.. Enumerable.Range(0, 500).Select(i => i * 37 % (Frames - Window))];
        using var end = new CancellationTokenSource();
        Task collecting = Task.Run(() => CollectUntil(end.Token), TestContext.Current.CancellationToken);
        float[]? expected = null;
        for (int call = 0; call < 1500; call++)
        {
            int firstFrame = call * 7919 % 6000 * 1000;
            float[] signal = [.. Enumerable.Range(0, Frames).Select(frame => (float)(frame % 97))];
            var sum = new float[Window];
            SingleWindowSums.Add(signal, firstFrame, [.. within.Select(onset => firstFrame + onset)], sum);
            expected ??= sum;
            Assert.Equal(expected, sum);
        }
        await end.CancelAsync();
        await collecting;
    }

    private static void CollectUntil(CancellationToken end)
    {
        var kept = new List<byte[]>();
        while (!end.IsCancellationRequested)
        {
            for (int i = 0; i < 2000; i++)
            {
                var piece = new byte[100 + i % 500];
                if (i % 7 == 0)
                    kept.Add(piece);
            }
            if (kept.Count > 20_000)
                kept.Clear();
            GC.Collect(1, GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void Add_WindowBeyondTheSignal_IsRefused(int onset)
        => Assert.Throws<ArgumentOutOfRangeException>(() => SingleWindowSums.Add(new float[10], 0, [onset], new float[4]));

    [Fact]
    public void Round_AnyLength_RoundsTheDifference()
        => Gen.Select(Gen.Double[-0.1, 0.1].Array[0, 70], Gen.Double[-0.1, 0.1]).Sample((samples, offset) =>
        {
            var signal = new float[samples.Length];
            SingleWindowSums.Round(samples, offset, signal);
            Assert.Equal(samples.Select(sample => (float)(sample - offset)), signal);
        });

    [Fact]
    public void RoundedSums_OfAnyParts_HoldTheTrueExtremesAndHeightsWithinTheirError()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.UInt).Sample((window, parts, seed) =>
        {
            var random = new NumpyRandom(seed);
            var sums = new RoundedSums(2, window);
            var exact = new double[window];
            for (int i = 0; i < parts; i++)
            {
                var part = new float[window];
                for (int j = 0; j < window; j++)
                {
                    // Samples that differ by little, so that rounding hides which is the largest.
                    double sample = 1 + 1e-7 * random.NextGaussian();
                    exact[j] += sample;
                    part[j] = (float)sample;
                }
                sums.Add(1, part, 1, 2 * Rounding);
            }
            double height = (exact.Max() - exact.Min()) / parts;
            Assert.InRange(sums.Height(1), height - sums.HeightError(1), height + sums.HeightError(1));
            Assert.InRange(sums.Level(1), exact.Average() / parts - Rounding, exact.Average() / parts + Rounding);
            var columns = new int[window];
            int count = sums.PossibleExtremes(1, columns);
            Assert.Contains(Array.IndexOf(exact, exact.Max()), columns[..count]);
            Assert.Contains(Array.IndexOf(exact, exact.Min()), columns[..count]);
            Assert.Equal(columns[..count].Order().Distinct(), columns[..count]);
            Assert.Equal(count, sums.PossibleExtremes(1, []));
            Assert.True(double.IsNaN(sums.Height(0)));
        });

    [Fact]
    public void AddColumns_SomeFramesOfTheWindow_AreTheBitsOfAll()
        => Gen.Select(Gen.Int[1, 90], Gen.Int[0, 30], Gen.UInt).Sample((window, spikes, seed) =>
        {
            (float[] single, int[] onsets) = Recording(window, spikes, 5, seed);
            double[] signal = [.. single.Select(sample => 0.1 * sample)];
            var all = new double[window];
            WindowSums.Add(signal, 5, onsets, all);
            int[] columns = [.. Enumerable.Range(0, window).Where(j => j % 3 != 1)];
            var some = new double[columns.Length];
            WindowSums.AddColumns(signal, 5, onsets, columns, some);
            Assert.Equal(columns.Select(j => all[j]), some);
        });

    private static (float[] Signal, int[] Onsets) Recording(int window, int spikes, int firstFrame, uint seed)
    {
        var random = new NumpyRandom(seed);
        float[] signal = [.. Enumerable.Range(0, window + 200).Select(_ => (float)random.NextGaussian())];
        return (signal, [.. Enumerable.Range(0, spikes).Select(_ => firstFrame + (int)random.NextAtMost(200)).Order()]);
    }
}
