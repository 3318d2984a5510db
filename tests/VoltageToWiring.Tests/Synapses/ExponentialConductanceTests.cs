using VoltageToWiring.Numerics.Synapses;

namespace VoltageToWiring.Tests.Synapses;

public class ExponentialConductanceTests
{
    private const double Decay = 0.007;

    [Fact]
    public void Integrate_OneSpike_ConvergesToTheExponentialWithOrderOne()
    {
        double coarse = ErrorAt(1e-4);
        double fine = ErrorAt(0.5e-4);
        Assert.InRange(coarse / fine, 1.95, 2.05);

        static double ErrorAt(double dt)
        {
            int steps = (int)Math.Round(0.007 / dt);
            var arriving = new double[steps + 1];
            arriving[0] = 1;
            var g = new double[steps + 1];
            ExponentialConductance.Integrate(dt, Decay, arriving, new double[1], g);
            return Math.Abs(g[steps] - Math.Exp(-1));
        }
    }

    [Fact]
    public void Integrate_SharedState_EqualsTheSumOfSeparateSynapses()
    {
        var together = new double[300];
        var apart = new double[300];
        double[][] trains = [Spikes(3, 50, 51), Spikes(50, 200), Spikes(0, 299)];
        ExponentialConductance.Integrate(1e-4, Decay, Sum(trains), new double[1], together);
        foreach (double[] train in trains)
        {
            var g = new double[300];
            ExponentialConductance.Integrate(1e-4, Decay, train, new double[1], g);
            for (int i = 0; i < g.Length; i++)
                apart[i] += g[i];
        }
        for (int i = 0; i < together.Length; i++)
            Assert.Equal(apart[i], together[i], 1e-22);

        static double[] Spikes(params int[] steps)
        {
            var arriving = new double[300];
            foreach (int step in steps)
                arriving[step] += 0.4e-9;
            return arriving;
        }

        static double[] Sum(double[][] trains) => [.. Enumerable.Range(0, 300).Select(i => trains.Sum(train => train[i]))];
    }

    [Fact]
    public void Integrate_InPieces_EqualsInOnePiece()
        => Gen.Select(Gen.Double[0, 1e-9].Array[60], Gen.Int[0, 20]).Sample((arriving, cut) =>
        {
            const int Neurons = 3;
            var whole = new double[60];
            ExponentialConductance.Integrate(1e-4, Decay, arriving, new double[Neurons], whole);
            var pieces = new double[60];
            var state = new double[Neurons];
            int at = cut * Neurons;
            ExponentialConductance.Integrate(1e-4, Decay, arriving.AsSpan(..at), state, pieces.AsSpan(..at));
            ExponentialConductance.Integrate(1e-4, Decay, arriving.AsSpan(at..), state, pieces.AsSpan(at..));
            return whole.SequenceEqual(pieces);
        });

    [Fact]
    public void IntegratePair_AnyArrivals_EqualsOneClassAfterTheOther()
        => Gen.Select(Gen.Double[0, 1].Array[0, 50], Gen.Double[0, 1]).Sample((arriving, start) =>
        {
            double[] first = [.. arriving];
            double[] second = [.. arriving.Reverse()];
            double firstState = start;
            double secondState = 2 * start;
            double[] expectedFirst = [.. first];
            double[] expectedSecond = [.. second];
            double[] firstStates = [firstState];
            double[] secondStates = [secondState];
            ExponentialConductance.Integrate(0.1, 7, expectedFirst, firstStates, expectedFirst);
            ExponentialConductance.Integrate(0.1, 3, expectedSecond, secondStates, expectedSecond);
            ExponentialConductance.IntegratePair(0.1, 7, 3, first, second, ref firstState, ref secondState);
            Assert.Equal(expectedFirst, first);
            Assert.Equal(expectedSecond, second);
            Assert.Equal((firstStates[0], secondStates[0]), (firstState, secondState));
        });
}
