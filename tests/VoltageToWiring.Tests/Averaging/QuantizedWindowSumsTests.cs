using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Averaging;

public class QuantizedWindowSumsTests
{
    // All tiles, alone and with what is left over by wider ones.
    private static readonly Gen<int> Windows = Gen.OneOf(Gen.Int[1, 70], Gen.Int[71, 400], Gen.Int[401, 1100]);

    [Fact]
    public void Add_AwkwardLengths_EqualsTheScalarFormBitForBit()
        => Gen.Select(Windows, Gen.Int[0, 40], Gen.Int[0, 1000], Gen.UInt).Sample((window, spikes, firstFrame, seed) =>
        {
            (ushort[] signal, int[] onsets) = Recording(window, spikes, firstFrame, seed);
            var scalar = new uint[QuantizedWindowSums.Length(window)];
            var fast = new uint[scalar.Length];
            for (int call = 0; call < 2; call++)
            {
                QuantizedWindowSums.AddScalar(signal, firstFrame, onsets, scalar);
                QuantizedWindowSums.Add(signal, firstFrame, onsets, fast);
            }
            Assert.Equal(scalar, fast);
            for (int frame = 0; frame < window; frame++)
                Assert.Equal(2 * onsets.Sum(onset => signal[onset - firstFrame + frame]), (int)QuantizedWindowSums.Of(fast, frame));
        });

    [Fact]
    public void Add_AsManyWindowsAsAreAllowed_OfTheHighestLevels_DoesNotOverflow()
    {
        ushort[] signal = [.. Enumerable.Repeat((ushort)(Quantization.Levels - 1), 300)];
        var sums = new uint[QuantizedWindowSums.Length(260)];
        QuantizedWindowSums.Add(signal, 0, new int[QuantizedWindowSums.MaxWindows], sums);
        for (int frame = 0; frame < 260; frame++)
            Assert.Equal((uint)(Quantization.Levels - 1) * QuantizedWindowSums.MaxWindows, QuantizedWindowSums.Of(sums, frame));
    }

    // A reference that leaves its array, if only on the way, is moved by the collector to where it has no business.
    [Fact]
    public async Task Add_WhileTheCollectorMovesEverything_SumsTheSameWindows()
    {
        const int Window = 1000, Frames = 20_000;
        int[] within = [.. Enumerable.Range(0, 500).Select(i => i * 37 % (Frames - QuantizedWindowSums.Length(Window)))];
        using var end = new CancellationTokenSource();
        Task collecting = Task.Run(() => CollectUntil(end.Token), TestContext.Current.CancellationToken);
        uint[]? expected = null;
        for (int call = 0; call < 1500; call++)
        {
            int firstFrame = call * 7919 % 6000 * 1000;
            ushort[] signal = [.. Enumerable.Range(0, Frames).Select(frame => (ushort)(frame % 97))];
            var sum = new uint[QuantizedWindowSums.Length(Window)];
            QuantizedWindowSums.Add(signal, firstFrame, [.. within.Select(onset => firstFrame + onset)], sum);
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
    [InlineData(69)]
    public void Add_WindowBeyondTheSignal_IsRefused(int onset)
        => Assert.Throws<ArgumentOutOfRangeException>(() => QuantizedWindowSums.Add(new ushort[100], 0, [onset], new uint[32]));

    [Fact]
    public void Round_AnyLength_IsTheScalarForm_NextToTheSample()
        => Gen.Select(Gen.Double[-0.1, 0.1].Array[1, 140], Gen.Int[0, 1_000_000], Gen.Int[0, 9]).Sample((samples, firstFrame, target) =>
        {
            var quantization = new Quantization(samples.Min(), samples.Max());
            var scalar = new ushort[samples.Length];
            var fast = new ushort[samples.Length];
            quantization.RoundScalar(samples, firstFrame, target, scalar);
            quantization.Round(samples, firstFrame, target, fast);
            Assert.Equal(scalar, fast);
            for (int i = 0; i < samples.Length; i++)
            {
                Assert.InRange(scalar[i], 0, Quantization.Levels - 1);
                double error = quantization.Lowest + scalar[i] * quantization.Step - samples[i];
                Assert.InRange(Math.Abs(error), 0, quantization.Step * (1 + 1e-9));
            }
        });

    [Fact]
    public void Round_OneSampleManyTimes_IsItsLevelOnAverage_AndHasNoNeighbours()
    {
        const int Count = 400_000;
        var quantization = new Quantization(-0.08, 0.04);
        foreach (double share in new[] { 0.1, 0.5, 0.8 })
        {
            var levels = new ushort[Count];
            double[] samples = [.. Enumerable.Repeat(quantization.Lowest + (100 + share) * quantization.Step, Count)];
            quantization.Round(samples, 0, 0, levels);
            double[] errors = [.. levels.Select(level => level - 100 - share)];
            // Five standard deviations of each.
            double variance = share * (1 - share);
            Assert.InRange(errors.Average(), -5 * Math.Sqrt(variance / Count), 5 * Math.Sqrt(variance / Count));
            foreach (int lag in new[] { 1, 8, 32 })
                Assert.InRange(Enumerable.Range(0, Count - lag).Average(i => errors[i] * errors[i + lag]) / variance, -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        }
    }

    // Samples a hair above a level would all be rounded down to it: in expectation they are not.
    [Fact]
    public void SumError_OfSumsOfAllLengths_IsNeverExceeded_AndNotFarAboveWhatTheyAreOffBy()
    {
        var quantization = new Quantization(0, 1);
        double worst = 0;
        foreach (int count in new[] { 1, 10, 100, 1000, 10_000 })
        {
            double[] samples = [.. Enumerable.Range(0, count).Select(i => (1000 + i % 7 + 0.4) * quantization.Step)];
            for (int target = 0; target < 200; target++)
            {
                var levels = new ushort[count];
                quantization.Round(samples, 0, target, levels);
                double error = Math.Abs(levels.Sum(level => (double)level) * quantization.Step - samples.Sum());
                double bound = Quantization.SumError(count * quantization.Step * quantization.Step) + quantization.Bias(count) + 1e-12;
                Assert.InRange(error, 0, bound);
                worst = Math.Max(worst, error / bound);
            }
        }
        Assert.InRange(worst, 0.15, 1);
    }

    [Fact]
    public void RoundedSums_OfAnyParts_HoldTheTrueExtremesAndHeightsWithinTheirError()
        => Gen.Select(Gen.Int[1, 100], Gen.Int[1, 5], Gen.UInt).Sample((window, parts, seed) =>
        {
            var random = new NumpyRandom(seed);
            var sums = new RoundedSums(2, window);
            var exact = new double[window];
            int windows = 0;
            double step = 0;
            for (int i = 0; i < parts; i++)
            {
                // Sums that differ by little, so that rounding hides which is the largest; several windows begin at one frame.
                double[] samples = [.. Enumerable.Range(0, window + 40).Select(_ => 1 + 1e-3 * random.NextGaussian())];
                int[] onsets = [.. Enumerable.Range(0, 30).Select(_ => (int)random.NextAtMost(40)).Order()];
                WindowSums.AddScalar(samples, 0, onsets, exact);
                var quantization = new Quantization(samples.Min(), samples.Max());
                var levels = new ushort[40 + QuantizedWindowSums.Length(window)];
                quantization.Round(samples, 1000 * i, 0, levels);
                var part = new uint[QuantizedWindowSums.Length(window)];
                QuantizedWindowSums.Add(levels, 0, onsets, part);
                sums.Add(1, part, onsets.Length, onsets.CountBy(onset => onset).Sum(same => (long)same.Value * same.Value), quantization);
                windows += onsets.Length;
                step = Math.Max(step, quantization.Step);
            }
            Assert.Equal(windows, sums.Used(1));
            var average = new double[window];
            sums.CopyAverage(1, average);
            for (int frame = 0; frame < window; frame++)
                Assert.Equal(exact[frame] / windows, average[frame], sums.HeightError(1) / 2);
            Assert.InRange(sums.HeightError(1), 0, 4 * step);
            double height = (exact.Max() - exact.Min()) / windows;
            Assert.InRange(sums.Height(1), height - sums.HeightError(1), height + sums.HeightError(1));
            Assert.Equal(exact.Average() / windows, sums.Level(1), sums.HeightError(1));
            var columns = new int[window];
            int count = sums.PossibleExtremes(1, columns);
            Assert.Contains(Array.IndexOf(exact, exact.Max()), columns[..count]);
            Assert.Contains(Array.IndexOf(exact, exact.Min()), columns[..count]);
            Assert.Equal(count, columns[..count].Distinct().Count());
            Assert.Equal(count, sums.PossibleExtremes(1, []));
            Assert.True(double.IsNaN(sums.Height(0)));
        });

    [Fact]
    public void AddColumns_SomeFramesOfTheWindow_AreTheBitsOfAll()
        => Gen.Select(Gen.Int[1, 90], Gen.Int[0, 30], Gen.UInt).Sample((window, spikes, seed) =>
        {
            (ushort[] levels, int[] onsets) = Recording(window, spikes, 5, seed);
            double[] signal = [.. levels.Select(level => 0.1 * level)];
            var all = new double[window];
            WindowSums.Add(signal, 5, onsets, all);
            int[] columns = [.. Enumerable.Range(0, window).Where(j => j % 3 != 1)];
            var some = new double[columns.Length];
            WindowSums.AddColumns(signal, 5, onsets, columns, some);
            Assert.Equal(columns.Select(j => all[j]), some);
        });

    private static (ushort[] Signal, int[] Onsets) Recording(int window, int spikes, int firstFrame, uint seed)
    {
        var random = new NumpyRandom(seed);
        ushort[] signal = [.. Enumerable.Range(0, QuantizedWindowSums.Length(window) + 200).Select(_ => (ushort)random.NextAtMost(Quantization.Levels - 1))];
        return (signal, [.. Enumerable.Range(0, spikes).Select(_ => firstFrame + (int)random.NextAtMost(200)).Order()]);
    }
}
