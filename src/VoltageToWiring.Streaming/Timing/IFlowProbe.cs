using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Timing;

/// <summary>
/// Looks into a pipeline as it is built: hears how long a stage worked on an item and how long an item waited in a link, and may put something
/// around a stage. Where there is no probe nothing is measured.
/// </summary>
public interface IFlowProbe
{
    /// <summary>Who hears the time from an item's entry into a link to its exit.</summary>
    /// <param name="link">The two stages it joins.</param>
    IDurations? WaitsIn(string link);

    /// <summary>Who hears how long a stage worked on each item, without the stages that share its task. The item is done with when it does.</summary>
    /// <param name="stage">Name of the stage.</param>
    IDurations? WorkOf(string stage);

    /// <summary>What runs in place of a stage.</summary>
    /// <param name="stage">The stage.</param>
    IStage<TIn, TOut> Around<TIn, TOut>(IStage<TIn, TOut> stage) => stage;
}
