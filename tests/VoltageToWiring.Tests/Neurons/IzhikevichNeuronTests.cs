using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Neurons;

public class IzhikevichNeuronTests
{
    [Fact]
    public void Integrate_Subthreshold_ConvergesWithOrderOne()
    {
        IzhikevichParameters neuron = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = 30e-12 };
        double[] v = [.. new[] { 4e-4, 2e-4, 1e-4 }.Select(dt => VoltageAt(0.05, dt))];
        // The differences between successive halvings halve.
        Assert.InRange((v[0] - v[1]) / (v[1] - v[2]), 1.9, 2.1);

        double VoltageAt(double time, double dt)
        {
            double[] voltage = Trace(neuron, dt, (int)Math.Round(time / dt)).Voltage;
            return voltage[^1];
        }
    }

    [Fact]
    public void Integrate_AtASpike_RecordsThePeakInTheSampleBefore()
    {
        IzhikevichParameters neuron = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = 200e-12 };
        (double[] voltage, int[] spikes) = Trace(neuron, 1e-4, 5000);
        Assert.NotEmpty(spikes);
        foreach (int spike in spikes)
        {
            Assert.Equal(neuron.PeakVoltage, voltage[spike - 1]);
            Assert.Equal(neuron.ResetVoltage, voltage[spike]);
        }
    }

    [Fact]
    public void Integrate_InPieces_EqualsInOnePiece()
    {
        IzhikevichParameters neuron = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = 150e-12 };
        const int Steps = 3000;
        double[] whole = Trace(neuron, 1e-4, Steps).Voltage;
        Gen.Int[1, Steps - 1].Sample(cut =>
        {
            var states = new[] { IzhikevichState.AtRest(neuron) };
            var pieces = new double[Steps + 1];
            pieces[0] = neuron.RestingVoltage;
            var spiked = new byte[Steps];
            IzhikevichNeuron.Integrate(neuron, 1e-4, [], 0, [], states, pieces.AsSpan(0, cut + 1), spiked.AsSpan(0, cut));
            IzhikevichNeuron.Integrate(neuron, 1e-4, [], 0, [], states, pieces.AsSpan(cut), spiked.AsSpan(cut));
            return whole.SequenceEqual(pieces);
        });
    }

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(24)]
    public void Integrate_ManyNeurons_EqualsEachByItselfToTheBit(int neurons)
    {
        const int Steps = 4000;
        IzhikevichParameters p = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = 60e-12 };
        RandomStream random = new RandomStreams(2).Stream("conductance");
        double[] g = [.. Enumerable.Range(0, 2 * Steps * neurons).Select(at => 8e-9 * random.NextDouble() * (at % neurons) / neurons)];
        double[] reversal = [0, -0.065];
        IzhikevichState[] states = [.. Enumerable.Repeat(IzhikevichState.AtRest(p), neurons)];
        var voltage = new double[(Steps + 1) * neurons];
        voltage.AsSpan(0, neurons).Fill(p.RestingVoltage);
        var spiked = new byte[Steps * neurons];
        Assert.False(IzhikevichNeuron.Integrate(p, 1e-4, g, Steps * neurons, reversal, states, voltage, spiked).Happened);
        int spikes = 0;
        for (int n = 0; n < neurons; n++)
        {
            double[] own = [.. Enumerable.Range(0, 2 * Steps).Select(at => g[at * neurons + n])];
            IzhikevichState[] state = [IzhikevichState.AtRest(p)];
            var alone = new double[Steps + 1];
            alone[0] = p.RestingVoltage;
            var spikedAlone = new byte[Steps];
            IzhikevichNeuron.Integrate(p, 1e-4, own, Steps, reversal, state, alone, spikedAlone);
            Assert.Equal(alone, Enumerable.Range(0, Steps + 1).Select(t => voltage[t * neurons + n]));
            Assert.Equal(spikedAlone, Enumerable.Range(0, Steps).Select(t => spiked[t * neurons + n]));
            Assert.Equal(state[0], states[n]);
            spikes += spikedAlone.Sum(spike => spike);
        }
        Assert.True(spikes > 10);
    }

    [Fact]
    public void Integrate_OneOfManyBlowsUp_SaysWhichAndWhen()
    {
        IzhikevichParameters p = IzhikevichPresets.CorticalRegularSpiking;
        const int Neurons = 19, Steps = 50;
        var g = new double[Steps * Neurons];
        g[20 * Neurons + 12] = -1e300;
        IzhikevichState[] states = [.. Enumerable.Repeat(IzhikevichState.AtRest(p), Neurons)];
        var voltage = new double[(Steps + 1) * Neurons];
        BlowUp blowUp = IzhikevichNeuron.Integrate(p, 1e-4, g, Steps * Neurons, [0.0], states, voltage, new byte[Steps * Neurons]);
        Assert.Equal(12, blowUp.Neuron);
        Assert.InRange(blowUp.Step, 21, 24);
    }

    [Fact]
    public void Integrate_SynapticCurrent_IsZeroAtTheFirstSampleAndUsesTheVoltageAfterTheReset()
    {
        // Two steps by hand, from rest: g acts one step late.
        IzhikevichParameters p = IzhikevichPresets.CorticalRegularSpiking;
        double[] g = [1e-9, 1e-9];
        var states = new[] { IzhikevichState.AtRest(p) };
        double[] voltage = [p.RestingVoltage, 0, 0];
        IzhikevichNeuron.Integrate(p, 1e-4, g, 2, [0.0], states, voltage, new byte[2]);
        Assert.Equal(-0.060, voltage[1]);
        double expected = -0.060 + 1e-4 * -(1e-9 * -0.060) / p.C;
        Assert.Equal(expected, voltage[2], 1e-15);
    }

    [Theory]
    [InlineData("cortical-regular-spiking", 100)]
    [InlineData("intrinsically-bursting", 500)]
    [InlineData("chattering", 250)]
    [InlineData("fast-spiking", 200)]
    [InlineData("low-threshold-spiking", 200)]
    public void Presets_UnderCurrentOfTheBooksFigures_FireAndStayFinite(string preset, double picoamperes)
    {
        IzhikevichParameters neuron = IzhikevichPresets.ByName[preset] with { InjectedCurrent = picoamperes * 1e-12 };
        (double[] voltage, int[] spikes) = Trace(neuron, 1e-5, 100_000);
        Assert.InRange(spikes.Length, 3, 400);
        Assert.All(voltage, v => Assert.InRange(v, -0.1, 0.051));
        Assert.Empty(Trace(IzhikevichPresets.ByName[preset], 1e-5, 20_000).Spikes);
    }

    [Fact]
    public void Chattering_UnderCurrent_FiresBurstsAndRegularSpikingDoesNot()
    {
        Assert.True(FractionOfShortIntervals("chattering", 250) > 0.5);
        Assert.True(FractionOfShortIntervals("cortical-regular-spiking", 100) < 0.1);

        static double FractionOfShortIntervals(string preset, double picoamperes)
        {
            int[] spikes = Trace(IzhikevichPresets.ByName[preset] with { InjectedCurrent = picoamperes * 1e-12 }, 1e-5, 100_000).Spikes;
            return spikes.Zip(spikes.Skip(1)).Count(pair => pair.Second - pair.First < 1000) / (spikes.Length - 1.0);
        }
    }

    [Fact]
    public void IntrinsicallyBursting_UnderCurrent_BeginsWithABurst()
    {
        int[] spikes = Trace(IzhikevichPresets.IntrinsicallyBursting with { InjectedCurrent = 500e-12 }, 1e-5, 100_000).Spikes;
        Assert.True(spikes[1] - spikes[0] < (spikes[^1] - spikes[^2]) / 3);
    }

    [Fact]
    public void FastSpiking_StrongCurrent_HasNoAdaptation()
    {
        int[] spikes = Trace(IzhikevichPresets.FastSpiking with { InjectedCurrent = 400e-12 }, 1e-5, 50_000).Spikes;
        double first = spikes[2] - spikes[1];
        double last = spikes[^1] - spikes[^2];
        Assert.True(spikes.Length > 50);
        Assert.InRange(last / first, 0.9, 1.1);
    }

    [Fact]
    public void LowThresholdSpiking_StrongCurrent_KeepsTheRecoveryBelowItsCeiling()
    {
        IzhikevichParameters neuron = IzhikevichPresets.LowThresholdSpiking with { InjectedCurrent = 1000e-12 };
        var states = new[] { IzhikevichState.AtRest(neuron) };
        var voltage = new double[1001];
        for (int i = 0; i < 100; i++)
        {
            IzhikevichNeuron.Integrate(neuron, 1e-5, [], 0, [], states, voltage, new byte[1000]);
            Assert.True(states[0].U <= 671e-12);
        }
    }

    [Fact]
    public void Integrate_TimestepTooLong_ReportsTheFirstStepThatIsNotFinite()
    {
        IzhikevichParameters p = IzhikevichPresets.CorticalRegularSpiking with { InjectedCurrent = -1e-6 };
        var states = new[] { IzhikevichState.AtRest(p) };
        BlowUp blowUp = IzhikevichNeuron.Integrate(p, 0.1, [], 0, [], states, new double[3001], new byte[3000]);
        Assert.True(blowUp.Happened);
        Assert.InRange(blowUp.Step, 1, 2999);
    }

    private static (double[] Voltage, int[] Spikes) Trace(IzhikevichParameters neuron, double dt, int steps)
    {
        var states = new[] { IzhikevichState.AtRest(neuron) };
        var voltage = new double[steps + 1];
        voltage[0] = neuron.RestingVoltage;
        var spiked = new byte[steps];
        BlowUp blowUp = IzhikevichNeuron.Integrate(neuron, dt, [], 0, [], states, voltage, spiked);
        Assert.False(blowUp.Happened);
        return (voltage, [.. Enumerable.Range(1, steps).Where(i => spiked[i - 1] == 1)]);
    }
}
