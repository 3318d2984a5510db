// The smallest use of the library: a trace and spike times in memory; is the one connected to the other?
using System.Globalization;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var kilohertz = new SampleClock(1000);

// Your own arrays go here: spike times as frames, and a trace in V at 1 kHz. These have a 1 mV potential after each spike, in 5 mV of noise.
RandomStreams streams = new(Seed: 1);
double[] spikeTimes = ReferencePoissonTrain.Draw(streams.Stream("spikes"), rateHz: 5, durationSeconds: 60);
SpikeEvent[] spikes = [.. spikeTimes.Select(time => new SpikeEvent(Source: 0, Tick: SpikeClock.ToTick(time, kilohertz.PeriodSeconds)))];
RandomStream noise = streams.Stream("noise");
float[] trace = [.. Enumerable.Range(0, 60_000).Select(_ => (float)(-0.060 + 5e-3 * noise.NextGaussian()))];
var potential = new double[100];
new PspTemplate(DecaySeconds: 0.020, RiseSeconds: 0.008, kilohertz.PeriodSeconds).Sample(potential);
foreach (SpikeEvent spike in spikes)
{
    for (int i = 0; i < potential.Length && spike.Tick + i < trace.Length; i++)
        trace[spike.Tick + i] += (float)(1e-3 * potential[i]);
}

var recording = new RecordingInfo
{
    Name = "in memory",
    FrameClock = kilohertz,
    SpikeClock = kilohertz,
    Sources = 1,
    Targets = 1,
    SampleType = SampleType.Float32,
};
using var inference = new OnlineInference(recording, new OnlineOptions { Scores = [ConnectionScore.Pairwise] }, seed: 1);
inference.Add(trace, spikes);
inference.Complete();
OnlineEstimate found = inference.Report()[0][0];

Console.WriteLine($"{found.State}: {1e3 * found.Amplitude:0.00} mV ({1e3 * found.AnytimeInterval?.Low:0.00} to {1e3 * found.AnytimeInterval?.High:0.00}), "
    + $"p = {found.AnytimeP:0.0e+0}, {found.SpikesUsed} spikes");
return found.State == ConnectionState.Excitatory ? 0 : 1;
