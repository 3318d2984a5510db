using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>Keeps a histogram for every stage and link of a pipeline; from one stage on it also hears when it is done with a batch.</summary>
/// <param name="time">Wall time.</param>
/// <param name="slowed">A stage that is slowed, and by how much; null for none.</param>
internal sealed class CellProbe(TimeProvider time, SlowedSection? slowed) : IFlowProbe
{
    private readonly List<(string Name, LatencyHistogram Times)> _stages = [];
    private readonly List<(string Name, LatencyHistogram Times)> _links = [];

    /// <summary>Every stage, in the order of the flow.</summary>
    public IReadOnlyList<(string Name, LatencyHistogram Times)> Stages => _stages;

    /// <summary>Every link, in the order of the flow.</summary>
    public IReadOnlyList<(string Name, LatencyHistogram Times)> Links => _links;

    /// <summary>Called whenever a stage is done with an item, on its task.</summary>
    public Action<string>? Done { get; set; }

    /// <summary>Begins or ends counting.</summary>
    public bool Hears
    {
        set
        {
            foreach ((_, LatencyHistogram times) in _stages.Concat(_links))
                times.Hears = value;
        }
    }

    public IDurations WaitsIn(string link) => Added(_links, link);

    public IDurations WorkOf(string stage) => new StageTimes(this, stage, Added(_stages, stage));

    public IStage<TIn, TOut> Around<TIn, TOut>(IStage<TIn, TOut> stage)
        => slowed is not null && slowed.Stage == stage.Name ? new SlowedStage<TIn, TOut>(stage, TimeSpan.FromSeconds(slowed.By.Si), time) : stage;

    private LatencyHistogram Added(List<(string, LatencyHistogram)> to, string name)
    {
        var times = new LatencyHistogram(time);
        to.Add((name, times));
        return times;
    }

    private sealed class StageTimes(CellProbe probe, string stage, LatencyHistogram times) : IDurations
    {
        public void Add(long ticks)
        {
            times.Add(ticks);
            probe.Done?.Invoke(stage);
        }
    }
}
