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

/// <summary>What a recording takes on this machine.</summary>
/// <param name="Bytes">Memory.</param>
/// <param name="Fits">Whether there is as much.</param>
/// <param name="MostRealtimeFactor">
/// How many seconds of recording it processes in a second if it does nothing but the operations that <see cref="ResourceEstimate"/> counts.
/// </param>
public sealed record MachineForecast(double Bytes, bool Fits, double MostRealtimeFactor)
{
    private const double NanosecondsPerSecond = 1e9;

    // What is not counted, fits above all, took up to five times as long in the recordings of the README.
    private const double Uncounted = 10;

    /// <summary>Whether it processes a recording as fast as it comes; null where the count cannot tell.</summary>
    public bool? KeepsUp => (Fits, MostRealtimeFactor) switch
    {
        (false, _) or (_, < 1) => false,
        (_, >= Uncounted) => true,
        _ => null,
    };

    /// <summary>Asks what a recording takes, simulation included.</summary>
    /// <param name="pipeline">The recording.</param>
    public static MachineForecast Of(ResolvedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ResourceEstimate needs = ResourceEstimate.Of(pipeline);
        double coreSeconds = needs.Work / NanosecondsPerSecond;
        return new MachineForecast(
            needs.TotalBytes, needs.FitsThisMachine, pipeline.Simulation.DurationSeconds * Environment.ProcessorCount / coreSeconds);
    }
}
