using VoltageToWiring.Benchmarks.Carriers;
using static System.FormattableString;

namespace VoltageToWiring.Benchmarks;

/// <summary>What carries batches from stage to stage, compared: the same work, in one run, on one machine.</summary>
internal static class CarrierTable
{
    private const int PacedParcels = 4000;
    private const int FlatOutParcels = 20_000;
    private const int Rounds = 5;

    private static readonly (string Name, Func<Load, Task> RunAsync)[] Carriers =
    [
        ("our links, a task each", LinkCarrier.OverLinks),
        ("our links, one task", LinkCarrier.InOneTask),
        ("unbounded channels", CarriersOfOthers.UnboundedChannels),
        ("TPL Dataflow", CarriersOfOthers.Dataflow),
        ("Rx, ObserveOn", CarriersOfOthers.ObserveOn),
        ("Akka.Streams", CarriersOfOthers.AkkaStreams),
    ];

    /// <summary>Measures all and prints the table.</summary>
    /// <param name="python">A Python with NumPy.</param>
    /// <param name="print">Where to print.</param>
    public static async Task RunAsync(string python, TextWriter print)
    {
        ThreadPool.SetMinThreads(8, 1);
        print.WriteLine("| carrier | parcels/s, flat out | p50, 1,000/s (µs) | p99.9 (µs) | bytes a parcel, 1,000/s | parcels made, flat out |");
        print.WriteLine("|---|---|---|---|---|---|");
        foreach ((string name, Func<Load, Task> runAsync) in Carriers)
        {
            CarrierFigures paced = await MeasureAsync(name, runAsync, PacedParcels, isPaced: true).ConfigureAwait(false);
            var flatOuts = new List<CarrierFigures>();
            for (int round = 0; round < Rounds; round++)
                flatOuts.Add(await MeasureAsync(name, runAsync, FlatOutParcels, isPaced: false).ConfigureAwait(false));
            CarrierFigures flatOut = flatOuts.OrderBy(figures => figures.PerSecond).ElementAt(Rounds / 2);
            print.WriteLine(Invariant($"| {name} | {flatOut.PerSecond:N0} | {paced.P50:0} | {paced.P999:N0} | {paced.BytesPerParcel:N0} | {flatOut.Parcels:N0} |"));
        }
        if (await PythonConsumer.MeasureAsync(python, PacedParcels, isPaced: true).ConfigureAwait(false) is { } slow
            && await PythonConsumer.MeasureAsync(python, FlatOutParcels, isPaced: false).ConfigureAwait(false) is { } fast)
            print.WriteLine(Invariant($"| {slow.Carrier} | {fast.PerSecond:N0} | {slow.P50:N0} | {slow.P999:N0} | | |"));
        else
            print.WriteLine($"# {python} has no NumPy, or is not there");
    }

    private static async Task<CarrierFigures> MeasureAsync(string name, Func<Load, Task> runAsync, int parcels, bool isPaced)
    {
        // Once to compile all of it.
        await runAsync(new Load(parcels / 4, isPaced, TimeProvider.System)).ConfigureAwait(false);
        GC.Collect();
        var load = new Load(parcels, isPaced, TimeProvider.System);
        await runAsync(load).ConfigureAwait(false);
        await load.Done.ConfigureAwait(false);
        if (!double.IsFinite(load.Work.Total))
            throw new InvalidOperationException("A carrier lost its work.");
        return load.Figures(name);
    }
}
