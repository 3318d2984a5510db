using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Tests.Inference;

public sealed class DenseProductsTests : IDisposable
{
    // More than a block of columns, and no whole number of them.
    private const int Sources = 150;
    private const int First = 300;

    // Beyond one stretch, and pieces of different lengths.
    private static readonly int[] Ends = [900, 1400, 3100];

    private static readonly double[] Template = [.. Enumerable.Range(0, 40).Select(t => Math.Exp(-t / 9.0) - 1.2 * Math.Exp(-t / 4.0))];

    private readonly WorkerTeam _team = new(2);
    private readonly (long Frame, int Source)[] _spikes = Spikes();

    public void Dispose() => _team.Dispose();

    [Fact]
    public void Add_ManySpikes_SumAndTransposeAreTheProductsOfResponses()
    {
        var half = new double[Sources * Sources];
        var sums = new double[Sources];
        var products = new DenseProducts(Sources, half, sums, workers: 2);
        Gather(products);
        products.Add(_team);
        AssertIsGram(half, sums, times: 1);
        // The next segment begins with nothing of this one.
        Gather(products);
        products.Add(_team);
        AssertIsGram(half, sums, times: 2);
    }

    private void Gather(DenseProducts products)
    {
        int first = First;
        foreach (int end in Ends)
        {
            products.Gather(new WhitenedPiece().Set(
                first, end, new TileFilter(Template), new TemplateOverlap(Template),
                [.. _spikes.Where(spike => spike.Frame > first - Template.Length && spike.Frame < end)], rows: null!));
            first = end;
        }
    }

    private void AssertIsGram(double[] half, double[] sums, int times)
    {
        double[][] responses = [.. Enumerable.Range(0, Sources).Select(Response)];
        for (int a = 0; a < Sources; a++)
        {
            Assert.Equal(times * responses[a].Sum(), sums[a], 1e-9);
            for (int b = 0; b < Sources; b++)
            {
                double product = responses[a].Zip(responses[b], (x, y) => x * y).Sum();
                // Vectors are in single precision.
                Assert.Equal(times * product, half[a * Sources + b] + half[b * Sources + a], 1e-5);
            }
        }
        Assert.True(sums.Max(Math.Abs) > 1);
    }

    private double[] Response(int source)
    {
        var response = new double[Ends[^1] - First];
        foreach ((long frame, _) in _spikes.Where(spike => spike.Source == source))
        {
            for (int t = 0; t < Template.Length; t++)
            {
                long at = frame + t - First;
                if (at >= 0 && at < response.Length)
                    response[at] += Template[t];
            }
        }
        return response;
    }

    // Several in a frame, now and then of one train.
    private static (long Frame, int Source)[] Spikes()
    {
        RandomStream random = new RandomStreams(5).Stream("spikes");
        var spikes = new List<(long, int)>();
        for (long frame = First - 60; frame < Ends[^1]; frame++)
        {
            for (int n = 0; n < 3; n++)
                spikes.Add((frame, (int)(random.NextDouble() * Sources)));
        }
        return [.. spikes];
    }
}
