using System.Reactive;
using System.Reactive.Linq;
using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Streaming;

public class PipelineTests
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

    private readonly Pool<Parcel> _pool = new(() => new Parcel());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_ToItsEnd_PassesEverythingInOrderAndReturnsAllBuffers(bool links)
    {
        var seen = new List<int>();
        RunOutcome outcome = await Build(1000, links, seen.Add).RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        Assert.Equal(Enumerable.Range(0, 1000), seen);
        Assert.Equal(0, _pool.Outstanding);
        Assert.All(outcome.Telemetry.Stages, stage => Assert.Equal(1000, stage.Items));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task RunAsync_AStageThrows_TheRunEndsWithItsNameAndSampleAndNothingIsLeft(bool links, int failing)
    {
        var stages = Enumerable.Range(0, 3).Select(i => new Forward($"stage {i}", _pool) { FailAt = i == failing ? 500 : -1 }).ToArray();
        RunOutcome outcome = await Build(1_000_000, links, _ => { }, stages).RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Faulted, outcome.Ending);
        Assert.Equal($"stage {failing}", outcome.Fault!.Stage);
        Assert.Equal(500, outcome.Fault.Position);
        Assert.Equal($"Stage 'stage {failing}' failed at sample 500: planned", outcome.Fault.Message);
        Assert.Equal(0, _pool.Outstanding);
        Assert.Equal(0, outcome.Telemetry.Links.Sum(link => link.Waiting));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Cancelled_ConcludesAndLeavesNothing(bool links)
    {
        using var cancellation = new CancellationTokenSource();
        Forward[] stages = [new("stage 0", _pool), new("stage 1", _pool), new("stage 2", _pool)];
        Pipeline pipeline = Build(int.MaxValue, links, i => { if (i == 100) cancellation.Cancel(); }, stages);
        RunOutcome outcome = await pipeline.RunAsync(Info, new Ledger(), cancellation.Token);
        Assert.Equal(RunEnding.Cancelled, outcome.Ending);
        Assert.Equal(0, _pool.Outstanding);
        Assert.All(stages, stage => Assert.Equal(EndOfStream.Interrupted, stage.End));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_AStageThrowsAtItsConclusion_EveryOtherStageConcludesOnce(bool links)
    {
        Forward[] stages = [new("stage 0", _pool), new("stage 1", _pool) { FailsToConclude = true }, new("stage 2", _pool)];
        RunOutcome outcome = await Build(100, links, _ => { }, stages).RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal("stage 1", outcome.Fault!.Stage);
        Assert.All(stages, stage => Assert.Equal(1, stage.Conclusions));
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task Stop_FromASubscription_EndsTheRun()
    {
        Pipeline? pipeline = null;
        pipeline = Build(int.MaxValue, true, i => { if (i == 10) pipeline!.Stop(); });
        RunOutcome outcome = await pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Cancelled, outcome.Ending);
    }

    [Fact]
    public async Task RunAsync_TheObserverThrows_TheRunFails()
    {
        Pipeline pipeline = Build(1_000_000, true, i => { if (i == 10) throw new InvalidOperationException("cannot draw"); });
        RunOutcome outcome = await pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Faulted, outcome.Ending);
        Assert.Contains("cannot draw", outcome.Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task RunAsync_AProgressObserverThrows_TheRunFailsAndTheProcessLives()
    {
        var time = new FakeTimeProvider();
        using var reached = new ManualResetEventSlim();
        Pipeline pipeline = Build(int.MaxValue, true, i => { if (i == 10) reached.Set(); }, time: time);
        using IDisposable subscription = pipeline.Progress.Subscribe(_ => throw new InvalidOperationException("no paint"));
        Task<RunOutcome> run = pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        reached.Wait(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(100));
        RunOutcome outcome = await run;
        Assert.Equal(RunEnding.Faulted, outcome.Ending);
        Assert.Equal("progress observer", outcome.Fault!.Stage);
    }

    [Fact]
    public async Task RunAsync_Twice_IsRefused()
    {
        Pipeline pipeline = Build(1, true, _ => { });
        await pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Observables_WhenTheRunEnds_AreCompletedOrToldTheFault()
    {
        Notification<int>? last = null;
        var stages = new[] { new Forward("stage 0", _pool) { FailAt = 5 } };
        Pipeline pipeline = BuildNotified(100, true, notification => last = notification, stages);
        Task<IList<RunProgress>> progress = pipeline.Progress.ToList().RunAsyncToTask();
        await pipeline.RunAsync(Info, new Ledger(), TestContext.Current.CancellationToken);
        Assert.Equal(NotificationKind.OnError, last!.Kind);
        Assert.NotEmpty(await progress);
    }

    private Pipeline Build(int count, bool links, Action<int> see, Forward[]? stages = null, TimeProvider? time = null)
        => BuildNotified(count, links, n => { if (n.HasValue) see(n.Value); }, stages ?? [new("stage 0", _pool), new("stage 1", _pool)], time);

    private Pipeline BuildNotified(int count, bool links, Action<Notification<int>> see, Forward[] stages, TimeProvider? time = null)
    {
        Flow<Parcel> flow = Flow.From(new Counting(count, _pool), time ?? TimeProvider.System);
        foreach (Forward stage in stages)
            flow = (links ? flow.Over(new LinkOptions { Capacity = 4 }, stage.Name, cutOnStop: stage.Name == "stage 0") : flow).Through(stage);
        return flow.Into(Observer.Create<Parcel>(
            parcel =>
            {
                int value = parcel.Value;
                parcel.Return();
                see(Notification.CreateOnNext(value));
            },
            error => see(Notification.CreateOnError<int>(error)),
            () => see(Notification.CreateOnCompleted<int>())));
    }

    private sealed class Parcel : PooledItem<Parcel>
    {
        public int Value { get; set; }
    }

    private sealed class Counting(int count, Pool<Parcel> pool) : ISource<Parcel>
    {
        private volatile bool _stopped;
        private int _next;

        public string Name => "counting";

        public long Position => _next;

        public bool Stopped => _stopped;

        public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(!_stopped && _next < count);

        public Parcel Next()
        {
            Parcel parcel = pool.Rent();
            parcel.Value = _next++;
            return parcel;
        }

        public void Stop() => _stopped = true;
    }

    private sealed class Forward(string name, Pool<Parcel> pool) : IStage<Parcel, Parcel>
    {
        public string Name => name;

        public long Position { get; private set; }

        public int FailAt { get; init; } = -1;

        public EndOfStream? End { get; private set; }

        public void Process(Parcel input, IOutput<Parcel> output)
        {
            Position = input.Value;
            if (input.Value == FailAt)
                throw new InvalidOperationException("planned");
            Parcel parcel = pool.Rent();
            parcel.Value = input.Value;
            output.Write(parcel);
        }

        public bool FailsToConclude { get; init; }

        public int Conclusions { get; private set; }

        public void Complete(IOutput<Parcel> output, EndOfStream end)
        {
            End = end;
            Conclusions++;
            if (FailsToConclude)
                throw new InvalidOperationException("planned");
        }
    }
}

internal static class ObservableTasks
{
    public static Task<T> RunAsyncToTask<T>(this IObservable<T> source)
    {
        var completion = new TaskCompletionSource<T>();
        source.Subscribe(value => completion.TrySetResult(value), error => completion.TrySetException(error));
        return completion.Task;
    }
}
