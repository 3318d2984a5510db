using System.Diagnostics.Metrics;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Tests.Host.Studies;

namespace VoltageToWiring.Tests.Host;

/// <summary>What whoever listens to the meter hears of a run. That nobody costs nothing is for the tests of allocations.</summary>
[Collection(nameof(Allocations.AllocationMeter))]
public class RunMetersTests
{
    private readonly Dictionary<string, List<double>> _heard = [];
    private readonly Lock _gate = new();

    [Fact]
    public async Task Run_WithAListener_TellsBooksWorkAndLatency()
    {
        using MeterListener listener = Listen();
        using var run = new RecordingRun(Load("pace=100x", "links.between=[sta]"), TimeProvider.System);
        using IDisposable asking = run.Telemetry.Subscribe(_ => listener.RecordObservableInstruments());
        RunResult result = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(result.Outcome.Progress.Ledger.FramesUsed, _heard["v2w.frames.used"][^1]);
        Assert.Equal(result.Outcome.Progress.Ledger.SpikesUsed, _heard["v2w.spikes.used"][^1]);
        Assert.Equal((0, 0), (_heard["v2w.frames.dropped"][^1], _heard["v2w.spikes.late"][^1]));
        Assert.All(_heard["v2w.link.waiting imaging → sta"], waiting => Assert.InRange(waiting, 0, 64));
        Assert.InRange(_heard["v2w.run.real_time_factor"][^1], double.Epsilon, 101);
        Assert.Equal(result.Outcome.Telemetry.Stages.First(stage => stage.Name == "sta").Items, _heard["v2w.stage.work sta"].Count);
        Assert.Equal(2000, _heard["v2w.report.latency"].Count);
        Assert.All(_heard["v2w.report.latency"], latency => Assert.True(latency > 0));
    }

    [Fact]
    public async Task Run_AsFastAsPossible_HasNoLatency()
    {
        using MeterListener listener = Listen();
        using var run = new RecordingRun(Load("pace=max"), TimeProvider.System);
        await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.False(_heard.ContainsKey("v2w.report.latency"));
        Assert.True(_heard.ContainsKey("v2w.stage.work significance"));
    }

    private static ResolvedPipeline Load(params string[] settings)
        => LoadedPipeline.FromText(TinyStudy.Pipeline, "tiny.yaml", settings.Select(setting => new PipelineSetting(setting)), Path.GetTempPath()).Resolved;

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RunMeters.MeterName)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
        lock (_gate)
        {
            if (!_heard.TryGetValue(name, out List<double>? values))
                _heard[name] = values = [];
            values.Add(value);
        }
    }
}
