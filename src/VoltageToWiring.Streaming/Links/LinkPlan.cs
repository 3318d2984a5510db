using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Links;

/// <summary>Where the links of a pipeline are, and of what size. Results never depend on it.</summary>
/// <param name="Options">Size and policy of every link; a drop policy holds only where recordings enter inference, all others wait.</param>
/// <param name="HasLinkBefore">Whether a stage, by its name, runs as a task of its own.</param>
public sealed record LinkPlan(LinkOptions Options, Func<string, bool> HasLinkBefore)
{
    /// <summary>A link before every stage.</summary>
    /// <param name="options">Size and policy.</param>
    public static LinkPlan All(LinkOptions options) => new(options, _ => true);

    /// <summary>No links: all stages share one task.</summary>
    public static LinkPlan None { get; } = new(new LinkOptions(), _ => false);

    /// <summary>Puts a link before a stage of the simulation, where the plan has one.</summary>
    /// <param name="stage">The stage that follows.</param>
    /// <param name="flow">The flow so far.</param>
    public Flow<T> Before<T>(IStageStatus stage, Flow<T> flow)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(flow);
        return HasLinkBefore(stage.Name)
            ? flow.Over(Options with { WhenFull = WhenFull.Wait }, stage.Name, cutOnStop: true)
            : flow;
    }
}
