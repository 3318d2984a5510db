using System.Runtime.CompilerServices;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>What spike-triggered averages will take in a recording whose length is known: memory.</summary>
/// <param name="info">The recording.</param>
/// <param name="options">What is averaged.</param>
/// <param name="surrogates">Surrogates of each train.</param>
/// <param name="ofWholeTrains">Whether they are drawn of whole trains before the first frame.</param>
/// <param name="spikes">Spikes of the recorded trains, expected.</param>
public sealed class AverageForecast(RecordingInfo info, StaOptions options, int surrogates, bool ofWholeTrains, double spikes)
{
    // A report at the last frame and the final one follow each other at once.
    private const int ReportsAtOnce = 2;

    private readonly double _pairs = (double)info.Sources * info.Targets;
    private readonly double _frames = info.TotalFrames ?? throw new ArgumentException("A forecast needs a length.", nameof(info));

    private bool KeepsSamples => ofWholeTrains && SpikeTriggeredAverageStage.KeptBytes(info.TotalFrames, info.Targets, surrogates) > 0;

    /// <summary>Memory by what takes it.</summary>
    public IEnumerable<MemoryItem> Memory()
    {
        bool keeps = KeepsSamples;
        double history = Math.Min(_frames, SpikeTriggeredAverageStage.HistoryFrames(info, options, surrogates, keeps));
        yield return new(
            keeps ? "samples of the whole recording, for exact heights" : "newest frames of every target",
            info.Targets * history * sizeof(double), MemoryHeld.Throughout);
        if (ofWholeTrains)
            yield return new("spikes of all surrogates", spikes * surrogates * WholeTrainSurrogates.BytesOfSpike);
        double rows = info.Sources * (keeps ? 1.0 : 1.0 + surrogates);
        yield return new(
            "sums of averages, real and surrogate",
            Slabs<double>.BytesFor(info.Targets * rows * options.WindowFrames * sizeof(double)) + info.Targets * rows * SpikeTriggeredSums.BytesBesideOfRow
            + (keeps ? WholeTrainAverages.BytesOf(info.Sources * (double)surrogates, options.WindowFrames, info.Targets, options.ReportEveryFrames) : 0),
            MemoryHeld.Throughout);
        yield return new(
            "statistics of a report", _pairs * (sizeof(long) + ReportsAtOnce * (Unsafe.SizeOf<PairCounts>() + (1.0 + surrogates) * sizeof(double))),
            MemoryHeld.Throughout);
    }
}
