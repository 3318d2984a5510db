using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Inference;

public class ExplainedShareTests
{
    private const int Inputs = 300;
    private const int Frames = 2000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Of_AmplitudesOfAKnownShare_IsThatShare(double share)
    {
        RandomStream random = new RandomStreams(8).Stream("share");
        double[][] inputs = [.. Enumerable.Range(0, Inputs).Select(_ => Gaussian(random, Frames, 1))];
        double[] amplitudes = Gaussian(random, Inputs, Math.Sqrt(share / Inputs));
        double[] trace = Gaussian(random, Frames, Math.Sqrt(1 - share));
        for (int i = 0; i < Inputs; i++)
        {
            for (int t = 0; t < Frames; t++)
                trace[t] += amplitudes[i] * inputs[i][t];
        }
        double gramSquares = 0, gramTrace = 0, crossSquares = 0;
        for (int a = 0; a < Inputs; a++)
        {
            gramTrace += Dot(inputs[a], inputs[a]);
            crossSquares += Math.Pow(Dot(inputs[a], trace), 2);
            for (int b = 0; b < Inputs; b++)
                gramSquares += Math.Pow(Dot(inputs[a], inputs[b]), 2);
        }
        double found = ExplainedShare.Of(crossSquares, Dot(trace, trace), gramTrace, gramSquares, Frames);
        Assert.InRange(found, Math.Max(0.01, share - 0.1), Math.Min(1, share + 0.1));
    }

    [Fact]
    public void Of_WhatCannotBeMeasured_StaysWithinBounds()
    {
        Assert.Equal(0.01, ExplainedShare.Of(0, 1, 1, 10, 5));
        Assert.Equal(0.01, ExplainedShare.Of(0.2, 1, 1, 0.2, 5));
        Assert.Equal(1, ExplainedShare.Of(1e9, 1, 1, 10, 5));
    }

    private static double[] Gaussian(RandomStream random, int count, double sd)
        => [.. Enumerable.Range(0, count).Select(_ => sd * random.NextGaussian())];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
