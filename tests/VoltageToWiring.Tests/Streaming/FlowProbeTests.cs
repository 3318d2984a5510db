using System.Reactive;
using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Tests.Streaming;

/// <summary>What a probe hears: waits in links, and each stage's own work. Time stands still but where a stage says otherwise.</summary>
public class FlowProbeTests
{
    private static readonly RecordingInfo Info = new()
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(1000),
        Sources = 1,
        Targets = 1,
        SampleType = SampleType.Float64,
    };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WorkOf_StagesThatShareATask_IsTheirOwn()
    {
        var probe = new Heard();
        RunOutcome outcome = await Flow.From(new Numbers(5), _time, probe)
            .Through(new Working("outer", 3, _time)).Through(new Working("inner", 7, _time)).Into(Observer.Create<int>(_ => { }))
            .RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        Assert.Equal(Enumerable.Repeat(Milliseconds(3), 5), probe["outer"]);
        Assert.Equal(Enumerable.Repeat(Milliseconds(7), 5), probe["inner"]);
    }

    [Fact]
    public void Waits_AreFromWriteToRead()
    {
        var probe = new Heard();
        var link = new Link<int>("a → b", new LinkOptions { Capacity = 4 }, time: _time, waits: probe.WaitsIn("a → b"));
        Assert.True(link.TryWrite(1));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.True(link.TryWrite(2));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(link.TryRead(out _));
        Assert.True(link.TryRead(out _));
        Assert.Equal([Milliseconds(7), Milliseconds(2)], probe["a → b"]);
    }

    [Fact]
    public async Task Around_ReplacesTheStageThatRuns()
    {
        var probe = new Heard { Replacement = new Working("outer", 11, _time) };
        await Flow.From(new Numbers(2), _time, probe).Through(new Working("outer", 3, _time)).Into(Observer.Create<int>(_ => { }))
            .RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal([Milliseconds(11), Milliseconds(11)], probe["outer"]);
    }

    private long Milliseconds(int count) => count * _time.TimestampFrequency / 1000;

    private sealed class Heard : IFlowProbe
    {
        private readonly Dictionary<string, Kept> _heard = [];

        public IStage<int, int>? Replacement { get; init; }

        public List<long> this[string name] => _heard[name].Ticks;

        public IDurations WaitsIn(string link) => _heard[link] = new Kept();

        public IDurations WorkOf(string stage) => _heard[stage] = new Kept();

        public IStage<TIn, TOut> Around<TIn, TOut>(IStage<TIn, TOut> stage) => Replacement as IStage<TIn, TOut> ?? stage;

        private sealed class Kept : IDurations
        {
            public List<long> Ticks { get; } = [];

            public void Add(long ticks) => Ticks.Add(ticks);
        }
    }

    private sealed class Numbers(int count) : ISource<int>
    {
        public string Name => "numbers";

        public long Position { get; private set; }

        public bool Stopped => false;

        public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(Position < count);

        public int Next() => (int)Position++;

        public void Stop()
        {
        }
    }

    private sealed class Working(string name, int milliseconds, FakeTimeProvider time) : IStage<int, int>
    {
        public string Name => name;

        public long Position { get; private set; }

        public void Process(int input, IOutput<int> output)
        {
            Position++;
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            output.Write(input);
        }

        public void Complete(IOutput<int> output, EndOfStream end)
        {
        }
    }
}
