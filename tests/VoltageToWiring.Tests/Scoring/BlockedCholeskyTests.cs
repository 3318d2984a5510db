using MathNet.Numerics.LinearAlgebra;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class BlockedCholeskyTests
{
    [Fact]
    public void Factorize_AnyOrderAndParts_IsTheFactorOfTheMatrix()
        => Gen.Select(Gen.Int[1, 210], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((order, partRows, seed) =>
        {
            double[] matrix = PositiveDefinite(order, seed);
            double[] plain = [.. matrix], blocked = [.. matrix];
            Assert.True(BlockedCholesky.FactorizeScalar(plain, order));
            Assert.True(Factorize(blocked, order, partRows));
            Matrix<double> expected = Matrix<double>.Build.Dense(order, order, matrix).Cholesky().Factor;
            for (int i = 0; i < order; i++)
            {
                for (int j = i; j < order; j++)
                {
                    Assert.Equal(expected[j, i], plain[i * order + j], 1e-11);
                    Assert.Equal(expected[j, i], blocked[i * order + j], 1e-11);
                }
            }
        }, iter: 30);

    [Fact]
    public void Factorize_HoweverRowsAreSharedOut_IsTheSameToTheBit()
    {
        const int Order = 203;
        double[] whole = PositiveDefinite(Order, 1), parts = [.. whole];
        Factorize(whole, Order, Order);
        Factorize(parts, Order, 7);
        for (int i = 0; i < Order; i++)
            Assert.Equal(whole.AsSpan(i * Order + i, Order - i), parts.AsSpan(i * Order + i, Order - i));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(130)]
    public void Factorize_NotPositiveDefinite_SaysSo(int order)
    {
        double[] matrix = PositiveDefinite(order, 2);
        matrix[(order - 1) * order + order - 1] = -1;
        Assert.False(BlockedCholesky.FactorizeScalar([.. matrix], order));
        Assert.False(Factorize(matrix, order, 16));
    }

    private static bool Factorize(double[] a, int order, int partRows)
    {
        for (int panel = 0; panel < order; panel += BlockedCholesky.PanelRows)
        {
            if (!BlockedCholesky.FactorizePanel(a, order, panel))
                return false;
            for (int from = panel + BlockedCholesky.PanelRows; from < order; from += partRows)
                BlockedCholesky.Subtract(a, order, panel, from, Math.Min(order, from + partRows));
        }
        return true;
    }

    private static double[] PositiveDefinite(int order, int seed)
    {
        RandomStream random = new RandomStreams((ulong)seed).Stream("matrix");
        Matrix<double> x = Matrix<double>.Build.Dense(order, order, (_, _) => random.NextGaussian());
        return (x * x.Transpose() + order * Matrix<double>.Build.DenseIdentity(order)).ToRowMajorArray();
    }
}
