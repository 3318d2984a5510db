using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Rehearsals;
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
    /// <param name="rehearsal">Wall time, to rehearse for about a second how fast inference is here; null not to.</param>
    /// <param name="cancellation">Ends the rehearsal.</param>
    /// <exception cref="PipelineException">There is no such recording.</exception>
    public static async Task<PlanAnswer> ToAsync(
        PlanQuestion question, DetectionModel model, TimeProvider? rehearsal = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(model);
        return new PlanAnswer(
            question,
            [.. question.Settings().Select(of => new PlannedConnection(of.Rate, of.Strength, of.Setting.IsInhibitory, model.Forecast(of.Setting)))],
            await MachineForecast.OfAsync(
                question.ToPipeline(question.Rates.MaxBy(rate => rate.ExactSi)).Resolved, rehearsal, cancellation).ConfigureAwait(false));
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
/// <param name="RealtimeFactor">How many seconds of recording it processes in a second; null where that was not rehearsed.</param>
/// <param name="Unrehearsed">Why it could not be rehearsed, a sentence; null where it was, or where nobody asked.</param>
public sealed record MachineForecast(double Bytes, bool Fits, double? RealtimeFactor, string? Unrehearsed)
{
    // A rehearsal is within this of what a run then takes.
    private const double Tolerance = 1.3;

    /// <summary>Whether it processes a recording as fast as it comes; null where only a run tells.</summary>
    public bool? KeepsUp => (Fits, RealtimeFactor) switch
    {
        (false, _) or (_, < 1 / Tolerance) => false,
        (_, >= Tolerance) => true,
        _ => null,
    };

    /// <summary>Asks what a recording takes. Its simulation does not count.</summary>
    /// <param name="pipeline">The recording.</param>
    /// <param name="rehearsal">Wall time, to rehearse it; null not to.</param>
    /// <param name="cancellation">Ends the rehearsal.</param>
    public static async Task<MachineForecast> OfAsync(ResolvedPipeline pipeline, TimeProvider? rehearsal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ResourceEstimate needs = ResourceEstimate.Of(pipeline);
        var forecast = new MachineForecast(needs.PeakBytes, needs.FitsThisMachine, null, null);
        if (rehearsal is null || !needs.FitsThisMachine)
            return forecast;
        try
        {
            SpeedForecast speed = await SpeedForecast.RehearseAsync(pipeline, rehearsal, cancellation).ConfigureAwait(false);
            return forecast with { RealtimeFactor = speed.RecordedSeconds / speed.InferenceSeconds };
        }
        catch (PipelineException problem)
        {
            return forecast with { Unrehearsed = problem.Message };
        }
    }
}
