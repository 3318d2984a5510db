using VoltageToWiring.Numerics.Movies;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>Traces of a movie of 512 × 512 pixels: a hundred neurons of 317 pixels, each with a ring of background around it.</summary>
/// <remarks>
/// 13,000 Mpixel/s on one core of a shared AMD EPYC virtual machine, twelve times the plain form: some 13 µs for a frame. Pixels are those that are
/// looked at, padding included.
/// </remarks>
public class PixelsOfRegions : KernelBenchmark
{
    private const int Side = 512;
    private const int Neurons = 100;

    private readonly ushort[] _frame = new ushort[Side * Side];
    private readonly float[] _sums = new float[2 * Neurons];
    private readonly FootprintSums _regions = new(Side * Side, [.. Discs(), .. Rings()]);

    public override double Work => _regions.PixelsRead;

    public override string Unit => "pixels";

    public override double LeastSpeedup => 3;

    public override void SetUp()
    {
        RandomStream random = Random.Stream(2);
        foreach (ref ushort pixel in _frame.AsSpan())
            pixel = (ushort)random.NextAtMost(ushort.MaxValue);
    }

    public override void Plain() => _regions.SumPlain(_frame, _sums);

    public override void Fast() => _regions.Sum(_frame, _sums);

    private static IEnumerable<(int[] Pixels, float[] Weights)> Discs() => Enumerable.Range(0, Neurons).Select(n => Of(Disc(n)));

    private static IEnumerable<(int[] Pixels, float[] Weights)> Rings()
    {
        var taken = new bool[Side * Side];
        foreach (int pixel in Enumerable.Range(0, Neurons).SelectMany(Disc))
            taken[pixel] = true;
        return Enumerable.Range(0, Neurons).Select(n => Of(Neuropil.Ring(Disc(n), taken, Side, 2, 6)));
    }

    private static int[] Disc(int neuron)
    {
        int x = 25 + neuron % 10 * 50, y = 25 + neuron / 10 * 50;
        return [.. Enumerable.Range(0, Side * Side).Where(at => (at % Side - x) * (at % Side - x) + (at / Side - y) * (at / Side - y) <= 100)];
    }

    private static (int[] Pixels, float[] Weights) Of(int[] pixels) => (pixels, [.. Enumerable.Repeat(1f / pixels.Length, pixels.Length)]);
}
