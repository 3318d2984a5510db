using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>Ways to carry parcels from stage to stage: each has the source and the first stage in one task, and one for each further stage.</summary>
internal static class CarriersOfOthers
{
    private const int Capacity = 64;

    /// <summary>Channels without a bound: what is not taken in time piles up.</summary>
    public static async Task UnboundedChannels(Load load)
    {
        // What is compared here is what the rest of the project must not use.
#pragma warning disable RS0030
        var first = Channel.CreateUnbounded<Parcel>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var second = Channel.CreateUnbounded<Parcel>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
#pragma warning restore RS0030
        Task filtering = Task.Run(async () =>
        {
            await foreach (Parcel parcel in first.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                load.Work.Filter(parcel);
                second.Writer.TryWrite(parcel);
            }
            second.Writer.Complete();
        });
        Task averaging = Task.Run(async () =>
        {
            await foreach (Parcel parcel in second.Reader.ReadAllAsync().ConfigureAwait(false))
                Finish(load, parcel);
        });
        await Task.Run(() =>
        {
            while (load.Next() is { } parcel)
            {
                load.Work.Subtract(parcel);
                first.Writer.TryWrite(parcel);
            }
            first.Writer.Complete();
        }).ConfigureAwait(false);
        await Task.WhenAll(filtering, averaging).ConfigureAwait(false);
    }

    /// <summary>TPL Dataflow, with the bound of our links.</summary>
    public static async Task Dataflow(Load load)
    {
        var bounded = new ExecutionDataflowBlockOptions { BoundedCapacity = Capacity, SingleProducerConstrained = true };
        var filter = new TransformBlock<Parcel, Parcel>(
            parcel =>
            {
                load.Work.Filter(parcel);
                return parcel;
            },
            bounded);
        var average = new ActionBlock<Parcel>(parcel => Finish(load, parcel), bounded);
        filter.LinkTo(average, new DataflowLinkOptions { PropagateCompletion = true });
        await Task.Run(async () =>
        {
            while (load.Next() is { } parcel)
            {
                load.Work.Subtract(parcel);
                await filter.SendAsync(parcel).ConfigureAwait(false);
            }
            filter.Complete();
        }).ConfigureAwait(false);
        await average.Completion.ConfigureAwait(false);
    }

    /// <summary>Rx with a thread for each stage: <c>ObserveOn</c> has a queue without a bound.</summary>
    public static async Task ObserveOn(Load load)
    {
        using var source = new Subject<Parcel>();
        using var second = new EventLoopScheduler();
        using var third = new EventLoopScheduler();
        using IDisposable subscription = source
            .ObserveOn(second).Do(load.Work.Filter)
            .ObserveOn(third).Subscribe(parcel => Finish(load, parcel));
        await Task.Run(() =>
        {
            while (load.Next() is { } parcel)
            {
                load.Work.Subtract(parcel);
                source.OnNext(parcel);
            }
        }).ConfigureAwait(false);
        await load.Done.ConfigureAwait(false);
    }

    /// <summary>Akka.Streams: a queue with the bound of our links, and an asynchronous boundary.</summary>
    public static async Task AkkaStreams(Load load)
    {
        using ActorSystem system = ActorSystem.Create("carriers", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        using ActorMaterializer materializer = system.Materializer(ActorMaterializerSettings.Create(system).WithInputBuffer(Capacity, Capacity));
        (ISourceQueueWithComplete<Parcel> queue, Task done) = Source.Queue<Parcel>(Capacity, OverflowStrategy.Backpressure)
            .Select(parcel => Did(parcel, load.Work.Filter)).Async()
            .ToMaterialized(Sink.ForEach<Parcel>(parcel => Finish(load, parcel)), Keep.Both).Run(materializer);
        await Task.Run(async () =>
        {
            while (load.Next() is { } parcel)
            {
                load.Work.Subtract(parcel);
                await queue.OfferAsync(parcel).ConfigureAwait(false);
            }
            queue.Complete();
        }).ConfigureAwait(false);
        await done.ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);
    }

    private static Parcel Did(Parcel parcel, Action<Parcel> work)
    {
        work(parcel);
        return parcel;
    }

    private static void Finish(Load load, Parcel parcel)
    {
        load.Work.Average(parcel);
        load.Arrived(parcel);
    }
}
