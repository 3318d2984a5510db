using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Streaming.Running;

/// <summary>Begins the description of a pipeline.</summary>
public static class Flow
{
    /// <summary>Starts from a source.</summary>
    /// <param name="source">Says what comes next, and when.</param>
    /// <param name="time">Wall time, for pacing, counters and progress.</param>
    /// <param name="probe">Looks into it; null for nobody.</param>
    public static Flow<T> From<T>(ISource<T> source, TimeProvider time, IFlowProbe? probe = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(time);
        var plan = new FlowPlan(time, probe);
        plan.Run.OnStop(source.Stop);
        return new Flow<T>(plan, source.Name, null, node => new SourceSegment<T>(source, node, plan.Run));
    }
}

/// <summary>
/// A pipeline described up to here. Each call adds to the description and gives the next one; nothing runs before
/// <see cref="Pipeline.RunAsync"/>.
/// </summary>
/// <typeparam name="T">What flows here.</typeparam>
public sealed class Flow<T>
{
    private readonly FlowPlan _plan;
    private readonly string _lastName;
    private readonly StageMeter? _lastMeter;
    private readonly Func<Node<T>, ISegment> _close;

    internal Flow(FlowPlan plan, string lastName, StageMeter? lastMeter, Func<Node<T>, ISegment> close)
    {
        _plan = plan;
        _lastName = lastName;
        _lastMeter = lastMeter;
        _close = close;
    }

    /// <summary>Adds a stage, in the same task as what comes before it.</summary>
    /// <param name="stage">The stage.</param>
    public Flow<TOut> Through<TOut>(IStage<T, TOut> stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        stage = _plan.Probe?.Around(stage) ?? stage;
        var meter = new StageMeter(stage, _plan.Time, _plan.Probe?.WorkOf(stage.Name));
        _plan.Meters.Add(meter);
        _lastMeter?.Inner = meter;
        return new Flow<TOut>(
            _plan, stage.Name, meter, next => _close(new StageNode<T, TOut>(stage, next, meter, _plan.Run)));
    }

    /// <summary>Looks at everything that passes here.</summary>
    /// <param name="look">Called with each item; must not keep it.</param>
    public Flow<T> Tap(Action<T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return new Flow<T>(_plan, _lastName, _lastMeter, next => _close(new TapNode<T>(look, next, _plan.Run)));
    }

    /// <summary>Adds a link: what follows runs as a task of its own.</summary>
    /// <param name="options">Size and policy.</param>
    /// <param name="to">Name of the stage that follows, for counters and messages.</param>
    /// <param name="cutOnStop">
    /// Whether a stop abandons what waits in the link. Before inference: yes, so that a stop is prompt. After it: no, so that what was
    /// inferred comes out.
    /// </param>
    /// <param name="onDropped">Called with what is discarded because the link is full, before it returns to its pool.</param>
    /// <param name="onAbandoned">Called with what is left when the link is cut, before it returns to its pool.</param>
    public Flow<T> Over(
        LinkOptions options, string to, bool cutOnStop, Action<T>? onDropped = null, Action<T>? onAbandoned = null)
    {
        string name = $"{_lastName} → {to}";
        var link = new Link<T>(name, options, ThenReturn(onDropped), ThenReturn(onAbandoned), _plan.Time, _plan.Probe?.WaitsIn(name));
        _plan.Links.Add(link);
        if (cutOnStop)
            _plan.Run.OnStop(link.Cut);
        _plan.Segments.Add(_close(new LinkNode<T>(link, _plan.Run)));
        return new Flow<T>(_plan, _lastName, null, node => new LinkSegment<T>(link, to, node, _plan.Run));
    }

    /// <summary>Ends the description.</summary>
    /// <param name="observer">
    /// Gets what comes out. If it throws, the run fails; it is completed, or told the fault, when the run ends.
    /// </param>
    public Pipeline Into(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _plan.Segments.Add(_close(new ObserverNode<T>(observer, _plan.Run)));
        return new Pipeline(_plan);
    }

    /// <summary>Ends the description.</summary>
    /// <param name="sink">
    /// Takes what comes out, one item after the other. If it throws, the run fails; when it wants no more, the run ends, and is complete.
    /// </param>
    public Pipeline Into(ISink<T> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _plan.Segments.Add(_close(new SinkNode<T>(sink, _plan.Run)));
        return new Pipeline(_plan);
    }

    private static Action<T> ThenReturn(Action<T>? look) => item =>
    {
        look?.Invoke(item);
        if (item is IPooledItem pooled)
            pooled.Return();
    };
}

/// <summary>What a description has gathered so far.</summary>
internal sealed class FlowPlan(TimeProvider time, IFlowProbe? probe)
{
    public TimeProvider Time { get; } = time;

    public IFlowProbe? Probe { get; } = probe;

    public RunState Run { get; } = new();

    public List<ISegment> Segments { get; } = [];

    public List<ILink> Links { get; } = [];

    public List<StageMeter> Meters { get; } = [];
}
