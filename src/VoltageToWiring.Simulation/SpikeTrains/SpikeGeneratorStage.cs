using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>The first stage: the presynaptic spikes of each range of steps.</summary>
/// <param name="trains">The trains.</param>
/// <param name="totalSteps">Length of the recording, steps.</param>
public sealed class SpikeGeneratorStage(ISpikeTrains trains, long totalSteps) : IStage<StepRange, SpikeBatch>
{
    private readonly Pool<SpikeBatch> _pool = new(() => new SpikeBatch());

    /// <inheritdoc/>
    public string Name => "spikes";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(StepRange input, IOutput<SpikeBatch> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        SpikeBatch batch = _pool.Rent();
        batch.Range = input;
        batch.IsLast = input.End >= totalSteps;
        batch.Spikes.Clear();
        trains.ReadUntil(batch.IsLast ? long.MaxValue : input.End, batch.Spikes);
        Position = input.End;
        output.Write(batch);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<SpikeBatch> output, EndOfStream end)
    {
    }
}
