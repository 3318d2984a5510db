using System.Reactive;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Simulation;

/// <summary>Small simulated recordings, and a way to have one whole in memory.</summary>
internal static class SimulatedRecordings
{
    public static readonly SampleClock TenKilohertz = new(10_000);

    public static SimulationOptions Options(int steps = 5000, int trains = 5, int targets = 1, int stepsPerFrame = 1, double snr = 20)
        => new()
        {
            Name = "small",
            StepClock = TenKilohertz,
            TotalSteps = steps,
            RatesHz = [.. Enumerable.Repeat(40.0, trains)],
            Wiring = new WiringRule(trains, targets, 0.2, 0.7, 2e-9, 4e-9, 0).First(),
            Synapses = new SynapseClasses(new SynapseClass(0.007, 0), new SynapseClass(0.007, -0.065)),
            Neuron = IzhikevichPresets.CorticalRegularSpiking,
            Camera = new CameraOptions { StepsPerFrame = stepsPerFrame, SpikeSnr = snr },
        };

    public static async Task<Recorded> RecordAsync(
        SimulationOptions options, SimulationRandomness randomness, int batchSteps = 100, bool links = false)
    {
        var recording = new SimulatedRecording(options, randomness);
        recording.Prepare(TestContext.Current.CancellationToken);
        var recorded = new Recorder(recording.Info);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, TimeProvider.System);
        Pipeline pipeline = recording.Start(clock, links ? LinkPlan.All(new LinkOptions { Capacity = 2 }) : LinkPlan.None, TimeProvider.System)
            .Through(recorded)
            .Into(Observer.Create<int>(_ => { }));
        RunOutcome outcome = await pipeline.RunAsync(recording.Info, new Ledger(), TestContext.Current.CancellationToken);
        if (outcome.Fault is { } fault)
            throw fault;
        return new Recorded([.. recorded.Samples], [.. recorded.Spikes], recording);
    }

    private sealed class Recorder(RecordingInfo info) : IStage<RecordingBatch, int>
    {
        public List<double> Samples { get; } = [];

        public List<SpikeEvent> Spikes { get; } = [];

        public string Name => "recorder";

        public long Position => Samples.Count;

        public void Process(RecordingBatch input, IOutput<int> output)
        {
            Assert.Equal(Samples.Count / info.Targets, input.FirstFrame);
            foreach (SpikeEvent spike in input.Spikes.Spikes)
                Assert.True(info.FrameOf(spike.Tick) >= _complete);
            _complete = input.SpikesCompleteThroughFrame;
            if (input.SampleType == SampleType.Float64)
            {
                Samples.AddRange(input.Float64);
            }
            else
            {
                foreach (float sample in input.Float32)
                    Samples.Add(sample);
            }
            Spikes.AddRange(input.Spikes.Spikes);
        }

        public void Complete(IOutput<int> output, EndOfStream end)
        {
        }

        private long _complete;
    }
}

internal sealed record Recorded(double[] Samples, SpikeEvent[] Spikes, SimulatedRecording Recording);
