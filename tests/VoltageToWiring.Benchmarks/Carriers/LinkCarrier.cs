using System.Reactive;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>This project's own way: stages over bounded links.</summary>
internal static class LinkCarrier
{
    private static readonly RecordingInfo Info = new()
    {
        Name = "carriers",
        FrameClock = new SampleClock(30_000),
        SpikeClock = new SampleClock(30_000),
        Sources = 1,
        Targets = Parcel.Channels,
        SampleType = SampleType.Float32,
    };

    /// <summary>Every stage in a task of its own.</summary>
    public static Task OverLinks(Load load)
    {
        var link = new LinkOptions { Capacity = 64 };
        return RunAsync(Flow.From(new Parcels(load), TimeProvider.System)
            .Through(new Stage("subtract", load.Work.Subtract)).Over(link, "filter", cutOnStop: true)
            .Through(new Stage("filter", load.Work.Filter)).Over(link, "average", cutOnStop: true)
            .Through(new Stage("average", load.Work.Average)).Into(Observer.Create<Parcel>(load.Arrived)));
    }

    /// <summary>All stages in one task.</summary>
    public static Task InOneTask(Load load) => RunAsync(Flow.From(new Parcels(load), TimeProvider.System)
        .Through(new Stage("subtract", load.Work.Subtract)).Through(new Stage("filter", load.Work.Filter))
        .Through(new Stage("average", load.Work.Average)).Into(Observer.Create<Parcel>(load.Arrived)));

    private static async Task RunAsync(Pipeline pipeline)
    {
        RunOutcome outcome = await pipeline.RunAsync(Info, new Ledger()).ConfigureAwait(false);
        if (outcome.Fault is { } fault)
            throw new InvalidOperationException("The comparison failed.", fault);
    }

    private sealed class Parcels(Load load) : ISource<Parcel>
    {
        private Parcel? _next;

        public string Name => "parcels";

        public long Position { get; private set; }

        public bool Stopped => false;

        public ValueTask<bool> WaitForNextAsync()
        {
            _next = load.Next();
            return ValueTask.FromResult(_next is not null);
        }

        public Parcel Next()
        {
            Position++;
            return _next!;
        }

        public void Stop()
        {
        }
    }

    private sealed class Stage(string name, Action<Parcel> work) : IStage<Parcel, Parcel>
    {
        public string Name => name;

        public long Position { get; private set; }

        public void Process(Parcel input, IOutput<Parcel> output)
        {
            Position++;
            work(input);
            output.Write(input);
        }

        public void Complete(IOutput<Parcel> output, EndOfStream end)
        {
        }
    }
}
