using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Simulation;

/// <summary>The simulation's stages as words of a flow.</summary>
public static class SimulationFlow
{
    /// <summary>Spikes become conductances.</summary>
    /// <param name="flow">The flow so far.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="links">Says whether a link comes before it.</param>
    public static Flow<ConductanceBatch> ToConductance(this Flow<SpikeBatch> flow, ConductanceStage stage, LinkPlan links)
        => links.Before(stage, flow).Through(stage);

    /// <summary>Conductances become voltages.</summary>
    /// <param name="flow">The flow so far.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="links">Says whether a link comes before it.</param>
    public static Flow<VoltageBatch> Integrate(this Flow<ConductanceBatch> flow, IzhikevichStage stage, LinkPlan links)
        => links.Before(stage, flow).Through(stage);

    /// <summary>Voltages become imaged frames.</summary>
    /// <param name="flow">The flow so far.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="links">Says whether a link comes before it.</param>
    public static Flow<RecordingBatch> Image(this Flow<VoltageBatch> flow, ImagingStage stage, LinkPlan links)
        => links.Before(stage, flow).Through(stage);
}
