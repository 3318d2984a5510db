using VoltageToWiring.Numerics.Averaging;

namespace VoltageToWiring.Tests.Averaging;

public class WindowSumsTests
{
    [Fact]
    public void Add_AwkwardLengths_EqualsTheScalarFormBitForBit()
        => Gen.Select(Gen.Int[1, 300], Gen.Int[0, 40], Gen.Int[0, 1000], Gen.UInt).Sample((window, spikes, firstFrame, seed) =>
        {
            var random = new Numerics.Randomness.NumpyRandom(seed);
            var signal = new double[window + 200];
            foreach (ref double sample in signal.AsSpan())
                sample = random.NextGaussian();
            int[] onsets = [.. Enumerable.Range(0, spikes).Select(_ => firstFrame + (int)random.NextAtMost(200)).Order()];
            var scalar = new double[window];
            var fast = new double[window];
            WindowSums.AddScalar(signal, firstFrame, onsets, scalar);
            WindowSums.Add(signal, firstFrame, onsets, fast);
            return scalar.SequenceEqual(fast);
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void Add_WindowBeyondTheSignal_IsRefused(int onset)
        => Assert.Throws<ArgumentOutOfRangeException>(() => WindowSums.Add(new double[10], 0, [onset], new double[4]));
}
