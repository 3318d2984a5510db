// The smallest use of the library: a trace and spike times in memory; is the one connected to the other?
using System.Globalization;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Numerics.SpikeTrains;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const double FramePeriodSeconds = 1e-3;
const int WindowFrames = 100;
const int Surrogates = 99;
RandomStreams streams = new(Seed: 1);

// Your own arrays go here: spike times in s, and a trace in V at 1 kHz. These have a 1 mV potential after each spike, in 5 mV of noise.
double[] spikeTimes = ReferencePoissonTrain.Draw(streams.Stream("spikes"), rateHz: 5, durationSeconds: 60);
int[] spikeFrames = [.. spikeTimes.Select(time => (int)SpikeClock.ToTick(time, FramePeriodSeconds))];
RandomStream noise = streams.Stream("noise");
double[] trace = [.. Enumerable.Range(0, 60_000).Select(_ => -0.060 + 5e-3 * noise.NextGaussian())];
foreach (int spike in spikeFrames)
{
    for (int i = 0; i < WindowFrames && spike + i < trace.Length; i++)
        trace[spike + i] += 1e-3 * Math.Exp(-i / 20.0);
}

// The height of the spike-triggered average, and those of surrogate trains with the same intervals in another order.
SpikeTriggeredAverage average = SpikeTriggeredAverage.Of(trace, spikeFrames, WindowFrames);
var intervals = new double[spikeTimes.Length];
IntervalPermutation.Intervals(spikeTimes, intervals);
var scratch = new double[intervals.Length];
var surrogateFrames = new int[intervals.Length];
double[] heights = [.. Enumerable.Range(0, Surrogates).Select(s =>
{
    IntervalPermutation.Draw(streams.Stream("surrogates", s), intervals, scratch, FramePeriodSeconds, 1, surrogateFrames);
    return SpikeTriggeredAverage.Of(trace, surrogateFrames, WindowFrames).Height;
})];
PermutationTest test = PermutationTest.Rank(average.Height, heights);

Console.WriteLine($"{average.SpikesUsed} spikes averaged, {average.SpikesUnused} too near the end");
Console.WriteLine($"height {1e3 * average.Height:0.00} mV, {test.RelativeToSurrogates:0.0} times that of surrogates, p = {test.ExactP:0.00}");
return test.ExactP <= 0.05 ? 0 : 1;
