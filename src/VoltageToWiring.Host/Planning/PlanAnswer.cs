using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Host.Planning;

/// <summary>What to expect of a planned recording.</summary>
/// <param name="Question">The recording.</param>
/// <param name="Connections">Each kind of connection that is planned for.</param>
/// <param name="Machine">Whether this machine keeps up, with the largest of the rates.</param>
public sealed record PlanAnswer(PlanQuestion Question, IReadOnlyList<PlannedConnection> Connections, MachineForecast Machine)
{
    /// <summary>Answers.</summary>
    /// <param name="question">The recording.</param>
    /// <param name="model">How long it takes until a connection is found.</param>
    /// <exception cref="PipelineException">There is no such recording.</exception>
    public static PlanAnswer To(PlanQuestion question, DetectionModel model)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(model);
        return new PlanAnswer(
            question,
            [.. question.Settings().Select(of => new PlannedConnection(of.Rate, of.Strength, of.Setting.IsInhibitory, model.Forecast(of.Setting)))],
            MachineForecast.Of(question.ToPipeline(question.Rates.MaxBy(rate => rate.ExactSi)).Resolved));
    }
}

/// <summary>When connections of one kind are found.</summary>
/// <param name="Rate">Firing rate of the presynaptic neurons.</param>
/// <param name="Strength">Strength of the connections.</param>
/// <param name="IsInhibitory">Whether they are inhibitory.</param>
/// <param name="Forecast">When they are found.</param>
public sealed record PlannedConnection(Quantity Rate, Quantity Strength, bool IsInhibitory, DetectionForecast Forecast);

/// <summary>What inference from a recording takes on this machine.</summary>
/// <param name="Bytes">Memory.</param>
/// <param name="Fits">Whether there is as much.</param>
/// <param name="RealtimeFactor">How many seconds of recording it processes in a second, roughly, by the operations that are counted.</param>
public sealed record MachineForecast(double Bytes, bool Fits, double RealtimeFactor)
{
    /// <summary>The largest factor that is worth telling.</summary>
    public const double LargestTold = 100;

    // From ten thousand pairs on the real factor was within this of the rough one; of fewer pairs it is lower, and hundreds.
    private const double Tolerance = 4;

    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Whether it processes a recording as fast as it comes; null where only a run tells.</summary>
    public bool? KeepsUp => (Fits, RealtimeFactor) switch
    {
        (false, _) or (_, < 1 / Tolerance) => false,
        (_, >= Tolerance) => true,
        _ => null,
    };

    /// <summary>Asks what a recording takes. Its simulation does not count.</summary>
    /// <param name="pipeline">The recording.</param>
    public static MachineForecast Of(ResolvedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ResourceEstimate needs = ResourceEstimate.Of(pipeline);
        double seconds = needs.InferenceWork / NanosecondsPerSecond / Environment.ProcessorCount;
        return new MachineForecast(needs.TotalBytes, needs.FitsThisMachine, pipeline.Simulation.DurationSeconds / seconds);
    }
}
