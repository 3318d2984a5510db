// A camera whose SDK calls back is plugged in, and connections are printed as they are decided.
using System.Globalization;
using PlugInYourCamera;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.PlugIn;
using VoltageToWiring.Streaming.Recordings;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What the recording is like: two imaged neurons, ten electrodes, counts of 16 bits that fall when a neuron depolarizes.
var info = new RecordingInfo
{
    Name = "camera",
    FrameClock = new SampleClock(MockCamera.FramesPerSecond),
    SpikeClock = new SampleClock(MockCamera.TicksPerSecond),
    Targets = MockCamera.Regions,
    Sources = MockCamera.Electrodes,
    SampleType = SampleType.Float32,
    AmplitudeUnit = "counts",
};
var inlet = new RecordingInlet(info, new InletOptions { Room = TimeSpan.FromSeconds(10), WhenFull = Overflow.DropOldest, Scale = -1 });
Console.WriteLine($"The inlet has {inlet}.");

// The SDK's thread is never held up: what it brings is copied. Its arrays are its own again at once.
var camera = new MockCamera();
camera.SpikeSeen += (electrode, tick) => inlet.AddSpikes([new SpikeEvent(electrode, tick)], completeThroughFrame: info.FrameOf(tick));
camera.FrameReady += (frame, counts) =>
{
    inlet.AddFrames(frame, counts);
    inlet.AddSpikes([], completeThroughFrame: frame + 1);
};
camera.Stopped += inlet.OnCompleted;

const string Pipeline = """
    name: plug-in-your-camera
    source: { plug_in: {} }
    inference:
      sta: { scheme: none }
      online: { minimum_amplitude: 2 counts, report_every: 500 ms }
    """;
LoadedPipeline pipeline = LoadedPipeline.FromText(Pipeline, "the pipeline of this program", [], Environment.CurrentDirectory);
using var run = new RecordingRun(pipeline.For(info), new BatchRecording(info, inlet), TimeProvider.System);
var known = new Dictionary<(int, int), ConnectionState>();
using IDisposable printing = run.Estimates.Subscribe(Print);
camera.Start(seconds: 30, timesRealTime: 30);
RunResult result = await run.RunAsync();

LedgerAccount books = result.Outcome.Progress.Ledger;
Console.WriteLine($"Frames: {books.FramesIn} in = {books.FramesUsed} used + {books.FramesDropped} dropped; spikes: {books.SpikesIn} in, {books.SpikesUsed} used.");
int right = known.Count(pair => pair.Value == camera.Truth(pair.Key));
Console.WriteLine($"{right} of {known.Count} decided as the mock camera made them.");
return result.Outcome.Fault is null && right >= 12 && right >= known.Count - 1 ? 0 : 1;

void Print(EstimateReport report)
{
    foreach (ConnectionEstimate connection in report.Connections)
    {
        OnlineEstimate now = connection.Deciding!;
        if (now.DecidedAtSeconds is null || known.GetValueOrDefault((connection.Source, connection.Target)) == now.State)
            continue;
        known[(connection.Source, connection.Target)] = now.State;
        Console.WriteLine($"{report.TimeSeconds,6:0.0} s  {connection.Source} → {connection.Target}  {now.State.ToString().ToLowerInvariant(),-10} {now.Amplitude,5:+0.0;-0.0} counts");
    }
}
