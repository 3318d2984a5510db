using VoltageToWiring.Files.Recordings.Logs;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Recorded;

/// <summary>Writes what passes into a log, and keeps the books.</summary>
/// <param name="log">The log.</param>
/// <param name="ledger">The books.</param>
internal sealed class LogStage(RecordingLog log, Ledger ledger) : IStage<RecordingBatch, long>
{
    public string Name => "log";

    public long Position { get; private set; }

    public void Process(RecordingBatch input, IOutput<long> output)
    {
        ledger.Entered(input.FrameCount, input.Spikes.Count);
        log.Write(input);
        ledger.FramesUsed(input.FrameCount);
        ledger.SpikesUsed(input.Spikes.Count);
        Position = input.FirstFrame + input.FrameCount;
        ledger.Reached(Position);
    }

    public void Complete(IOutput<long> output, EndOfStream end)
    {
    }
}
