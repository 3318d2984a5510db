using VoltageToWiring.Numerics.Imaging;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;
using static VoltageToWiring.Tests.Simulation.SimulatedRecordings;

namespace VoltageToWiring.Tests.Simulation;

public class SensorTests
{
    private static readonly SensorOptions Everything = new()
    {
        Indicator = new IndicatorOptions(0.001, 0.005),
        BleachingSeconds = 10,
        ShotNoise = true,
        Drift = new DriftOptions(0.005, 1),
        JitterSeconds = 0.0002,
        Negative = true,
    };

    [Fact]
    public void Indicator_Pulse_RisesAndDecaysWithArea1()
    {
        var indicator = new IndicatorKinetics(1, 0.001, 0.005, 1e-5, -0.06);
        var voltage = new double[10_000];
        Array.Fill(voltage, -0.06);
        voltage[0] = 0.04;
        indicator.Follow(voltage);
        double[] response = [.. voltage.Select(v => (v + 0.06) / 0.1 / 1e-5)];
        Assert.Equal(1, response.Sum() * 1e-5, 1e-6);
        foreach (int step in new[] { 50, 200, 1000 })
        {
            double t = step * 1e-5, expected = (Math.Exp(-t / 0.005) - Math.Exp(-t / 0.001)) / 0.004;
            Assert.Equal(expected, response[step], 0.02 * expected);
        }
    }

    [Fact]
    public void Light_BleachesBaselineAndSpikesAlike()
    {
        double left = Fluorescence.Left(600, 600);
        Assert.Equal(Math.Exp(-1), left);
        double rest = Fluorescence.Sample(-0.06, left, -0.06, 0.95), spike = Fluorescence.Sample(0.035, left, -0.06, 0.95);
        Assert.Equal(left * 0.095, spike - rest, 1e-12);
        Assert.Equal(-0.06 - (1 - left) * 0.95, rest, 1e-12);
        Assert.Equal(0.035, Fluorescence.Sample(0.035, 1, -0.06, 0.95), 1e-12);
        Assert.Equal(1.1 * left, Fluorescence.Light(0.035, left, -0.06, 0.95), 1e-12);
    }

    [Fact]
    public async Task Record_WithEverything_HoweverBatchesAreCut_IsTheSame()
    {
        SimulationOptions options = With(Options(20_000, trains: 10, targets: 2, stepsPerFrame: 10), Everything) with { SpikeErrors = new SpikeErrorOptions(0.3, 5) };
        options = options with { Camera = options.Camera with { Gaps = [new FrameGap(500, 100)] } };
        SeenFrames whole = await SeenFrames.OfAsync(options, 20_000);
        Assert.True(whole.Frames.Count > 1800);
        foreach (int batch in new[] { 1, 73, 999 })
        {
            SeenFrames cut = await SeenFrames.OfAsync(options, batch, links: batch == 73);
            Assert.Equal(whole.Spikes, cut.Spikes);
            Assert.Equal(whole.Frames.Keys, cut.Frames.Keys);
            Assert.All(whole.Frames, frame => Assert.Equal(frame.Value, cut.Frames[frame.Key]));
        }
    }

    [Fact]
    public async Task Record_Negative_IsTheSameUpsideDown()
    {
        SimulationOptions options = Options(10_000, stepsPerFrame: 10);
        Recorded up = await RecordAsync(With(options, new SensorOptions { Drift = new DriftOptions(0.001, 1) }), SimulationRandomness.Streams(1));
        Recorded down = await RecordAsync(With(options, new SensorOptions { Drift = new DriftOptions(0.001, 1), Negative = true }), SimulationRandomness.Streams(1));
        Assert.Equal(up.Samples.Select(sample => -sample), down.Samples);
    }

    [Fact]
    public async Task Record_Jitter_MovesExposuresByItsDeviation()
    {
        // A voltage that rises steadily would tell when an exposure was; here frames differ where the voltage moves.
        SimulationOptions options = Options(50_000, stepsPerFrame: 20, snr: double.PositiveInfinity);
        Recorded still = await RecordAsync(options, SimulationRandomness.Streams(1)), jittered = await RecordAsync(With(options, new SensorOptions { JitterSeconds = 0.0005 }), SimulationRandomness.Streams(1));
        Assert.Equal(still.Samples.Length, jittered.Samples.Length);
        Assert.True(still.Samples.Zip(jittered.Samples).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-6) > 2000);
        Assert.Equal(still.Samples.Average(), jittered.Samples.Average(), 1e-3);
    }

    [Fact]
    public async Task Record_ShotNoise_FallsWithTheLightAsItsSquareRoot()
    {
        SimulationOptions options = Options(200_000, trains: 1, stepsPerFrame: 10, snr: 20) with { RatesHz = [0.001] };
        Recorded recorded = await RecordAsync(With(options, new SensorOptions { BleachingSeconds = 10, ShotNoise = true, Contrast = 0.1 }), SimulationRandomness.Streams(1));
        Assert.Equal(Math.Exp(-1.9), Math.Pow(Deviation(recorded.Samples[^1000..]) / Deviation(recorded.Samples[..1000]), 2), 0.03);
    }

    [Fact]
    public async Task Record_SpikeErrors_MissAndAddAsManyAsTheyAreTo()
    {
        SimulationOptions options = Options(200_000, trains: 10);
        Recorded exact = await RecordAsync(options, SimulationRandomness.Streams(1));
        Recorded flawed = await RecordAsync(options with { SpikeErrors = new SpikeErrorOptions(0.25, 8) }, SimulationRandomness.Streams(1));
        var truth = exact.Spikes.ToHashSet();
        Assert.InRange(flawed.Spikes.Count(truth.Contains) / (double)truth.Count, 0.73, 0.77);
        Assert.InRange(flawed.Spikes.Count(spike => !truth.Contains(spike)) / 200.0, 7.4, 8.6);
        Assert.Equal(exact.Samples, flawed.Samples);
        Assert.Equal(flawed.Spikes.OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source), flawed.Spikes);
    }

    // Differences of neighbours, so that the baseline does not count.
    private static double Deviation(double[] samples)
        => Math.Sqrt(samples.Zip(samples.Skip(1)).Average(pair => Math.Pow(pair.Second - pair.First, 2)) / 2);

    private static SimulationOptions With(SimulationOptions options, SensorOptions sensor) => options with { Camera = options.Camera with { Sensor = sensor } };
}
