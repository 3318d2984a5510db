using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Inference;

/// <summary>The inference's stages as words of a flow.</summary>
public static class InferenceFlow
{
    /// <summary>A recording enters inference: from here on its books are kept, and its spikes are averaged.</summary>
    /// <param name="recording">The recording, whoever makes it.</param>
    /// <param name="stage">The averages.</param>
    /// <param name="links">Says whether a link comes before it; its policy when full holds here.</param>
    /// <param name="ledger">The books.</param>
    public static Flow<AveragedBatch> Average(
        this Flow<RecordingBatch> recording, SpikeTriggeredAverageStage stage, LinkPlan links, Ledger ledger)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(ledger);
        Flow<RecordingBatch> entered = recording.Tap(batch => ledger.Entered(batch.FrameCount, batch.Spikes.Count));
        return (links.HasLinkBefore(stage.Name)
            ? entered.Over(
                links.Options, stage.Name, cutOnStop: true,
                batch => ledger.DroppedByFullLink(batch.FrameCount, batch.Spikes.Count),
                batch => ledger.LeftInFlight(batch.FrameCount, batch.Spikes.Count))
            : entered).Through(stage);
    }

    /// <summary>Averages become estimates.</summary>
    /// <param name="averages">The averages.</param>
    /// <param name="stage">The test.</param>
    /// <param name="links">Says whether a link comes before it.</param>
    public static Flow<EstimateReport> Test(this Flow<AveragedBatch> averages, SignificanceStage stage, LinkPlan links)
    {
        ArgumentNullException.ThrowIfNull(averages);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(links);
        return (links.HasLinkBefore(stage.Name)
            ? averages.Over(links.Options with { WhenFull = WhenFull.Wait }, stage.Name, cutOnStop: false)
            : averages).Through(stage);
    }
}
